package io.switchhook.provisioning;

/// Who set a value. The later one of this order wins: preset, system, model, group, person, device.
public sealed interface Origin {
    /// Switchhook, unless somebody else does.
    ///
    /// @param why for who wonders
    record Preset(String why) implements Origin {}

    /// The operator, for all phones.
    record OfSystem() implements Origin {}

    /// For all phones of a model.
    record OfModel(String id) implements Origin {}

    /// For all phones of a group, whatever their models.
    record OfGroup(String name) implements Origin {}

    /// For the phones of a person: those whose first account is his.
    ///
    /// @param user his name in the directory
    record OfPerson(String user) implements Origin {}

    /// For one phone; its accounts are such values too.
    record OfDevice(String mac) implements Origin {}

    /// Which one wins: the larger.
    default int rank() {
        return switch (this) {
            case Preset _ -> 0;
            case OfSystem _ -> 1;
            case OfModel _ -> 2;
            case OfGroup _ -> 3;
            case OfPerson _ -> 4;
            case OfDevice _ -> 5;
        };
    }

    /// Whether phones of other models have the same values, so that one of them may not have a parameter.
    default boolean isForAnyModel() {
        return switch (this) {
            case Preset _, OfSystem _, OfGroup _, OfPerson _ -> true;
            case OfModel _, OfDevice _ -> false;
        };
    }
}
