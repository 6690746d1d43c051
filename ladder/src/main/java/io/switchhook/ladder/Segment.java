package io.switchhook.ladder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/// A file of entries that is only ever appended to. Readable for its owner only.
///
/// ```
/// "SWLADDER" version(8)  nanos(64) seconds(64) nanoOfSecond(32)      what the times of the entries mean
/// { length(32) CRC-32C(32) entry }*                                  up to the first that is not whole
/// ```
final class Segment implements AutoCloseable {
    private static final byte[] MAGIC =
            "SWLADDER\1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int HEAD = MAGIC.length + 2 * Long.BYTES + Integer.BYTES;
    private static final int LONGEST = 4 * Tape.LONGEST_ENTRY;
    private static final int BUFFER = 256 * 1024;

    private final FileChannel channel;
    private final byte[] form = new byte[LONGEST];
    private final Ink ink = new Ink(form);
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long length;

    private Segment(FileChannel channel) {
        this.channel = channel;
    }

    /// Makes a new file.
    static Segment create(Path file, Timeline timeline) throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        owner);
        var segment = new Segment(channel);
        segment.buffer
                .put(MAGIC)
                .putLong(timeline.nanos())
                .putLong(timeline.instant().getEpochSecond())
                .putInt(timeline.instant().getNano());
        segment.flush();
        return segment;
    }

    long length() {
        return length + buffer.position();
    }

    void append(Entry entry) throws IOException {
        ink.moveTo(0);
        write(entry);
        int size = ink.position();
        if (buffer.remaining() < size + 2 * Integer.BYTES) flush();
        buffer.putInt(size).putInt(checksum(form, 0, size)).put(form, 0, size);
    }

    private void write(Entry entry) {
        switch (entry.what()) {
            case Entry.Received(var path, var bytes, int whole) ->
                    message(Tape.RECEIVED, entry, path, bytes, whole);
            case Entry.Sent(var path, var bytes, int whole) ->
                    message(Tape.SENT, entry, path, bytes, whole);
            case Entry.Remarked(var remark) -> {
                ink.octet(Tape.REMARKED).number(entry.nanos()).number(entry.key());
                RemarkForm.write(remark, ink);
            }
        }
    }

    private void message(
            int kind, Entry entry, io.switchhook.ladder.Path path, byte[] bytes, int whole) {
        int kept = Math.min(bytes.length, Tape.LONGEST_ENTRY);
        ink.octet(kind).number(entry.nanos()).number(entry.key());
        ink.path(path).number(whole).number(kept).octets(bytes, 0, kept);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        var sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    /// Hands what was appended to the operating system: it is there when this process is killed.
    void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) length += channel.write(buffer);
        } finally {
            buffer.clear();
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
        }
    }

    /// The entries that are whole, with their times on another timeline; none of a file that is no segment.
    static List<Entry> read(Path file, Timeline timeline) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        var entries = new ArrayList<Entry>();
        if (bytes.length < HEAD
                || !java.util.Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length))
            return entries;
        var in = ByteBuffer.wrap(bytes).position(MAGIC.length);
        var written =
                new Timeline(
                        in.getLong(), Instant.ofEpochSecond(in.getLong()).plusNanos(in.getInt()));
        while (in.remaining() >= 2 * Integer.BYTES) {
            int size = in.getInt();
            int sum = in.getInt();
            int from = in.position();
            if (size <= 0 || size > in.remaining() || checksum(bytes, from, size) != sum) break;
            var entry = Tape.entry(new Eye(bytes, from));
            entries.add(
                    new Entry(
                            timeline.translate(entry.nanos(), written), entry.key(), entry.what()));
            in.position(from + size);
        }
        return entries;
    }
}
