package io.switchhook.media.rtp;

import java.util.OptionalDouble;

/// What the other end last said of that which it hears of us: RFC 3550 §6.4.1. For one thread.
final class FarReport {
    private OptionalDouble lossPercent = OptionalDouble.empty();
    private OptionalDouble roundTripMillis = OptionalDouble.empty();
    private int jitterTicks;
    private int lost;

    /// The round trip is what passed since our report less what the other end held it.
    ///
    /// @param ntp now
    void take(ReportBlock report, long ntp) {
        lossPercent = OptionalDouble.of(report.fractionLost() * 100 / 256.0);
        jitterTicks = report.jitter();
        lost = report.lost();
        if (report.lastSenderReport() == 0) return;
        int trip = (int) (ntp >>> 16) - report.lastSenderReport() - report.delay();
        if (trip >= 0) roundTripMillis = OptionalDouble.of(trip * 1000 / 65536.0);
    }

    OptionalDouble lossPercent() {
        return lossPercent;
    }

    OptionalDouble roundTripMillis() {
        return roundTripMillis;
    }

    /// @param clockRate of what we send
    OptionalDouble jitterMillis(int clockRate) {
        return lossPercent.isEmpty()
                ? lossPercent
                : OptionalDouble.of(1000.0 * Integer.toUnsignedLong(jitterTicks) / clockRate);
    }

    /// Packets that did not arrive there since the beginning; negative if there were more duplicates.
    int lost() {
        return lost;
    }
}
