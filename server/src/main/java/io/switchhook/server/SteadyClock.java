package io.switchhook.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Shows the time of day of its beginning and what has passed since: however somebody sets the clock of the host, no
/// registration ends early or late.
final class SteadyClock implements InstantSource {
    private final Instant beginning;
    private final LongSupplier nanoClock;
    private final long origin;

    /// @param nanoClock a monotonic clock
    SteadyClock(InstantSource wall, LongSupplier nanoClock) {
        this.beginning = wall.instant();
        this.nanoClock = nanoClock;
        this.origin = nanoClock.getAsLong();
    }

    @Override
    public Instant instant() {
        return beginning.plusNanos(nanoClock.getAsLong() - origin);
    }
}
