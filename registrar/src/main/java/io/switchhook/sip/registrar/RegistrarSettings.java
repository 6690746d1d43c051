package io.switchhook.sip.registrar;

import io.switchhook.sip.header.NameAddr;
import java.time.Duration;
import java.util.List;

/// The registrar's choices and bounds.
///
/// @param defaultExpires of a contact that asks for nothing, or for something that is no number
/// @param minExpires what asks for less gets 423; at most an hour, since nobody may refuse an hour (RFC 3261 §10.3)
/// @param maxExpires what asks for more gets this
/// @param bindings of one address-of-record; a REGISTER that would leave more gets 403
/// @param contactBytes of a Contact value with its Path; a REGISTER with a longer one gets 400
/// @param pathWithoutSupport whether a Path is taken though the phone does not say `Supported: path`; if not, such a
///     REGISTER gets 420, as RFC 3327 §5.3 recommends
/// @param flowTimer how often a phone with outbound is asked to keep its flow alive (RFC 5626 §4.4.1); zero for as it likes
/// @param serviceRoute what phones are told to route their requests by (RFC 3608), first hop first; empty to say nothing
public record RegistrarSettings(
        Duration defaultExpires,
        Duration minExpires,
        Duration maxExpires,
        int bindings,
        int contactBytes,
        boolean pathWithoutSupport,
        Duration flowTimer,
        List<NameAddr> serviceRoute) {
    public static final RegistrarSettings DEFAULT =
            new RegistrarSettings(
                    Duration.ofHours(1),
                    Duration.ofMinutes(1),
                    Duration.ofHours(2),
                    10,
                    1024,
                    false,
                    Duration.ofMinutes(2),
                    List.of());

    public RegistrarSettings {
        if (minExpires.isNegative() || minExpires.compareTo(Duration.ofHours(1)) > 0)
            throw new IllegalArgumentException("minimum expiry must be 0 s to 1 h");
        if (defaultExpires.compareTo(minExpires) < 0 || defaultExpires.compareTo(maxExpires) > 0)
            throw new IllegalArgumentException(
                    "default expiry must be between minimum and maximum");
        if (defaultExpires.isZero()) throw new IllegalArgumentException("default expiry is 0");
        if (bindings < 1) throw new IllegalArgumentException("at least 1 binding");
        if (contactBytes < 64) throw new IllegalArgumentException("at least 64 bytes of Contact");
    }
}
