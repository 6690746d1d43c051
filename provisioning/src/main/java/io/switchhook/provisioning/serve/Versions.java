package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.device.Mac;
import java.util.Optional;

/// Which release a device is given besides what is set for it. Asked for each file of a device; for any thread.
public interface Versions {
    /// There are no releases.
    Versions NONE =
            new Versions() {
                @Override
                public Optional<Version> of(Mac mac, String model) {
                    return Optional.empty();
                }

                @Override
                public void given(Mac mac, String release) {}
            };

    /// A release as a device's file has it.
    ///
    /// @param name of the release
    record Version(String name, Layer layer) {}

    /// @param model the id of its model
    /// @return empty if it has nothing but what is set
    Optional<Version> of(Mac mac, String model);

    /// A device was given its file.
    ///
    /// @param release that was in it
    void given(Mac mac, String release);
}
