package io.switchhook.sip.ua;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.uri.SipUri;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// Where and for how long somebody registers.
///
/// @param registrar the Request-URI, such as `sip:office.example`: §10.2
/// @param servers that are asked for it, the best first; the registrar itself if there is but one
/// @param expires what is asked for
/// @param retry the least wait after all servers failed; it doubles with each further failure (RFC 5626 §4.5)
/// @param longestRetry the most that it grows to
/// @param failback how long a server other than the first is good enough
/// @param patience how long a server may be silent before another one is asked; the last one as long as a transaction goes on
/// @param edits further header fields of each REGISTER
public record RegistrationSettings(
        SipUri registrar,
        List<SipUri> servers,
        Duration expires,
        Duration retry,
        Duration longestRetry,
        Duration failback,
        Duration patience,
        UnaryOperator<Headers.Editor> edits) {
    /// Timer F of RFC 3261 §17.1.2.2.
    private static final Duration TRANSACTION = Duration.ofSeconds(32);

    public RegistrationSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) throw new IllegalArgumentException("no server");
    }

    /// Without further header fields, and with the patience of a transaction.
    public RegistrationSettings(
            SipUri registrar,
            List<SipUri> servers,
            Duration expires,
            Duration retry,
            Duration longestRetry,
            Duration failback) {
        this(
                registrar,
                servers,
                expires,
                retry,
                longestRetry,
                failback,
                TRANSACTION,
                UnaryOperator.identity());
    }

    /// At one server, for an hour; after a failure again in half a minute, and in half an hour at last.
    public static RegistrationSettings at(SipUri registrar) {
        return new RegistrationSettings(
                registrar,
                List.of(registrar),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                Duration.ofHours(1));
    }
}
