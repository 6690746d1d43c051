package io.switchhook.provisioning.serve;

import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.device.Mac;
import java.util.Optional;
import java.util.Set;

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

    /// What a device is given besides what is set for it.
    ///
    /// @param release its name; empty for none
    /// @param layer what it says
    /// @param takenBack parameters that an earlier release has named: a phone keeps them until it is told that they are no more
    record Version(String release, Layer layer, Set<String> takenBack) {
        public Version {
            takenBack = Set.copyOf(takenBack);
        }
    }

    /// @param model the id of its model
    /// @return empty if it has nothing but what is set
    Optional<Version> of(Mac mac, String model);

    /// A device was given its file.
    ///
    /// @param release that was in it
    void given(Mac mac, String release);
}
