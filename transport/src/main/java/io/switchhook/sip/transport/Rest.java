package io.switchhook.sip.transport;

/// When a shard does not look for the next datagram at once, and for how long.
///
/// To be put to sleep and woken costs several times what a datagram costs, and what is done cold costs twice what it costs again and
/// again; what a rested shard answers leaves together too. So while datagrams come one upon the other it rests until some have
/// come: dozens where it is idle for most of its time, some where it is busy for a quarter. One that is busy for more finds some
/// together by itself, and its callers wait long enough for each other: it does not rest. One that has little to do notices
/// nothing of it, nor does a peer that waits for each answer before it asks again.
///
/// Times are in nanoseconds.
final class Rest {
    /// So much later a message is at most.
    static final long LONGEST = 4_000_000;

    /// To be woken for fewer than this in the longest rest costs as much as not to rest.
    static final int FEWEST = 4;

    /// Whoever sleeps wakes up about as late as this.
    static final long SHORTEST = 100_000;

    /// Where datagrams come half as often as this, four are waited for, and where they come a quarter as often, sixteen.
    static final long BRISK = 24_000;

    /// After this nobody knows how often datagrams come.
    private static final long SILENCE = 20_000_000;

    /// The interval is that of about so many datagrams, and nobody rests who has not seen as many: datagrams come in bursts, and
    /// one that comes alone says little.
    private static final int MEMORY = 64;

    private int datagrams;
    private long countedFrom;

    /// From one datagram to the next, smoothed.
    private long interval;

    /// Of how many datagrams the interval is known.
    private int known;

    /// The rest that was due last.
    private long last;

    Rest(long now) {
        this.countedFrom = now;
    }

    /// So many datagrams came.
    void received(int count) {
        datagrams += count;
    }

    /// Whether datagrams came since the rest.
    boolean ended() {
        return datagrams > 0;
    }

    /// How long to rest from now on; 0 if datagrams come too rarely for it, or something else keeps the shard busy. What was worked
    /// counts as rest, since more has come meanwhile: who is late already must not be later.
    ///
    /// @param worked since datagrams were looked for
    long due(long now, long worked) {
        if (datagrams == 0 && now - countedFrom > LONGEST) return 0;
        if (datagrams > 0) smooth(now);
        if (known < MEMORY || FEWEST * interval > LONGEST) return last = 0;
        long due = Math.min(interval * interval / BRISK * interval / BRISK, LONGEST);
        last = due < SHORTEST ? 0 : due;
        return Math.max(0, last - worked);
    }

    private void smooth(long now) {
        long passed = Math.min((now - countedFrom) / datagrams, LONGEST);
        boolean isWorthIt = now - countedFrom < SILENCE && (last < LONGEST || datagrams >= FEWEST);
        if (!isWorthIt) known = 0;
        interval += (passed - interval) * datagrams / (known + datagrams);
        known = Math.min(known + datagrams, MEMORY);
        countedFrom = now;
        datagrams = 0;
    }
}
