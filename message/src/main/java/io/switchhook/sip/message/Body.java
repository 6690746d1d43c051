package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The body of a message, carried and never looked into: RFC 3261 §7.4.
public final class Body {
    public static final Body EMPTY = new Body(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int start;
    private final int end;

    private Body(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /// A window on an array that nobody changes any more.
    public static Body of(byte[] bytes, int start, int end) {
        return start == end ? EMPTY : new Body(bytes, start, end);
    }

    public static Body of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    void writeTo(ByteSink out) {
        out.put(bytes, start, end);
    }

    @Override
    public String toString() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
