package io.switchhook.sip.registrar;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Records as they stand in a file, gathered until they are written together.
///
/// ```
///   frame  = mark (0xF5) length (4 bytes) checksum (CRC-32C of the content, 4 bytes) content
/// ```
///
/// Numbers are big-endian. The mark is a byte that UTF-8 never has, so that a text from the network cannot pretend to be
/// a frame when a damaged file is searched for the next one.
final class FrameWriter {
    static final int MARK = 0xf5;
    static final int HEAD = 9;

    /// The longest content. A hundred bindings with the longest values that pass by default need half of it.
    static final int LONGEST = 1 << 24;

    private byte[] bytes = new byte[1 << 14];
    private int length;
    private int start;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        if (bytes.length > 1 << 17) bytes = new byte[1 << 14];
    }

    ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    void begin() {
        start = length;
        room(HEAD);
        length += HEAD;
    }

    /// @return whether the frame was short enough; a longer one is left out
    boolean end() {
        int content = length - start - HEAD;
        if (content > LONGEST) {
            abandon();
            return false;
        }
        var checksum = new CRC32C();
        checksum.update(bytes, start + HEAD, content);
        ByteBuffer.wrap(bytes)
                .put(start, (byte) MARK)
                .putInt(start + 1, content)
                .putInt(start + 5, (int) checksum.getValue());
        return true;
    }

    /// Leaves out the frame that was begun.
    void abandon() {
        length = start;
    }

    /// A place for a length that is known later.
    ///
    /// @return to be given to [#fill]
    int reserve() {
        room(4);
        length += 4;
        return length;
    }

    void fill(int place) {
        ByteBuffer.wrap(bytes).putInt(place - 4, length - place);
    }

    void put(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void putInt(int value) {
        room(4);
        ByteBuffer.wrap(bytes).putInt(length, value);
        length += 4;
    }

    void putLong(long value) {
        room(8);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += 8;
    }

    /// With its length before it.
    void put(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    /// With their length before them.
    void put(byte[] value) {
        putInt(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void room(int more) {
        if (bytes.length - length >= more) return;
        bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
}
