package io.switchhook.bench;

import java.util.Map;

/// What one server did in one slice of a load.
///
/// @param pair which turn it was, from 0
/// @param rate exchanges a second that were asked for
/// @param done exchanges that ended as they should; the others failed
/// @param retransmissions of callers and callees
/// @param cpu microseconds of processor time for each exchange that was done: all threads and processes of the server
/// @param user the part of it outside of the kernel, in ticks and so less exact, as is `system`
/// @param compiler the part of the compiler of a virtual machine, which falls with the age of a server
/// @param collector the part of its garbage collector
/// @param serverCores processors that the server kept busy, as `generatorCores` and `foreignCores`, which is everybody else
/// @param stolen seconds of processor time that a hypervisor gave to others
/// @param setUp from the first request to the final answer; of a call with 10 ms of ringing
/// @param ringing from the first INVITE to the 180
/// @param late how much later than due exchanges began
record SliceResult(
        String load,
        String server,
        int pair,
        double rate,
        double seconds,
        int begun,
        int done,
        int failed,
        Map<String, Integer> failures,
        int retransmissions,
        int strays,
        double cpu,
        double user,
        double system,
        double compiler,
        double collector,
        double serverCores,
        double generatorCores,
        double foreignCores,
        double stolen,
        Percentiles setUp,
        Percentiles ringing,
        Percentiles ending,
        Percentiles late,
        long pssBytes,
        long rssBytes) {

    /// With more than this of other work on the machine a slice says little.
    static final double NOISE = 0.25;

    /// In milliseconds.
    record Percentiles(double p50, double p95, double p99, double p999, double longest) {
        static Percentiles of(StormTimes times) {
            return new Percentiles(
                    times.at(0.5), times.at(0.95), times.at(0.99), times.at(0.999), times.at(1));
        }
    }

    boolean isNoisy() {
        return foreignCores > NOISE;
    }

    /// The server, or the generator, could not follow: what was measured is not the price of an exchange.
    boolean isOverloaded() {
        return failed > begun * 0.001
                || retransmissions > begun * 0.005
                || done < rate * seconds * 0.5 && seconds > 5
                || late.p99 > 100;
    }
}
