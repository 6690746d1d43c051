package io.switchhook.media.rtp;

import java.util.random.RandomGenerator;

/// When the next report is due, in a session of two at most: RFC 3550 §6.3. For one thread.
final class ReportSchedule {
    private static final int UDP_AND_IP = 28;

    private final RtcpInterval interval;
    private boolean started;
    private boolean reported;
    private long lastNanos;
    private long nextNanos;
    private double averageSize = 120;

    /// @param bandwidth of RTCP in octets per second, 5 % of the session's
    ReportSchedule(double bandwidth, RandomGenerator random) {
        interval = new RtcpInterval(bandwidth, random);
    }

    /// §6.3.3: an RTCP packet came, or left.
    void passed(int octets) {
        averageSize += (octets + UDP_AND_IP - averageSize) / 16;
    }

    /// @param heard whether there is another participant
    /// @param weSent whether we did since the last report
    boolean isDue(long nanos, boolean heard, boolean weSent) {
        if (!started) {
            started = true;
            lastNanos = nanos;
            nextNanos = nanos + waiting(heard, weSent);
        }
        if (nanos - nextNanos < 0) return false;
        // §6.3.6: the interval is drawn again, for there may be more of us by now.
        long due = lastNanos + waiting(heard, weSent);
        if (due - nanos <= 0) return true;
        nextNanos = due;
        return false;
    }

    void reported(long nanos, boolean heard) {
        reported = true;
        lastNanos = nanos;
        nextNanos = nanos + waiting(heard, false);
    }

    private long waiting(boolean heard, boolean weSent) {
        int members = heard ? 2 : 1;
        int senders = (heard ? 1 : 0) + (weSent ? 1 : 0);
        return interval.nanos(members, senders, weSent, averageSize, !reported);
    }

    /// Whether the other end knows of us by a report.
    boolean hasReported() {
        return reported;
    }
}
