package io.switchhook.sip.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks for the ends of lines, eight bytes at a time: half the time of parsing is this search.
final class Lines {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Lines() {}

    /// The first byte at or behind `from` that is CR, LF or another below 14, or `end`.
    static int control(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long eight = (long) LONG.get(bytes, at);
            // The high bit of each byte below 14. A borrow may mark a higher byte too, never a
            // lower one.
            long below = eight - ONES * 14 & ~eight & HIGH_BITS;
            if (below != 0) return at + (Long.numberOfTrailingZeros(below) >>> 3);
        }
        while (at < end && (bytes[at] > '\r' || bytes[at] < 0)) at++;
        return at;
    }
}
