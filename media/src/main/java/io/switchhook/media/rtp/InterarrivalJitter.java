package io.switchhook.media.rtp;

/// How unevenly packets arrive, compared with how they were sent: RFC 3550 §6.4.1 and appendix A.8. For one source and
/// one thread.
public final class InterarrivalJitter {
    private int clockRate;
    private int transit;

    /// In sixteenths.
    private long jitter;

    /// Takes a packet. Where the clock is another one, timestamps cannot be compared, and the figure goes on from what it
    /// was in time.
    ///
    /// @param clockRate of the timestamp in Hz
    /// @param nanos when it came, by a clock with any beginning
    public void update(int timestamp, int clockRate, long nanos) {
        boolean comparable = clockRate == this.clockRate;
        if (!comparable) clock(clockRate);
        int now = ticks(nanos) - timestamp;
        int difference = now - transit;
        transit = now;
        if (!comparable) return;
        // A jump of the source's timestamps says nothing about the network.
        long size = Math.min(Math.abs((long) difference), 10L * clockRate);
        jitter += size - (jitter + 8 >> 4);
    }

    private void clock(int rate) {
        if (clockRate > 0) jitter = jitter * rate / clockRate;
        clockRate = rate;
    }

    private int ticks(long nanos) {
        long seconds = nanos / 1_000_000_000;
        return (int) (seconds * clockRate + nanos % 1_000_000_000 * clockRate / 1_000_000_000);
    }

    /// The mean deviation in units of the timestamp.
    public int ticks() {
        return (int) (jitter >> 4);
    }

    public double milliseconds() {
        return clockRate == 0 ? 0 : 1000.0 * jitter / 16 / clockRate;
    }
}
