package io.switchhook.provisioning.bulk;

import io.switchhook.provisioning.model.Value;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A device as a row has it.
///
/// @param mac twelve hexadecimal digits in lower case
/// @param model the id of its folder
/// @param accounts users, in the order of the phone's accounts
/// @param person whose it is; empty for nobody
/// @param group empty for none
/// @param settings that were set for this device alone, by name
public record BulkDevice(
        String mac,
        String model,
        List<String> accounts,
        String person,
        String group,
        SortedMap<String, Value> settings) {
    public BulkDevice {
        accounts = List.copyOf(accounts);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /// Without the settings, which may be passwords.
    @Override
    public String toString() {
        return "BulkDevice[%s, %s, %s]".formatted(mac, model, accounts);
    }
}
