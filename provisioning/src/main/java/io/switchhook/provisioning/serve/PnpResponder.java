package io.switchhook.provisioning.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells phones that ask everybody (multicast) where their files are. The URL is no secret; a phone that has it is as unknown as before.
///
/// What is sent goes to where the question came from, whatever its Contact says, and only a few times: so nobody can be flooded
/// with answers that he did not ask for from a place that is not his.
public final class PnpResponder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PnpResponder.class);
    private static final int LONGEST = 4096;

    /// How many phones are told at once; others ask again.
    private static final int EXCHANGES = 64;

    /// How often the NOTIFY is sent without an answer, the wait twice as long each time.
    private static final int TRIES = 4;

    private static final int T1_MILLIS = 500;

    /// How long a question that comes again is the same one (64 × T1).
    private static final Duration SAME = Duration.ofSeconds(32);

    private static final int REMEMBERED = 10_000;

    private final DatagramChannel channel;
    private final FileDesk desk;
    private final Function<InetAddress, String> url;
    private final RandomGenerator random;
    private final Semaphore exchanges = new Semaphore(EXCHANGES);

    /// By Call-ID: the 200 that was given, with its tag.
    private final Cache<String, byte[]> accepted;

    private PnpResponder(
            DatagramChannel channel,
            FileDesk desk,
            Function<InetAddress, String> url,
            LongSupplier nanoClock,
            RandomGenerator random) {
        this.channel = channel;
        this.desk = desk;
        this.url = url;
        this.random = random;
        this.accepted =
                Caffeine.newBuilder()
                        .maximumSize(REMEMBERED)
                        .expireAfterWrite(SAME)
                        .ticker(nanoClock::getAsLong)
                        .executor(Runnable::run)
                        .build();
    }

    /// @param group where phones ask, `224.0.1.75:5060`
    /// @param url of the files, by the address of this host that a phone reaches
    /// @throws IOException if it cannot be listened to there
    public static PnpResponder start(
            InetSocketAddress group,
            FileDesk desk,
            Function<InetAddress, String> url,
            LongSupplier nanoClock,
            RandomGenerator random)
            throws IOException {
        var channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            // Bound to the group, so that nothing else comes.
            channel.bind(group);
            if (!join(channel, group.getAddress()))
                throw new IOException("no network interface takes multicast");
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        var responder = new PnpResponder(channel, desk, url, nanoClock, random);
        Thread.ofVirtual().name("pnp").start(responder::read);
        return responder;
    }

    private static boolean join(DatagramChannel channel, InetAddress group) throws IOException {
        boolean joined = false;
        for (var network : NetworkInterface.networkInterfaces().toList()) {
            if (!network.isUp() || !(network.supportsMulticast() || network.isLoopback())) continue;
            try {
                channel.join(group, network);
                joined = true;
            } catch (IOException e) {
                LOG.debug("cannot join {} on {}", group, network.getName(), e);
            }
        }
        return joined;
    }

    /// Where it listens.
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private void read() {
        var buffer = ByteBuffer.allocate(LONGEST);
        while (channel.isOpen()) {
            try {
                var source = (InetSocketAddress) channel.receive(buffer.clear());
                var question = PnpQuestion.of(buffer.array(), buffer.position());
                if (question.isPresent() && desk.spends(source.getAddress()))
                    answer(question.get(), source);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("cannot read what phones ask", e);
            }
        }
    }

    private void answer(PnpQuestion question, InetSocketAddress source) {
        if (!exchanges.tryAcquire()) return;
        Thread.ofVirtual()
                .name("pnp-answer")
                .start(() -> {
                    try (var socket = new DatagramSocket()) {
                        socket.connect(source);
                        answer(question, socket);
                    } catch (IOException e) {
                        LOG.debug("cannot tell {} where its files are", source, e);
                    } finally {
                        exchanges.release();
                    }
                });
    }

    private void answer(PnpQuestion question, DatagramSocket socket) throws IOException {
        String tag = word();
        var ok = bytes(question.accepted(tag));
        var before = accepted.asMap().putIfAbsent(question.callId(), ok);
        send(socket, before == null ? ok : before);
        if (before != null) return;
        var local = (InetSocketAddress) socket.getLocalSocketAddress();
        var here = HostPort.of(local.getAddress().getHostAddress(), local.getPort());
        String there = url.apply(local.getAddress());
        String branch = "z9hG4bK" + word();
        var told = bytes(question.told(there, here, branch, tag));
        LOG.atInfo()
                .addKeyValue("mac", question.mac())
                .addKeyValue("at", socket.getInetAddress().getHostAddress())
                .addKeyValue("url", there)
                .log("told a phone where its files are");
        for (int i = 0; i < TRIES; i++) {
            send(socket, told);
            if (isAnswered(socket, branch, T1_MILLIS << i)) return;
        }
    }

    /// Whether a final response to the NOTIFY comes in time.
    private static boolean isAnswered(DatagramSocket socket, String branch, int millis)
            throws IOException {
        socket.setSoTimeout(millis);
        var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return false;
        }
        var text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
        return text.matches("(?s)SIP/2\\.0 [2-6].*") && text.contains(branch);
    }

    private static byte[] bytes(SipMessage message) {
        var out = new ByteSink(1024);
        message.writeTo(out);
        return out.toByteArray();
    }

    private static void send(DatagramSocket socket, byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length));
    }

    private String word() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot close the socket for phones that ask", e);
        }
    }
}
