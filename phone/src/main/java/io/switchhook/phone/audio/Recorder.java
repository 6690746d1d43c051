package io.switchhook.phone.audio;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what a call sounds like into a WAV file, mono, 16 bits, second by second, so that it is a valid file whenever the
/// process dies. Frames are taken on the metronome's thread and written by a thread of its own.
///
/// It ends by itself after [#LONGEST_SECONDS], or when the disk fails.
final class Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int HEADER = 44;
    private static final int LONGEST_SECONDS = 4 * 3600;

    private final Path path;
    private final int sampleRate;
    private final RandomAccessFile file;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private ByteBuffer second;
    private int seconds;

    /// For the writer's thread.
    private boolean failed;

    /// @param file from [#open]
    Recorder(Path path, RandomAccessFile file, int sampleRate) {
        this.path = path;
        this.file = file;
        this.sampleRate = sampleRate;
        second = buffer();
    }

    /// Makes the file, or empties it.
    ///
    /// @throws IOException if it cannot be written
    static RandomAccessFile open(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        file.setLength(0);
        return file;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.allocate(2 * sampleRate).order(ByteOrder.LITTLE_ENDIAN);
    }

    void take(short[] frame) {
        for (short sample : frame) {
            if (!second.hasRemaining()) next();
            second.putShort(sample);
        }
    }

    private void next() {
        var full = second;
        second = buffer();
        if (seconds++ < LONGEST_SECONDS) writer.execute(() -> append(full.flip()));
    }

    private void append(ByteBuffer samples) {
        if (failed) return;
        try {
            long length = Math.max(HEADER, file.length());
            file.seek(length);
            file.write(samples.array(), 0, samples.limit());
            file.seek(0);
            file.write(header(length - HEADER + samples.limit()).array());
        } catch (IOException e) {
            failed = true;
            LOG.warn("the recording {} is not whole: {}", path, e.getMessage());
        }
    }

    /// RIFF, WAVE, PCM.
    private ByteBuffer header(long bytes) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'R', 'I', 'F', 'F'})
                .putInt((int) bytes + HEADER - 8)
                .put(new byte[] {'W', 'A', 'V', 'E', 'f', 'm', 't', ' '})
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(sampleRate)
                .putInt(2 * sampleRate)
                .putShort((short) 2)
                .putShort((short) 16)
                .put(new byte[] {'d', 'a', 't', 'a'})
                .putInt((int) bytes);
    }

    /// Writes the rest and closes the file, in the background.
    void close() {
        var rest = second;
        writer.execute(() -> {
            try (file) {
                append(rest.flip());
            } catch (IOException e) {
                LOG.warn("cannot close the recording {}: {}", path, e.getMessage());
            }
        });
        writer.shutdown();
    }
}
