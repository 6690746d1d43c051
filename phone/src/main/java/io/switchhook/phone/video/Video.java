package io.switchhook.phone.video;

import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.video.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The video of one call, from its first offer to its end. Thread-safe; nothing here waits.
public interface Video {
    /// What it needs of the call. On a thread of the video; must not wait.
    interface Listener {
        /// Nothing can be shown before a key frame comes, and RTCP cannot ask for one: signaling may. Told again, once a second,
        /// for as long as that is so.
        void keyFrameNeeded();
    }

    /// The port that packets are expected at; reports at the next one.
    int port();

    /// What was agreed on, now or anew.
    void connect(VideoLink link);

    /// Nothing is agreed on any more, for now.
    void disconnect();

    /// Sends pictures again and again from now on, whenever their encoding is agreed on; else it is a test picture.
    ///
    /// @param pictures the first of them a key frame, as [io.switchhook.media.video.PictureFile#read] gives them
    void show(List<? extends Picture> pictures);

    /// Writes what comes, as [io.switchhook.media.video.PictureFile] has it, from the next key frame on, until [#stopRecording] or the end of the call.
    ///
    /// @throws IOException if the file cannot be written
    void record(Path file) throws IOException;

    void stopRecording();

    /// The other end needs a key frame.
    void keyFrame();

    /// How the video was until now; nothing before it was connected.
    CompletableFuture<VideoQuality> quality();

    /// Ends it.
    void close();
}
