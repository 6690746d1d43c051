package io.switchhook.media.rtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A network of ports in memory: it delays, loses RTP and lets a test see or change what passes.
public final class Wire {
    public static final long TICK = 20_000_000;

    public final Random random = new Random(3550);
    public long now;
    public double loss;
    public long latency = 1_000_000;
    public UnaryOperator<byte[]> tap = bytes -> bytes;
    private final Map<InetSocketAddress, Port> ports = new HashMap<>();

    private record Packet(byte[] bytes, InetSocketAddress source, long arrival) {}

    public static InetSocketAddress at(int host, int port) {
        try {
            byte[] address = {(byte) 192, 0, 2, (byte) host};
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    public Port open(InetSocketAddress address) {
        return ports.computeIfAbsent(address, Port::new);
    }

    /// Whoever sends from a host.
    public EndSystem system(int host) {
        return system(host, new Random(host));
    }

    public EndSystem system(int host, Random seed) {
        return new EndSystem("c" + host, () -> Instant.ofEpochSecond(1_800_000_000, now), seed);
    }

    /// From one host to another, over the same port of both and the one behind it.
    public RtpPath path(int host, int remoteHost, int port) {
        return new RtpPath(
                open(at(host, port)),
                open(at(host, port + 1)),
                at(remoteHost, port),
                at(remoteHost, port + 1));
    }

    public Port port(InetSocketAddress address) {
        var port = ports.get(address);
        if (port == null) throw new AssertionError(address + " is closed");
        return port;
    }

    public final class Port implements PacketPort {
        private final InetSocketAddress address;
        private final ArrayDeque<Packet> arriving = new ArrayDeque<>();
        public int sent;

        /// What is done with packets that arrive, besides their waiting to be taken.
        public Consumer<byte[]> onArrival = bytes -> {};

        private Port(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public void send(ByteBuffer packet, InetSocketAddress to) {
            var bytes = new byte[packet.remaining()];
            packet.get(bytes);
            sent++;
            var port = ports.get(to);
            boolean isRtp = !RtcpCompound.isRtcp(bytes, 0, bytes.length);
            if (port == null || isRtp && random.nextDouble() < loss) return;
            port.arrive(tap.apply(bytes), address, now + latency);
        }

        public void arrive(byte[] bytes, InetSocketAddress source, long when) {
            onArrival.accept(bytes);
            arriving.add(new Packet(Arrays.copyOf(bytes, bytes.length), source, when));
        }

        @Override
        public @Nullable InetSocketAddress receive(ByteBuffer into) {
            var packet = arriving.peek();
            if (packet == null || packet.arrival > now) return null;
            arriving.remove();
            into.put(packet.bytes, 0, Math.min(into.remaining(), packet.bytes.length));
            return packet.source;
        }
    }
}
