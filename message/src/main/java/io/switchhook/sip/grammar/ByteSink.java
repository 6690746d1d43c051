package io.switchhook.sip.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of bytes that messages are written into. Reused by its owner; not thread-safe.
public final class ByteSink {
    /// Up to here a loop over the characters is no slower than the copy that String makes, and makes no garbage.
    private static final int COPIED_BY_CHARACTER = 64;

    private byte[] bytes;
    private int length;

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    public ByteSink put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    public ByteSink put(byte[] source, int start, int end) {
        reserve(end - start);
        System.arraycopy(source, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    public ByteSink put(byte[] source) {
        return put(source, 0, source.length);
    }

    /// Text in UTF-8.
    public ByteSink put(String text) {
        int n = text.length();
        if (n > COPIED_BY_CHARACTER) return putEncoded(text);
        reserve(n);
        byte[] to = bytes;
        int at = length;
        int others = 0;
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            others |= c;
            to[at + i] = (byte) c;
        }
        if (others >= 0x80) return putEncoded(text);
        length = at + n;
        return this;
    }

    private ByteSink putEncoded(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return put(encoded, 0, encoded.length);
    }

    /// A number in decimal digits.
    public ByteSink put(long number) {
        if (number < 0) return put(Long.toString(number));
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) digits++;
        reserve(digits);
        length += digits;
        int at = length;
        long rest = number;
        for (; digits > 0; digits--, rest /= 10) bytes[--at] = (byte) ('0' + rest % 10);
        return this;
    }

    /// The end of a line: CR LF.
    public ByteSink crlf() {
        reserve(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    /// Makes spaces of every CR and LF put since the sink had this length, so that it is one line.
    public ByteSink flatten(int from) {
        for (int i = Chars.control(bytes, from, length);
                i < length;
                i = Chars.control(bytes, i + 1, length)) {
            if (bytes[i] == '\r' || bytes[i] == '\n') bytes[i] = ' ';
        }
        return this;
    }

    /// How many bytes were put since the start or the last [#clear].
    public int length() {
        return length;
    }

    /// The array written into; only the first [#length] bytes count, and only until the next `put`.
    public byte[] array() {
        return bytes;
    }

    /// A copy of what was put.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public ByteSink clear() {
        length = 0;
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
