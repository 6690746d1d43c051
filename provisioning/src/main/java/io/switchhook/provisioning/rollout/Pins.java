package io.switchhook.provisioning.rollout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which release devices have while no roll-out says otherwise: one for each model, and others for single devices, which win.
///
/// @param models names of releases by the ids of models
/// @param devices names of releases by MAC address
public record Pins(Map<String, String> models, Map<String, String> devices) {
    public static final Pins NONE = new Pins(Map.of(), Map.of());

    public Pins {
        models = Map.copyOf(models);
        devices = Map.copyOf(devices);
    }

    /// Nothing if the device keeps what it has.
    public Optional<String> of(String mac, String model) {
        return Optional.ofNullable(devices.get(mac))
                .or(() -> Optional.ofNullable(models.get(model)));
    }

    /// All devices of a model that are not pinned themselves.
    public Pins withModel(String model, String release) {
        var changed = new HashMap<>(models);
        changed.put(model, release);
        return new Pins(changed, devices);
    }

    public Pins withDevice(String mac, String release) {
        var changed = new HashMap<>(devices);
        changed.put(mac, release);
        return new Pins(models, changed);
    }

    /// A device that goes with its model again.
    public Pins withoutDevice(String mac) {
        var changed = new HashMap<>(devices);
        changed.remove(mac);
        return new Pins(models, changed);
    }
}
