package io.switchhook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What all processors of the machine have done since it started, in ticks of a hundredth of a second: the first line of
/// `/proc/stat`.
///
/// @param stolen what a hypervisor gave to others
record Machine(long busy, long idle, long stolen) {
    static Machine now() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return parse(lines.findFirst().orElseThrow());
        }
    }

    /// user, nice, system, idle, iowait, irq, softirq, steal; guests are in user: proc_stat(5).
    static Machine parse(String line) {
        var fields = line.strip().split("\\s+", -1);
        long busy = 0;
        for (int i = 1; i <= 8; i++) busy += Long.parseLong(fields[i]);
        long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
        return new Machine(busy - idle, idle, Long.parseLong(fields[8]));
    }

    Machine since(Machine earlier) {
        return new Machine(busy - earlier.busy, idle - earlier.idle, stolen - earlier.stolen);
    }

    /// How many processors were busy on average with other things, in the time between two of these.
    ///
    /// @param known nanoseconds of processor time of whom we know
    /// @param nanos that passed
    double foreign(long known, long nanos) {
        return nanos <= 0 ? 0 : Math.max(0, (busy * 1e7 - known) / nanos);
    }

    /// Until others use less than [SliceResult#NOISE] of a processor.
    ///
    /// @param patience seconds to wait at most
    static void awaitQuiet(int patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
        while (System.nanoTime() < end) {
            var before = now();
            long start = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(1_500);
            var busy = now().since(before);
            if (busy.foreign(0, System.nanoTime() - start) < SliceResult.NOISE) return;
        }
    }
}
