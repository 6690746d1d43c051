package io.switchhook.sip.transport;

/// When a shard does not look for the next datagram at once, and for how long.
///
/// To be put to sleep and woken costs several times what a datagram costs, and what is done cold costs twice what it costs again and
/// again; what a rested shard answers leaves together too. So while datagrams come one upon the other it rests until about
/// [#WANTED] have come. One that has little to do notices nothing of it, nor does a peer that waits for each answer before it
/// asks again; one that has too much never rests.
final class Rest {
    static final int WANTED = 16;

    /// To be woken for fewer costs as much as not to rest.
    static final int FEWEST = 4;

    /// In nanoseconds: so much later a message is at most.
    static final long LONGEST = 2_000_000;

    private int datagrams;
    private long countedFrom;

    /// The nanoseconds from one datagram to the next, smoothed.
    private long interval = LONGEST;

    /// @param now in nanoseconds, as all times
    Rest(long now) {
        this.countedFrom = now;
    }

    /// So many datagrams came.
    void received(int count) {
        datagrams += count;
    }

    /// Whether datagrams came since it was asked for the last rest.
    boolean ended() {
        return datagrams > 0;
    }

    /// How long to rest from now on, in nanoseconds; 0 if datagrams come too rarely for it.
    long due(long now) {
        if (datagrams > 0) {
            long last = Math.min((now - countedFrom) / datagrams, LONGEST);
            interval += (last - interval) / 4;
            countedFrom = now;
            datagrams = 0;
        } else if (now - countedFrom > LONGEST) {
            return 0; // something else than datagrams keeps the shard busy
        }
        return FEWEST * interval <= LONGEST ? Math.min(WANTED * interval, LONGEST) : 0;
    }
}
