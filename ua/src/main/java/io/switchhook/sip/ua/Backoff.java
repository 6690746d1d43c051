package io.switchhook.sip.ua;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait after a failure: half to the whole of a time that doubles with each (RFC 5626 §4.5), or as long as the other
/// end asks for, if that is not too long.
public final class Backoff {
    private static final int MOST_DOUBLINGS = 20;

    private final RandomGenerator random;
    private final Duration least;
    private final Duration most;
    private int failures;

    /// @param least half of it to all of it after the first failure
    /// @param most what it grows to
    public Backoff(RandomGenerator random, Duration least, Duration most) {
        this.random = random;
        this.least = least;
        this.most = most;
    }

    /// It went well.
    public void reset() {
        failures = 0;
    }

    /// @param asked by the other end
    public Duration next(Optional<Duration> asked) {
        var doubled = least.multipliedBy(1L << Math.min(failures++, MOST_DOUBLINGS));
        long half = shorter(doubled, most).toMillis() / 2;
        var wait = Duration.ofMillis(half + random.nextLong(half + 1));
        var longer = asked.map(it -> shorter(it, most)).orElse(wait);
        return longer.compareTo(wait) > 0 ? longer : wait;
    }

    /// The Retry-After of a response; one that cannot be read is none.
    static Optional<Duration> asked(Response response) {
        try {
            return response.headers()
                    .get(Header.RETRY_AFTER)
                    .map(RetryAfter::seconds)
                    .map(Duration::ofSeconds);
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
