package io.switchhook.phone;

import io.switchhook.media.rtp.VideoQuality;
import io.switchhook.media.video.Picture;
import io.switchhook.phone.video.Video;
import io.switchhook.phone.video.VideoLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Video that nobody sees: it writes down what it is told.
final class Blank implements Video {
    final Listener listener;
    final List<VideoLink> links = new ArrayList<>();
    int keyFrames;
    private final int port;

    Blank(int port, Listener listener) {
        this.port = port;
        this.listener = listener;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void connect(VideoLink link) {
        links.add(link);
    }

    @Override
    public void disconnect() {}

    @Override
    public void show(List<? extends Picture> pictures) {}

    @Override
    public void record(Path file) {}

    @Override
    public void stopRecording() {}

    @Override
    public void keyFrame() {
        keyFrames++;
    }

    @Override
    public CompletableFuture<VideoQuality> quality() {
        return new CompletableFuture<>();
    }

    @Override
    public void close() {}
}
