package io.switchhook.phone;

import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.video.AccessUnit;
import io.switchhook.phone.video.Video;
import io.switchhook.phone.video.VideoLink;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Video that nobody sees.
record Blank(int port) implements Video {
    @Override
    public void connect(VideoLink link) {}

    @Override
    public void disconnect() {}

    @Override
    public void show(List<AccessUnit> pictures) {}

    @Override
    public void record(Path file) {}

    @Override
    public void stopRecording() {}

    @Override
    public void keyFrame() {}

    @Override
    public CompletableFuture<VideoQuality> quality() {
        return new CompletableFuture<>();
    }

    @Override
    public void close() {}
}
