package io.switchhook.bench;

import java.util.Map;

/// Slices that were never measured.
final class Slices {
    private static final SliceResult.Percentiles TIMES = new SliceResult.Percentiles(1, 2, 3, 4, 5);

    private Slices() {}

    /// Of 10,000 exchanges in ten seconds, each of 200 µs.
    static SliceResult slice(String server, int failed, int again, double late, double generator) {
        return slice("call", server, 0, 1000, 200, failed, again, late, generator, 0);
    }

    /// With nothing that went wrong.
    static SliceResult slice(String load, String server, int pair, double rate, double cpu) {
        return slice(load, server, pair, rate, cpu, 0, 0, 0, 0.3, 0);
    }

    static SliceResult slice(
            String load,
            String server,
            int pair,
            double rate,
            double cpu,
            int failed,
            int again,
            double late,
            double generator,
            double foreign) {
        int begun = (int) (10 * rate);
        return new SliceResult(
                load,
                server,
                pair,
                rate,
                10,
                begun,
                begun - failed,
                failed,
                Map.of(),
                again,
                0,
                cpu,
                1,
                1,
                2,
                3,
                cpu * rate / 1e6,
                generator,
                foreign,
                0,
                TIMES,
                TIMES,
                TIMES,
                new SliceResult.Percentiles(late, late, late, late, late),
                50_000_000 + pair,
                60_000_000);
    }
}
