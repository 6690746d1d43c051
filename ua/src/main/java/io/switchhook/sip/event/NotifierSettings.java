package io.switchhook.sip.event;

import java.time.Duration;

/// A notifier's choices and bounds.
///
/// @param minDuration what asks for less gets 423; at most an hour, since nobody may refuse an hour (RFC 6665 §4.2.1.1)
/// @param maxDuration what asks for more gets this
/// @param retry how long after a NOTIFY met with silence it is tried again, the first time; later ones take twice as
///     long each
/// @param tries how many NOTIFYs in a row may meet with silence
public record NotifierSettings(
        Duration minDuration, Duration maxDuration, Duration retry, int tries) {
    private static final int DOUBLINGS = 5;

    public static final NotifierSettings DEFAULT =
            new NotifierSettings(
                    Duration.ofMinutes(1), Duration.ofHours(2), Duration.ofSeconds(30), 4);

    public NotifierSettings {
        if (!minDuration.isPositive() || minDuration.compareTo(Duration.ofHours(1)) > 0)
            throw new IllegalArgumentException("shortest subscription must be 1 s to 1 h");
        if (maxDuration.compareTo(minDuration) < 0)
            throw new IllegalArgumentException("longest subscription is below the shortest");
        if (!retry.isPositive() || tries < 1)
            throw new IllegalArgumentException("retries of NOTIFY must be positive");
    }

    Duration retry(int failures) {
        return retry.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    }
}
