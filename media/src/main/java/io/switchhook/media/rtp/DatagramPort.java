package io.switchhook.media.rtp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/// A port on a UDP channel that its owner opens, binds and closes.
public final class DatagramPort implements PacketPort {
    private final DatagramChannel channel;
    private long failures;

    /// Makes the channel one that never waits.
    public DatagramPort(DatagramChannel channel) throws IOException {
        channel.configureBlocking(false);
        this.channel = channel;
    }

    @Override
    public void send(ByteBuffer packet, InetSocketAddress to) {
        try {
            channel.send(packet, to);
        } catch (IOException | RuntimeException e) {
            // Such as an address of the other family, an unresolved one, or a port that ICMP says
            // is closed.
            failures++;
        }
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) {
        try {
            return (InetSocketAddress) channel.receive(into);
        } catch (IOException e) {
            failures++;
            return null;
        }
    }

    /// How often the kernel refused something.
    public long failures() {
        return failures;
    }
}
