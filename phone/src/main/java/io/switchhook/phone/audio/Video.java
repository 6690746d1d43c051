package io.switchhook.phone.audio;

import io.switchhook.media.rtp.VideoQuality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// The pictures of one call, from its first offer to its end. Thread-safe; nothing here waits.
public interface Video {
    /// On a thread of the pictures; must not wait.
    interface Listener {
        /// Nothing can be shown before a whole picture comes, and reports did not bring one: it may be asked for by signaling
        /// (RFC 5168).
        void keyFrameNeeded();
    }

    /// The port that packets are expected at; reports at the next one.
    int port();

    /// What was agreed on, now or anew.
    void connect(VideoLink link);

    /// There are no pictures in the call any more, until [#connect].
    void pause();

    /// What is shown from now on.
    void show(Picture picture);

    /// The next picture needs none before it: the other end has asked for it by signaling.
    void keyFrame();

    /// Writes what comes into a file of H.264 (ITU-T H.264 annex B), until [#stopRecording] or the end of the call.
    ///
    /// @throws IOException if the file cannot be written
    void record(Path file) throws IOException;

    void stopRecording();

    /// How the pictures were until now; nothing before they were connected.
    CompletableFuture<VideoQuality> quality();

    /// Ends it.
    void close();
}
