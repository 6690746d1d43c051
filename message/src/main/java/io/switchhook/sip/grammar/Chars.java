package io.switchhook.sip.grammar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The character classes of RFC 3261 §25.1, one table look-up each.
public final class Chars {
    static final byte TOKEN = 1;
    private static final byte DIGIT = 2;
    private static final byte HEX = 4;
    private static final byte ALPHA = 8;
    private static final byte UNRESERVED = 16;
    static final byte USER = 32;
    static final byte PARAMETER = 64;
    static final int HOST = 128;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final byte[] CLASS = new byte[256];

    static {
        for (int c = '0'; c <= '9'; c++) mark(c, DIGIT | HEX);
        for (int c = 'a'; c <= 'z'; c++) mark(c, ALPHA);
        for (int c = 'A'; c <= 'Z'; c++) mark(c, ALPHA);
        for (char c : "abcdefABCDEF".toCharArray()) mark(c, HEX);
        for (int c = 0; c < 256; c++) {
            if ((CLASS[c] & (DIGIT | ALPHA)) != 0)
                mark(c, TOKEN | UNRESERVED | USER | PARAMETER | HOST);
        }
        markAll("-.!%*_+`'~", TOKEN);
        markAll("-_.!~*'()", UNRESERVED);
        markAll("-_.!~*'()&=+$,;?/", USER);
        markAll("-.", HOST);
        markAll("-_.!~*'()%[]/:&+$", PARAMETER);
    }

    private Chars() {}

    private static void mark(int c, int bits) {
        CLASS[c] |= (byte) bits;
    }

    private static void markAll(String all, int bits) {
        for (char c : all.toCharArray()) mark(c, bits);
    }

    static boolean is(int c, int bits) {
        return c >= 0 && c < 256 && (CLASS[c] & bits) != 0;
    }

    /// `token`: what names, methods and most parameter values are made of.
    public static boolean isToken(int c) {
        return is(c, TOKEN);
    }

    public static boolean isDigit(int c) {
        return is(c, DIGIT);
    }

    public static boolean isHex(int c) {
        return is(c, HEX);
    }

    public static boolean isAlpha(int c) {
        return is(c, ALPHA);
    }

    /// `unreserved`: what means the same escaped or not.
    public static boolean isUnreserved(int c) {
        return is(c, UNRESERVED);
    }

    /// `paramchar` of a URI parameter.
    public static boolean isParameter(int c) {
        return is(c, PARAMETER);
    }

    /// White space as it may stand inside a folded header field value (`LWS`).
    public static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /// An ASCII letter in lower case; any other character as it is.
    public static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /// The value of a hexadecimal digit.
    public static int hexValue(int c) {
        return c <= '9' ? c - '0' : lower(c) - 'a' + 10;
    }

    /// The first byte at or behind `from` that is CR, LF or another below 14, or `end`. Looks at eight bytes at a
    /// time: half the time of parsing was this search.
    public static int control(byte[] bytes, int from, int end) {
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

    /// The first of an ASCII character at or behind `from`, or `end`; eight bytes at a time.
    public static int indexOf(byte[] bytes, int from, int end, char c) {
        long pattern = c * ONES;
        int at = from;
        for (; at + 8 <= end; at += 8) {
            long zeroWhereFound = (long) LONG.get(bytes, at) ^ pattern;
            long found = zeroWhereFound - ONES & ~zeroWhereFound & HIGH_BITS;
            if (found != 0) return at + (Long.numberOfTrailingZeros(found) >>> 3);
        }
        while (at < end && bytes[at] != c) at++;
        return at;
    }

    /// Eight bytes at `from` as one number, or `length` of them if that is less; the first one is the lowest.
    public static long packed(byte[] bytes, int from, int length) {
        if (length >= 8) return (long) LONG.get(bytes, from);
        if (from + 8 <= bytes.length)
            return (long) LONG.get(bytes, from) & (1L << Byte.SIZE * length) - 1;
        long packed = 0;
        for (int i = from + length - 1; i >= from; i--)
            packed = packed << Byte.SIZE | bytes[i] & 0xff;
        return packed;
    }

    /// Undoes `%HH` escapes (RFC 3261 §19.1.2, once and not recursively); a `%` that is no escape stays.
    public static String unescape(String text) {
        if (text.indexOf('%') < 0) return text;
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%' && i + 2 < in.length && isHex(in[i + 1]) && isHex(in[i + 2])) {
                out[length++] = (byte) (hexValue(in[i + 1]) << 4 | hexValue(in[i + 2]));
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
