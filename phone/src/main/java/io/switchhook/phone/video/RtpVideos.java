package io.switchhook.phone.video;

import io.switchhook.phone.audio.RtpHost;
import java.io.IOException;

/// Video over RTP, from one address of this host.
public record RtpVideos(RtpHost host) implements Videos {
    @Override
    public Video open(int min, int max, Video.Listener listener) throws IOException {
        return new RtpVideo(host, host.open(min, max), listener);
    }
}
