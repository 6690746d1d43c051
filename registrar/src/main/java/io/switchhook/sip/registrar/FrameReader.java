package io.switchhook.sip.registrar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Reads what [FrameWriter] wrote. Bytes that belong to no whole frame are passed over up to the next whole one, so that
/// damage costs no more than what it touched.
final class FrameReader {
    /// Hears of the bytes that were passed over.
    interface Damage {
        /// @param at their place in the file
        void passed(long at, ByteBuffer bytes) throws IOException;
    }

    private final InputStream in;
    private final Damage damage;
    private byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;

    /// The place in the file of the buffer's first byte.
    private long base;

    FrameReader(InputStream in, Damage damage) {
        this.in = in;
        this.damage = damage;
    }

    /// Where it is in the file.
    long position() {
        return base + from;
    }

    /// Takes the line that stands here, if it begins like this and has at most 64 bytes; else nothing, and it is empty.
    String line(String beginning) throws IOException {
        need(64);
        for (int i = from; i < to && i < from + 64; i++) {
            if (buffer[i] != '\n') continue;
            String line = new String(buffer, from, i - from, StandardCharsets.ISO_8859_1);
            if (!line.startsWith(beginning)) return "";
            from = i + 1;
            return line;
        }
        return "";
    }

    /// The content of the next frame, to be read before the next call; null at the end.
    @Nullable ByteBuffer next() throws IOException {
        while (true) {
            int content = contentOfFrame();
            if (content >= 0) {
                int start = from + FrameWriter.HEAD;
                from = start + content;
                return ByteBuffer.wrap(buffer, start, content).slice();
            }
            if (!need(1)) return null;
            passOver();
        }
    }

    /// The length of the content of the whole frame that stands here, or -1.
    private int contentOfFrame() throws IOException {
        if (!need(FrameWriter.HEAD) || (buffer[from] & 0xff) != FrameWriter.MARK) return -1;
        var head = ByteBuffer.wrap(buffer, from + 1, 8);
        int content = head.getInt();
        int checksum = head.getInt();
        if (content < 0 || content > FrameWriter.LONGEST) return -1;
        if (!need(FrameWriter.HEAD + content)) return -1;
        var actual = new CRC32C();
        actual.update(buffer, from + FrameWriter.HEAD, content);
        return (int) actual.getValue() == checksum ? content : -1;
    }

    private void passOver() throws IOException {
        int next = from + 1;
        while (next < to && (buffer[next] & 0xff) != FrameWriter.MARK) next++;
        damage.passed(position(), ByteBuffer.wrap(buffer, from, next - from));
        from = next;
    }

    /// Has so many bytes in the buffer, if the file has.
    private boolean need(int bytes) throws IOException {
        if (to - from >= bytes) return true;
        if (buffer.length - from < bytes) makeRoom(bytes);
        while (to - from < bytes) {
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) return false;
            to += read;
        }
        return true;
    }

    private void makeRoom(int bytes) {
        byte[] next = bytes > buffer.length ? new byte[Math.max(bytes, 2 * buffer.length)] : buffer;
        System.arraycopy(buffer, from, next, 0, to - from);
        buffer = next;
        base += from;
        to -= from;
        from = 0;
    }
}
