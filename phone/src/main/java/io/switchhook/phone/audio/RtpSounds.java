package io.switchhook.phone.audio;

import java.io.IOException;

/// Sound over RTP, from one address of this host.
public record RtpSounds(RtpHost host) implements Sounds {
    @Override
    public Audio open(int min, int max, Audio.Listener listener) throws IOException {
        return new RtpAudio(host, host.open(min, max), listener);
    }
}
