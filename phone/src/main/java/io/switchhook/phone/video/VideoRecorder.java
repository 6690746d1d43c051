package io.switchhook.phone.video;

import io.switchhook.media.video.Picture;
import io.switchhook.media.video.PictureFile;
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

/// Writes the pictures of a call into a file, picture by picture, so that what is there can be played whenever the
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
    private final PictureFile pictures;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final AtomicLong queued = new AtomicLong();
    private boolean begun;
    private long length;
    private long beginning;

    /// For the writer's thread.
    private boolean failed;

    /// @param file from [#open]
    VideoRecorder(Path path, OutputStream file) {
        this.path = path;
        this.file = file;
        pictures = new PictureFile(file);
    }

    /// Makes the file, or empties it.
    ///
    /// @throws IOException if it cannot be written
    static OutputStream open(Path path) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(path));
    }

    /// @param nanos when it came, by a clock with any beginning
    void take(Picture picture, long nanos) {
        if (length == 0) beginning = nanos;
        begun |= picture.isKeyFrame();
        if (!begun) return;
        long size = picture.length();
        if (queued.get() + size > MOST_QUEUED || length + size > LONGEST) {
            begun = false;
            return;
        }
        length += size;
        queued.addAndGet(size);
        long millis = (nanos - beginning) / 1_000_000;
        writer.execute(() -> append(picture, millis));
    }

    private void append(Picture picture, long millis) {
        try {
            if (failed) return;
            pictures.write(picture, millis);
            file.flush();
        } catch (IOException e) {
            failed = true;
            LOG.warn("the recording {} is not whole: {}", path, e.getMessage());
        } finally {
            queued.addAndGet(-picture.length());
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
