package io.switchhook.phone;

import io.switchhook.phone.settings.AccountSettings;
import io.switchhook.phone.settings.Forwarding;
import java.util.Optional;

/// What the user has switched on or off for one account; at first as its files say.
record AccountPreferences(
        boolean doNotDisturb,
        boolean hidesCaller,
        boolean rejectsAnonymous,
        Forwarding forwarding,
        Optional<String> musicServer) {

    static AccountPreferences of(AccountSettings settings) {
        return new AccountPreferences(
                settings.doNotDisturb().enabled(),
                settings.anonymity().hidesCaller(),
                settings.anonymity().rejects(),
                settings.forwarding(),
                settings.musicServer());
    }

    AccountPreferences withDoNotDisturb(boolean on) {
        return new AccountPreferences(on, hidesCaller, rejectsAnonymous, forwarding, musicServer);
    }

    AccountPreferences hidingCaller(boolean on) {
        return new AccountPreferences(doNotDisturb, on, rejectsAnonymous, forwarding, musicServer);
    }

    AccountPreferences rejectingAnonymous(boolean on) {
        return new AccountPreferences(doNotDisturb, hidesCaller, on, forwarding, musicServer);
    }

    /// @param target empty to switch it off
    AccountPreferences with(ForwardKind kind, Optional<String> target) {
        return new AccountPreferences(
                doNotDisturb,
                hidesCaller,
                rejectsAnonymous,
                kind.changed(forwarding, target),
                musicServer);
    }

    /// @param server empty for silence
    AccountPreferences withMusic(Optional<String> server) {
        return new AccountPreferences(
                doNotDisturb, hidesCaller, rejectsAnonymous, forwarding, server);
    }
}
