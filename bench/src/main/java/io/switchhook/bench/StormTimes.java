package io.switchhook.bench;

import java.util.Arrays;
import java.util.Locale;

/// Durations that were measured, all of them, in nanoseconds. Written by one thread; read when that has ended or between its
/// tasks.
final class StormTimes {
    private long[] values = new long[1024];
    private int count;

    void add(long nanos) {
        if (count == values.length) values = Arrays.copyOf(values, 2 * count);
        values[count++] = nanos;
    }

    int count() {
        return count;
    }

    /// In milliseconds; 0 if nothing was measured.
    double at(double share) {
        if (count == 0) return 0;
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[Math.clamp((long) Math.ceil(share * count) - 1, 0, count - 1)] / 1e6;
    }

    /// How many there were in the fullest second.
    int fullestSecond() {
        var seconds = new int[64];
        for (int i = 0; i < count; i++) {
            int second = (int) (values[i] / 1_000_000_000L);
            if (second >= seconds.length) seconds = Arrays.copyOf(seconds, second + 64);
            seconds[second]++;
        }
        return Arrays.stream(seconds).max().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "p50 %.1f ms, p99 %.1f ms, longest %.1f ms", at(0.5), at(0.99), at(1));
    }
}
