package io.switchhook.phone.settings;

import java.time.Duration;

/// RFC 4028 on calls of an account.
///
/// @param refresher who is asked to refresh
public record SessionTimer(boolean enabled, Duration expires, Refresher refresher) {

    /// `session_timer.refresher`, 0 and 1.
    public enum Refresher {
        UAC,
        UAS
    }
}
