package io.switchhook.ladder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32C;

/// A file of entries that is only ever appended to. Readable for its owner only.
///
/// ```
/// "SWLADDER" version(8)  nanos(64) seconds(64) nanoOfSecond(32)      what the times of the entries mean
/// { length(32) CRC-32C(32) frames }*                                 up to the first that is not whole
/// ```
final class Segment implements AutoCloseable {
    static final int HEAD = 9 + 2 * Long.BYTES + Integer.BYTES;

    /// What a chunk is longer than its frames.
    static final int CHUNK_HEAD = 2 * Integer.BYTES;

    /// No chunk is longer: with one that is damaged no more is lost.
    static final int CHUNK = 64 * 1024;

    private static final byte[] MAGIC =
            "SWLADDER\2".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Path file;
    private final FileChannel channel;
    private long length;

    private Segment(Path file, FileChannel channel) {
        this.file = file;
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
        var segment = new Segment(file, channel);
        try {
            segment.write(
                    ByteBuffer.allocate(HEAD)
                            .put(MAGIC)
                            .putLong(timeline.nanos())
                            .putLong(timeline.instant().getEpochSecond())
                            .putInt(timeline.instant().getNano())
                            .flip());
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
        return segment;
    }

    Path file() {
        return file;
    }

    /// In bytes, as the file has them.
    long length() {
        return length;
    }

    /// Hands frames to the operating system: they are there when this process is killed.
    ///
    /// @param length of whole frames, [#CHUNK] at most
    void append(byte[] frames, int from, int length) throws IOException {
        write(
                ByteBuffer.allocate(CHUNK_HEAD + length)
                        .putInt(length)
                        .putInt(checksum(frames, from, length))
                        .put(frames, from, length)
                        .flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) length += channel.write(bytes);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        var sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// @param newest when the last entry was made
    void close(Instant newest) throws IOException {
        close();
        Files.setLastModifiedTime(file, FileTime.from(newest));
    }

    /// The chosen ones of those that are whole, with their times on another timeline; none of a file that is no segment, or not
    /// there any more.
    static Frames read(Path file, Timeline timeline, Frames.Choice choice) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new Frames(0);
        }
        var frames = new Frames(choice == Frames.Choice.ALL ? bytes.length : 0);
        if (bytes.length < HEAD || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length))
            return frames;
        var in = ByteBuffer.wrap(bytes).position(MAGIC.length);
        var written =
                new Timeline(
                        in.getLong(), Instant.ofEpochSecond(in.getLong()).plusNanos(in.getInt()));
        while (in.remaining() >= CHUNK_HEAD) {
            int size = in.getInt();
            int sum = in.getInt();
            int from = in.position();
            if (size <= 0 || size > in.remaining() || checksum(bytes, from, size) != sum) break;
            Frames.translate(bytes, from, from + size, written, timeline);
            frames.addFrom(bytes, from, from + size, choice);
            in.position(from + size);
        }
        return frames;
    }
}
