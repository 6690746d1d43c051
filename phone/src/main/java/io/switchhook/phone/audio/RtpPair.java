package io.switchhook.phone.audio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two sockets of a stream: an even port and the next one (RFC 3550 §11).
///
/// @param port of RTP
public record RtpPair(DatagramChannel rtp, DatagramChannel rtcp, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(RtpPair.class);

    /// Where sockets come from.
    interface Sockets {
        DatagramChannel open() throws IOException;
    }

    /// Takes the first free pair of a range.
    ///
    /// @param from which pair of the range is tried first; any number
    /// @throws IOException if there is none
    public static RtpPair open(InetAddress address, int min, int max, int from) throws IOException {
        return open(address, min, max, from, DatagramChannel::open);
    }

    static RtpPair open(InetAddress address, int min, int max, int from, Sockets sockets)
            throws IOException {
        int pairs = Math.max(1, (max - even(min) + 1) / 2);
        for (int i = 0; i < pairs; i++) {
            int port = even(min) + 2 * Math.floorMod(from + i, pairs);
            var pair = tried(address, port, sockets);
            if (pair != null) return pair;
        }
        throw new IOException(
                "no pair of free ports from "
                        + min
                        + " to "
                        + max
                        + " on "
                        + address.getHostAddress());
    }

    private static int even(int port) {
        return port + (port & 1);
    }

    private static @Nullable RtpPair tried(InetAddress address, int port, Sockets sockets)
            throws IOException {
        var rtp = sockets.open();
        DatagramChannel rtcp;
        try {
            rtcp = sockets.open();
        } catch (IOException e) {
            // No more files: another port would not help.
            rtp.close();
            throw e;
        }
        try {
            rtp.bind(new InetSocketAddress(address, port));
            rtcp.bind(new InetSocketAddress(address, port + 1));
            return new RtpPair(rtp, rtcp, port);
        } catch (IOException e) {
            rtp.close();
            rtcp.close();
            return null;
        }
    }

    public void close() {
        try (rtp;
                rtcp) {
            LOG.trace("closing port {}", port);
        } catch (IOException e) {
            LOG.debug("cannot close port {}", port, e);
        }
    }
}
