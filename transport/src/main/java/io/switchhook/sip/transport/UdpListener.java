package io.switchhook.sip.transport;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.message.SipMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One UDP port. Each shard has a socket of its own on it (`SO_REUSEPORT`), so that no two threads share one; the
/// kernel spreads the peers over them.
final class UdpListener {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

    private final BoundListener bound;
    private final List<UdpSocket> sockets = new ArrayList<>();

    private UdpListener(BoundListener bound) {
        this.bound = bound;
    }

    /// Binds the sockets; they are read once [#read] is called.
    ///
    /// @throws IOException if the port is taken or the address is not ours
    static UdpListener bind(
            int number,
            Listener listener,
            LocalAddresses localAddresses,
            List<EventLoopShard> shards,
            TransportCounters counters,
            TransportLimits limits,
            Recorder recorder)
            throws IOException {
        boolean shared = shards.size() > 1;
        var channels = new ArrayList<DatagramChannel>();
        try {
            var address = shared ? free(listener.address()) : listener.address();
            for (int i = 0; i < shards.size(); i++)
                channels.add(channel(address, shared, limits.socketBufferBytes()));
            var local = (InetSocketAddress) channels.getFirst().getLocalAddress();
            var here = new InetSocketAddress(listener.address().getAddress(), local.getPort());
            var bound = new BoundListener(number, listener.boundTo(here), localAddresses);
            var udp = new UdpListener(bound);
            for (int i = 0; i < shards.size(); i++)
                udp.sockets.add(
                        new UdpSocket(udp, shards.get(i), channels.get(i), counters, recorder));
            return udp;
        } catch (IOException | RuntimeException e) {
            for (var channel : channels) channel.close();
            throw e;
        }
    }

    /// With `SO_REUSEPORT` a second process would get half of our datagrams instead of an error, so the port is first
    /// taken without it.
    private static InetSocketAddress free(InetSocketAddress address) throws IOException {
        try (var probe = DatagramChannel.open(family(address))) {
            probe.bind(address);
            int port = ((InetSocketAddress) probe.getLocalAddress()).getPort();
            return new InetSocketAddress(address.getAddress(), port);
        }
    }

    private static DatagramChannel channel(
            InetSocketAddress address, boolean shared, int bufferBytes) throws IOException {
        var channel = DatagramChannel.open(family(address));
        try {
            channel.configureBlocking(false);
            if (shared) channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes);
            int granted = channel.getOption(StandardSocketOptions.SO_RCVBUF);
            if (granted < bufferBytes)
                LOG.info(
                        "the kernel grants a receive buffer of {} bytes, not {}; net.core.rmem_max bounds it",
                        granted,
                        bufferBytes);
            channel.bind(address);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ProtocolFamily family(InetSocketAddress address) {
        return address.getAddress().getAddress().length == 4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    BoundListener bound() {
        return bound;
    }

    void read(Intake intake) {
        for (var socket : sockets) socket.read(intake);
    }

    /// The flow to a peer.
    UdpFlow flow(InetSocketAddress remote) {
        var own = own();
        return own == null ? new UdpFlow(this, remote) : own.flow(remote);
    }

    void send(SipMessage message, InetSocketAddress remote, Consumer<IOException> failed) {
        var own = own();
        (own == null ? sockets.getFirst() : own).send(message, remote, failed);
    }

    void keepAlive(InetSocketAddress remote) {
        var own = own();
        (own == null ? sockets.getFirst() : own).keepAlive(remote);
    }

    /// That of the shard whose thread this is.
    private @Nullable UdpSocket own() {
        var shard = EventLoopShard.current();
        for (int i = 0; i < sockets.size(); i++)
            if (sockets.get(i).shard() == shard) return sockets.get(i);
        return null;
    }

    void close() {
        for (var socket : sockets) socket.close();
    }
}
