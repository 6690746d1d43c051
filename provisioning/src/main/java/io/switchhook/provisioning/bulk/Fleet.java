package io.switchhook.provisioning.bulk;

import java.util.List;
import java.util.Optional;

/// The devices that there are, and what they may refer to. It does not change while a file is read.
public interface Fleet {
    /// @param mac twelve hexadecimal digits in lower case
    Optional<BulkDevice> device(String mac);

    /// All of them, in the order in which people look for them.
    List<BulkDevice> devices();

    boolean hasAccount(String user);

    boolean hasPerson(String name);

    boolean hasGroup(String name);
}
