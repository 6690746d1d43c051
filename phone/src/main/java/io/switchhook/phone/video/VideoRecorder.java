package io.switchhook.phone.video;

import io.switchhook.media.video.AccessUnit;
import io.switchhook.media.video.AnnexB;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the pictures of a call as an H.264 byte stream, picture by picture, so that what is there can be played whenever the
/// process dies. Pictures are taken on the metronome's thread and written by a thread of its own.
///
/// It begins with a key frame. Where the disk is slower than the pictures, some are left out, up to the next key frame. It ends
/// by itself after [#LONGEST], or when the disk fails.
final class VideoRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(VideoRecorder.class);
    private static final long LONGEST = 2L << 30;
    private static final long MOST_QUEUED = 8 << 20;

    private final Path path;
    private final OutputStream file;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final AtomicLong queued = new AtomicLong();
    private boolean begun;
    private long length;

    /// For the writer's thread.
    private boolean failed;

    /// @param file from [#open]
    VideoRecorder(Path path, OutputStream file) {
        this.path = path;
        this.file = file;
    }

    /// Makes the file, or empties it.
    ///
    /// @throws IOException if it cannot be written
    static OutputStream open(Path path) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(path));
    }

    void take(AccessUnit picture) {
        begun |= picture.isKeyFrame();
        if (!begun) return;
        long size = size(picture);
        if (queued.get() + size > MOST_QUEUED || length + size > LONGEST) {
            begun = false;
            return;
        }
        length += size;
        queued.addAndGet(size);
        writer.execute(() -> append(picture, size));
    }

    private static long size(AccessUnit picture) {
        return picture.units().stream().mapToLong(unit -> unit.octets().length + 4).sum();
    }

    private void append(AccessUnit picture, long size) {
        try {
            if (failed) return;
            AnnexB.write(picture, file);
            file.flush();
        } catch (IOException e) {
            failed = true;
            LOG.warn("the recording {} is not whole: {}", path, e.getMessage());
        } finally {
            queued.addAndGet(-size);
        }
    }

    /// Closes the file, in the background.
    void close() {
        writer.execute(() -> {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("cannot close the recording {}: {}", path, e.getMessage());
            }
        });
        writer.shutdown();
    }
}
