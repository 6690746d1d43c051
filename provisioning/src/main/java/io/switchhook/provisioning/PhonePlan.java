package io.switchhook.provisioning;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whose phone it is to be.
///
/// @param mac twelve hexadecimal digits
public record PhonePlan(String mac, List<PlannedAccount> accounts) {

    public PhonePlan {
        accounts = List.copyOf(accounts);
    }

    /// The numbers of its accounts.
    Set<Integer> numbers() {
        return accounts.stream().map(PlannedAccount::number).collect(Collectors.toSet());
    }
}
