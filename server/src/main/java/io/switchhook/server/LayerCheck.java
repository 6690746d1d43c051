package io.switchhook.server;

import io.switchhook.provisioning.KeySetting;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.Settings;
import io.switchhook.provisioning.SettingsFault;
import io.switchhook.provisioning.UnusableSettings;
import io.switchhook.provisioning.device.Device;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges what is to be set in a layer: every model that has a parameter must take its value, and at least one must have it.
record LayerCheck(Devices devices, ModelCatalog catalog) {

    /// What is wrong, nothing twice; none if it may be set.
    List<SettingsFault> faults(Layer layer) {
        var faults = new LinkedHashSet<SettingsFault>();
        var unknown = new HashSet<>(layer.values().keySet());
        for (var model : models(layer.origin()))
            try {
                var settings = Settings.of(model, Set.of(1), List.of(layer));
                var missed = new HashSet<String>();
                settings.passedOver().forEach(it -> missed.add(it.name()));
                unknown.retainAll(missed);
            } catch (UnusableSettings e) {
                faults.addAll(e.faults());
            }
        if (!faults.isEmpty()) return List.copyOf(faults);
        var all = new ArrayList<SettingsFault>();
        for (var name : layer.values().keySet())
            if (unknown.contains(name))
                all.add(
                        new SettingsFault(
                                layer.origin(),
                                name,
                                KeySetting.isName(name)
                                        ? "no model has so many keys"
                                        : "no model has a parameter '" + name + "'"));
        return all;
    }

    /// Those that a layer concerns; none for a device that is not adopted.
    List<PhoneModel> models(Origin origin) {
        return switch (origin) {
            case Origin.Preset _, Origin.OfSystem _, Origin.OfGroup _, Origin.OfPerson _ ->
                    catalog.models();
            case Origin.OfModel(var id) -> catalog.find(id).stream().toList();
            case Origin.OfDevice(var digits) ->
                    devices
                            .find(new Mac(digits))
                            .flatMap(Assignments::of)
                            .flatMap(it -> catalog.find(it.model()))
                            .stream()
                            .toList();
        };
    }

    /// Whether a device shares a layer.
    static boolean concerns(Origin origin, Device device) {
        var assignment = Assignments.of(device);
        return assignment.isPresent()
                && switch (origin) {
                    case Origin.Preset _, Origin.OfSystem _ -> true;
                    case Origin.OfModel(var id) -> assignment.get().model().equals(id);
                    case Origin.OfGroup(var name) -> assignment.get().group().equals(name);
                    case Origin.OfPerson(var user) ->
                            assignment.get().users().stream().findFirst().equals(Optional.of(user));
                    case Origin.OfDevice(var digits) -> device.mac().digits().equals(digits);
                };
    }

    /// Whether a value is not to be shown: some model says so, or none knows what it is.
    static boolean isSecret(List<PhoneModel> models, String name) {
        if (KeySetting.isName(name)) return false;
        String one = name.replace(".X.", ".1.").replaceFirst("\\.X$", ".1");
        var found = models.stream().flatMap(model -> model.find(one).stream()).toList();
        return found.isEmpty() || found.stream().anyMatch(it -> it.parameter().type().isSecret());
    }
}
