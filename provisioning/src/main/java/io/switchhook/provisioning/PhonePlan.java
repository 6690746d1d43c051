package io.switchhook.provisioning;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a phone is to be: its accounts and its keys.
///
/// @param mac twelve hexadecimal digits
/// @param modules how many expansion modules it has
public record PhonePlan(
        String mac, int modules, List<PlannedAccount> accounts, List<PlannedKey> keys) {

    public PhonePlan {
        accounts = List.copyOf(accounts);
        keys = List.copyOf(keys);
    }

    /// The numbers of its accounts.
    Set<Integer> numbers() {
        return accounts.stream().map(PlannedAccount::number).collect(Collectors.toSet());
    }
}
