package io.switchhook.sip.ua;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// That calls end when one end is gone, since the other one misses its refreshes: RFC 4028.
///
/// @param interval how long a call lives without a refresh; less than 90 s is taken for 90 s (§4)
/// @param refresher who is to refresh; empty to let the other end say it
public record SessionTimerSettings(Duration interval, Optional<Refresher> refresher) {
    /// §4: no interval is shorter.
    static final Duration LEAST = Duration.ofSeconds(90);

    /// Who refreshes, as seen from the last request that did: who sent it, or who answered it.
    public enum Refresher {
        UAC,
        UAS;

        static Refresher of(String parameter) {
            return parameter.equals("uas") ? UAS : UAC;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SessionTimerSettings {
        if (interval.compareTo(LEAST) < 0) interval = LEAST;
    }

    int seconds() {
        return (int) Math.min(interval.toSeconds(), Integer.MAX_VALUE);
    }
}
