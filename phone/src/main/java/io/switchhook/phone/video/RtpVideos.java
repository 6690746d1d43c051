package io.switchhook.phone.video;

import io.switchhook.phone.audio.Metronome;
import io.switchhook.phone.audio.RtpPair;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Video over RTP, from one address of this host.
public final class RtpVideos implements Videos {
    private final Metronome metronome;
    private final InetAddress address;
    private final InstantSource wall;
    private final RandomGenerator random;

    /// @param wall for the timestamps of reports
    /// @param random thread-safe
    public RtpVideos(
            Metronome metronome, InetAddress address, InstantSource wall, RandomGenerator random) {
        this.metronome = metronome;
        this.address = address;
        this.wall = wall;
        this.random = random;
    }

    @Override
    public Video open(int min, int max, Video.Listener listener) throws IOException {
        var ports = RtpPair.open(address, min, max, random.nextInt());
        var cname = Long.toHexString(random.nextLong());
        return new RtpVideo(metronome, ports, listener, wall, random, cname);
    }
}
