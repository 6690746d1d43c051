package io.switchhook.server;

import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Device;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import io.switchhook.provisioning.device.Sighting;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import java.util.Optional;

/// What a device is, as somebody has said, or as it says itself.
final class Assignments {
    private Assignments() {}

    /// Empty for a device of which nobody has said anything.
    static Optional<Assignment> of(Device device) {
        return switch (device) {
            case Asked _ -> Optional.empty();
            case Expected it -> Optional.of(it.assignment());
            case Adopted it -> Optional.of(it.assignment());
            case Held it -> Optional.of(it.assignment());
        };
    }

    /// What a device that only asked says it is. The name of the maker alone fits any of its phones, so it comes last.
    static Optional<PhoneModel> saidModel(Device device, ModelCatalog catalog) {
        if (!(device instanceof Asked asked)) return Optional.empty();
        var models =
                asked.askers().reversed().stream()
                        .map(Sighting::asker)
                        .flatMap(Asker::names)
                        .flatMap(word -> catalog.find(word).stream())
                        .toList();
        return models.stream()
                .filter(model -> !model.name().equalsIgnoreCase(model.vendor()))
                .findFirst()
                .or(() -> models.stream().findFirst());
    }
}
