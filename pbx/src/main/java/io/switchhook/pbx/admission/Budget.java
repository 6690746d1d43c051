package io.switchhook.pbx.admission;

import java.util.concurrent.atomic.AtomicLong;

/// A token bucket: so much at once, and so much in a time. It is one number, the time at which it will be full again
/// (the generic cell rate algorithm of ITU-T I.371). Shared by all threads, without a lock.
public final class Budget {

    /// @param nanosEach after how long one is given back
    /// @param burst how many can be spent at once
    public record Rate(long nanosEach, int burst) {
        public static Rate perSecond(int rate, int burst) {
            return new Rate(1_000_000_000L / rate, burst);
        }
    }

    private final AtomicLong fullAt;

    public Budget(long now) {
        fullAt = new AtomicLong(now);
    }

    /// Spends one, if there is one.
    ///
    /// @param now of a monotonic clock, in nanoseconds
    public boolean spend(Rate rate, long now) {
        long most = rate.burst() * rate.nanosEach();
        while (true) {
            long before = fullAt.get();
            long after = Math.max(before - now, 0) + rate.nanosEach();
            if (after > most) return false;
            if (fullAt.compareAndSet(before, now + after)) return true;
        }
    }
}
