package io.switchhook.media.rtp;

import java.util.random.RandomGenerator;

/// How long to wait until the next RTCP packet: RFC 3550 §6.3.1 and appendix A.7.
public final class RtcpInterval {
    private static final double MINIMUM = 5;
    private static final double SENDERS_SHARE = 0.25;

    /// For reconsideration lets the interval settle below what was meant: e - 3/2.
    private static final double COMPENSATION = Math.E - 1.5;

    private final RandomGenerator random;
    private final double bandwidth;

    /// @param bandwidth of RTCP in octets per second, 5 % of the session's
    public RtcpInterval(double bandwidth, RandomGenerator random) {
        if (bandwidth <= 0) throw new IllegalArgumentException("no bandwidth");
        this.bandwidth = bandwidth;
        this.random = random;
    }

    /// A waiting time, from half to three halves of what was computed, compensated.
    ///
    /// @param members how many take part, we too
    /// @param senders how many of them sent lately
    /// @param weSent whether we did
    /// @param averageSize of RTCP packets in octets, with the headers below
    /// @param initial whether none was sent yet
    /// @return nanoseconds
    public long nanos(
            int members, int senders, boolean weSent, double averageSize, boolean initial) {
        double seconds = seconds(members, senders, weSent, averageSize, initial);
        return (long) (seconds * (random.nextDouble() + 0.5) / COMPENSATION * 1e9);
    }

    double seconds(int members, int senders, boolean weSent, double averageSize, boolean initial) {
        double share = 1;
        int sharing = members;
        if (senders <= members * SENDERS_SHARE) {
            share = weSent ? SENDERS_SHARE : 1 - SENDERS_SHARE;
            sharing = weSent ? senders : members - senders;
        }
        double computed = averageSize * sharing / (bandwidth * share);
        return Math.max(computed, initial ? MINIMUM / 2 : MINIMUM);
    }
}
