package io.switchhook.sip.auth;

import java.util.concurrent.atomic.AtomicLong;

/// Which counts of one nonce were used: the highest in the upper half of a long, and in the lower half a bit for it and
/// for each of the 31 below, as the anti-replay window of RFC 4303 §3.4.3 has it.
final class NonceCounts {
    static final long MAX = 0xffff_ffffL;
    private static final int WIDTH = 32;

    private NonceCounts() {}

    /// Uses a count.
    ///
    /// @return false if it was used before or is too old to tell
    static boolean use(AtomicLong window, long count) {
        while (true) {
            long before = window.get();
            long after = used(before, count);
            if (after == before) return false;
            if (window.compareAndSet(before, after)) return true;
        }
    }

    private static long used(long window, long count) {
        long highest = window >>> WIDTH;
        long bits = window & MAX;
        if (count > highest) {
            long ahead = count - highest;
            long shifted = ahead < WIDTH ? bits << ahead & MAX : 0;
            return count << WIDTH | shifted | 1;
        }
        long behind = highest - count;
        return behind < WIDTH ? window | 1L << behind : window;
    }
}
