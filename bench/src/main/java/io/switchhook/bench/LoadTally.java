package io.switchhook.bench;

import java.util.Map;
import java.util.TreeMap;

/// What became of the exchanges of one slice of a load. For the thread of [LoadLoop], or when that has ended.
final class LoadTally {
    /// From the first request to its final answer, with a challenge between and, of a call, the ringing.
    final StormTimes setUp = new StormTimes();

    /// From the first INVITE to the 180.
    final StormTimes ringing = new StormTimes();

    /// From the BYE to its 200.
    final StormTimes ending = new StormTimes();

    /// How much later than due an exchange began, which is the generator's own fault.
    final StormTimes late = new StormTimes();

    /// By what came instead of what should.
    final Map<String, Integer> failures = new TreeMap<>();

    int begun;
    int done;

    /// Requests, or an answer of a callee to an INVITE, that were sent again.
    int retransmissions;

    /// Messages that came though nobody waited for them.
    int strays;

    void failed(String reason) {
        failures.merge(reason, 1, Integer::sum);
    }

    int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    int over() {
        return done + failed();
    }
}
