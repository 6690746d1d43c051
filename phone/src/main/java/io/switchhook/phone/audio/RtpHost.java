package io.switchhook.phone.audio;

import io.switchhook.media.rtp.EndSystem;
import java.io.IOException;
import java.net.InetAddress;

/// Where the sound and the video of one phone come from and arrive.
///
/// @param address of this host that packets are received at
/// @param system what the phone is called in all its sessions
public record RtpHost(Metronome metronome, InetAddress address, EndSystem system) {
    /// Begins at any pair of the range, so that a port is not taken again at once, and phones on one host seldom meet.
    ///
    /// @param min and `max`: the range to take a pair of ports from
    /// @throws IOException if there is none
    public MediaTransport open(int min, int max) throws IOException {
        return new MediaTransport(RtpPair.open(address, min, max, system.random().nextInt()));
    }
}
