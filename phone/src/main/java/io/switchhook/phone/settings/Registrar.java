package io.switchhook.phone.settings;

import java.time.Duration;

/// A server that an account registers with, the preferred one first.
///
/// @param expires how long a registration is asked for
/// @param retries how often a request is sent before the next server is tried
/// @param failback when the phone comes back to a server that failed
/// @param failbackAfter how long that takes with [Failback#DURATION]; zero for never
/// @param registersOnEnable whether it is registered with only once it is used
public record Registrar(
        ServerAddress address,
        Duration expires,
        int retries,
        Failback failback,
        Duration failbackAfter,
        boolean registersOnEnable) {

    /// `failback_mode`, 0 to 3.
    public enum Failback {
        NEW_REQUEST,
        DNS_TTL,
        REGISTRATION,
        DURATION
    }
}
