package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.Optional;

/// How an account lives behind a router that translates addresses.
///
/// @param stunServer to be asked for the public address, if that is on
/// @param keepAlive what keeps the router's mapping open, and how often
/// @param usesRport whether responses are asked to come back to the port that requests came from (RFC 3581)
public record Nat(
        Optional<ServerAddress> stunServer,
        KeepAlive keepAlive,
        Duration interval,
        boolean usesRport) {

    /// `nat.udp_update_enable`, 0 to 3.
    public enum KeepAlive {
        OFF,
        /// A short datagram that is no message.
        DATAGRAM,
        OPTIONS,
        NOTIFY
    }
}
