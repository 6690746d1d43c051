package io.switchhook.server;

import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which of the adopted devices are meant: those of a group, of a model, of both, or all.
///
/// @param model by any of its names
record Selection(Optional<String> group, Optional<String> model) {

    /// @return the digits of their MAC addresses
    List<String> of(Devices devices, ModelCatalog catalog) {
        var id = model.map(name -> catalog.find(name).map(PhoneModel::id).orElse(name));
        return devices.all().stream()
                .filter(Adopted.class::isInstance)
                .map(Adopted.class::cast)
                .filter(it -> group.isEmpty() || group.get().equals(it.assignment().group()))
                .filter(it -> id.isEmpty() || id.get().equals(it.assignment().model()))
                .map(it -> it.mac().digits())
                .toList();
    }

    /// What to say where there is none.
    String missing() {
        String which =
                Stream.of(
                                group.map(it -> " of the group '" + it + "'"),
                                model.map(it -> " of the model '" + it + "'"))
                        .flatMap(Optional::stream)
                        .collect(Collectors.joining(" and"));
        return "there is no adopted device" + which;
    }
}
