package io.switchhook.phone.audio;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Sound over RTP, from one address of this host.
public final class RtpSounds implements Sounds {
    private final Metronome metronome;
    private final InetAddress address;
    private final InstantSource wall;
    private final RandomGenerator random;

    /// @param wall for the timestamps of reports
    /// @param random thread-safe
    public RtpSounds(
            Metronome metronome, InetAddress address, InstantSource wall, RandomGenerator random) {
        this.metronome = metronome;
        this.address = address;
        this.wall = wall;
        this.random = random;
    }

    /// Begins at any pair of the range, so that a port is not taken again at once, and phones on one host seldom meet.
    @Override
    public Audio open(int min, int max, Audio.Listener listener) throws IOException {
        var ports = RtpPair.open(address, min, max, random.nextInt());
        return new RtpAudio(metronome, ports, listener, wall, random, cname());
    }

    @Override
    public Video openVideo(int min, int max, Video.Listener listener) throws IOException {
        var ports = RtpPair.open(address, min, max, random.nextInt());
        return new RtpVideo(metronome, ports, listener, wall, random, cname());
    }

    /// RFC 3550 §6.5.1, without a user: RFC 7022.
    private String cname() {
        return Long.toHexString(random.nextLong());
    }
}
