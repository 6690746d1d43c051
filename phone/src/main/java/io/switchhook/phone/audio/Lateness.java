package io.switchhook.phone.audio;

import java.util.concurrent.atomic.LongAdder;

/// How late packets left after the beat of their [Metronome] that they were due at, counted in steps of 50 µs up to 50 ms. Thread-safe.
public final class Lateness {
    private static final int STEP_NANOS = 50_000;
    private static final int STEPS = 1_000;

    private final LongAdder[] counts = new LongAdder[STEPS + 1];

    Lateness() {
        for (int i = 0; i <= STEPS; i++) counts[i] = new LongAdder();
    }

    void count(long nanos) {
        counts[Math.clamp(nanos / STEP_NANOS, 0, STEPS)].increment();
    }

    /// How many there were.
    public long count() {
        long sum = 0;
        for (var count : counts) sum += count.sum();
        return sum;
    }

    /// The time in milliseconds that a share of all packets was not later than; 50 stands for more as well.
    ///
    /// @param share 0 to 1, such as 0.99
    public double milliseconds(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            sum += counts[i].sum();
            if (sum >= wanted) return (i + 1) * STEP_NANOS / 1e6;
        }
        return 50;
    }

    /// Begins to count anew.
    public void reset() {
        for (var count : counts) count.reset();
    }
}
