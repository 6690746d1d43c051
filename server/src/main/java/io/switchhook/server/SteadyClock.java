package io.switchhook.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The time of day as it was at the start, and what has passed since by the monotonic clock. So a registration ends when
/// its seconds are over, though somebody sets the host's clock in between: set ahead, it would end them all at once.
final class SteadyClock implements InstantSource {
    private final Instant began;
    private final LongSupplier nanoClock;
    private final long beganNanos;

    SteadyClock(InstantSource timeOfDay, LongSupplier nanoClock) {
        this.began = timeOfDay.instant();
        this.nanoClock = nanoClock;
        this.beganNanos = nanoClock.getAsLong();
    }

    @Override
    public Instant instant() {
        return began.plus(Duration.ofNanos(nanoClock.getAsLong() - beganNanos));
    }
}
