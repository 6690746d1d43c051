package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How an account makes itself known to its servers.
///
/// @param registrars at most two, the preferred one first; empty if none was set
/// @param outboundProxy where all requests go first, if that is on
/// @param backupProxy where they go if the outbound proxy does not answer
/// @param proxyRequire the value of Proxy-Require; empty for none
/// @param localPort the port that messages are sent from and expected at
/// @param retryInterval after a registration that failed; zero for not again
/// @param sendsMac whether REGISTER tells the MAC address
/// @param sendsLine whether REGISTER tells the account's number
/// @param trustsServersOnly whether requests from elsewhere are refused
/// @param usesCompactForm whether header fields are sent by their short names
/// @param subscribesToIt whether the phone subscribes to its own registration (RFC 3680)
public record Registration(
        List<Registrar> registrars,
        Transport transport,
        Optional<ServerAddress> outboundProxy,
        Optional<ServerAddress> backupProxy,
        String proxyRequire,
        int localPort,
        Duration retryInterval,
        boolean sendsMac,
        boolean sendsLine,
        boolean trustsServersOnly,
        boolean usesCompactForm,
        boolean subscribesToIt) {

    public Registration {
        registrars = List.copyOf(registrars);
    }
}
