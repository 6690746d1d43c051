package io.switchhook.media.srtp;

/// Which of the last 128 indices were received: RFC 3711 §3.3.2.
final class ReplayWindow {
    private static final int SIZE = 128;

    private long newest = -1;

    /// Bit n of the first is the index n below the newest, of the second 64 + n.
    private long recent;

    private long older;

    long newest() {
        return newest;
    }

    boolean isNew(long index) {
        if (index > newest) return true;
        long behind = newest - index;
        if (behind >= SIZE) return false;
        return ((behind < 64 ? recent >>> behind : older >>> behind - 64) & 1) == 0;
    }

    /// Only for one that is authentic, so that a forger cannot move the window.
    void accept(long index) {
        if (index > newest) {
            shift(index - newest);
            newest = index;
        }
        long behind = newest - index;
        if (behind < 64) recent |= 1L << behind;
        else older |= 1L << behind - 64;
    }

    private void shift(long by) {
        if (by >= SIZE) {
            recent = 0;
            older = 0;
        } else if (by >= 64) {
            older = recent << by - 64;
            recent = 0;
        } else {
            older = older << by | recent >>> 64 - by;
            recent <<= by;
        }
    }
}
