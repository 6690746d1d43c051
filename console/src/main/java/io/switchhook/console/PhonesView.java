package io.switchhook.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the console knows of accounts and their phones. Asked on virtual threads.
public interface PhonesView {

    /// What became of the last thing that went wrong for an account.
    ///
    /// @param call the ID of its ladder; empty if there is none
    record Failure(Instant when, CallsView.Verdict verdict, String call) {}

    /// A registered phone.
    ///
    /// @param transport in lower case
    /// @param address host and port that requests go to
    /// @param agent what the phone says it is; empty for nothing
    /// @param expires seconds until the registration ends
    /// @param silentSince empty for a phone that can be reached as far as is known
    /// @param instance what the phone calls itself, whatever its address; empty for nothing
    record Binding(
            String contact,
            String transport,
            String address,
            String agent,
            long expires,
            Optional<Instant> silentSince,
            String instance) {}

    /// An account with its phones.
    ///
    /// @param state `reachable`, `silent` (none of its phones answers), `absent` (none is registered) or `unusable` (its
    ///     password is for another realm)
    /// @param configured whether it stands in the configuration file
    /// @param lastSeen when a phone registered or said something for the last time, as far as is known
    record Account(
            String user,
            String domain,
            String name,
            String state,
            boolean configured,
            List<Binding> bindings,
            Optional<Instant> lastSeen,
            Optional<Failure> lastFailure) {}

    /// Which accounts are wanted; what is empty does not matter.
    ///
    /// @param text in user, name, address or device, without regard to case
    /// @param state as in [Account]
    record Query(String text, String state, int offset, int limit) {}

    /// By user, numbers as numbers.
    Slice<Account> search(Query query);

    Optional<Account> account(String user);
}
