package io.switchhook.bench;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of the phones of one loop since the server was ready. For the thread of the loop.
final class StormTally {
    /// From the beginning to the 200 of each phone.
    final StormTimes back = new StormTimes();

    /// From the first REGISTER to the 200, with the challenge and all that went wrong between.
    final StormTimes overUdp = new StormTimes();

    final StormTimes overTls = new StormTimes();

    /// From the first SYN.
    final StormTimes handshakes = new StormTimes();

    /// From the beginning to the end of each.
    final StormTimes handshakeEnds = new StormTimes();

    final Map<String, Integer> failures = new TreeMap<>();
    int unavailable;

    /// In milliseconds, as a 503 asked for, with what the phone added.
    long longestWait;

    int retransmissions;
    int lost;
    private final long begin = System.nanoTime();

    void handshake(long start) {
        long now = System.nanoTime();
        handshakes.add(now - start);
        handshakeEnds.add(now - begin);
    }

    void registered(StormLine line, long start) {
        long now = System.nanoTime();
        back.add(now - begin);
        (line.isReliable() ? overTls : overUdp).add(now - start);
    }

    /// How many phones are registered now.
    int present() {
        return back.count() - lost;
    }

    void unavailable(long wait) {
        unavailable++;
        longestWait = Math.max(longestWait, wait);
    }

    void failed(@Nullable Throwable cause) {
        failures.merge(cause == null ? "no answer, or a refusal" : reason(cause), 1, Integer::sum);
    }

    private static String reason(Throwable cause) {
        return cause.getClass().getSimpleName();
    }
}
