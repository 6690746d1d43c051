package io.switchhook.provisioning.serve;

import java.io.IOException;
import java.util.Optional;

/// What phones fetch besides their configuration: contacts, rules, pictures, sounds.
public interface Resources {
    /// @param name without any `/`
    Optional<byte[]> find(String name) throws IOException;
}
