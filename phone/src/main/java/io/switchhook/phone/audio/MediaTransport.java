package io.switchhook.phone.audio;

import io.switchhook.media.rtp.DatagramPort;
import io.switchhook.media.rtp.PacketPort;
import io.switchhook.media.rtp.RtpPath;
import io.switchhook.media.srtp.SecureStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one stream of a call is carried by: its two ports, from the first offer to the end, and the protection that was agreed
/// on. All but the port's number belongs to the metronome's thread.
public final class MediaTransport {
    private final RtpPair ports;
    private @Nullable SecureStream secured;

    MediaTransport(RtpPair ports) {
        this.ports = ports;
    }

    /// Of RTP; RTCP has the next one.
    public int port() {
        return ports.port();
    }

    /// The way of a session that begins now.
    ///
    /// @param rtp where packets go
    /// @param rtcp where reports go
    /// @param keys none if packets are not protected
    /// @throws IOException if the ports are closed
    public RtpPath path(
            InetSocketAddress rtp, InetSocketAddress rtcp, Optional<AudioLink.Keys> keys)
            throws IOException {
        secured = keys.map(it -> new SecureStream(it.local(), it.remote())).orElse(null);
        return new RtpPath(
                over(new DatagramPort(ports.rtp())),
                over(new DatagramPort(ports.rtcp())),
                rtp,
                rtcp);
    }

    private PacketPort over(PacketPort port) {
        return secured == null ? port : secured.over(port);
    }

    /// Other keys, or the same, for the session that goes on. Nothing where packets are not protected.
    public void change(AudioLink.Keys keys) {
        if (secured == null) return;
        secured.sendWith(keys.local());
        secured.receiveWith(keys.remote());
    }

    public void close() {
        ports.close();
    }
}
