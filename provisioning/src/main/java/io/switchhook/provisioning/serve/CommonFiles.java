package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.PhoneFiles;
import io.switchhook.provisioning.UnusableSettings;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.PhoneModel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The common files, each made once: after a power cut all phones want them at the same time.
final class CommonFiles {
    private record Key(PhoneModel model, Form form) {}

    /// @param settings of which it was made, see [DeviceSettings#version]
    private record Made(byte[] bytes, long settings) {}

    private final Devices devices;
    private final Map<Key, Made> made = new ConcurrentHashMap<>();

    CommonFiles(Devices devices) {
        this.devices = devices;
    }

    byte[] common(PhoneModel model, Form form) throws DeviceException, UnusableSettings {
        long settings = devices.settings().version();
        var key = new Key(model, form);
        var known = made.get(key);
        if (known != null && known.settings() == settings) return known.bytes();
        var files = new PhoneFiles(model, form, devices.settings().layers(model.id()));
        var bytes = files.common().bytes();
        made.put(key, new Made(bytes, settings));
        return bytes;
    }
}
