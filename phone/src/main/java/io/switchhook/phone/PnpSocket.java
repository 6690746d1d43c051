package io.switchhook.phone;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.ReasonableSyntax;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A UDP socket from which a phone asks everybody: the transport of the house sends to nobody but single hosts. Answers come to
/// the same socket.
final class PnpSocket implements Flows, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PnpSocket.class);
    private static final int LONGEST = 4096;
    private static final MessageParser PARSER =
            new MessageParser(new MessageLimits(LONGEST, 1024, 64), Leniencies.all());

    private final DatagramChannel channel;
    private final InetSocketAddress local;

    private PnpSocket(DatagramChannel channel) throws IOException {
        this.channel = channel;
        this.local = (InetSocketAddress) channel.getLocalAddress();
    }

    /// @param address of this host, which chooses the network that is asked
    /// @throws IOException if it is not ours
    static PnpSocket on(InetAddress address) throws IOException {
        var channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.bind(new InetSocketAddress(address, 0));
            return new PnpSocket(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    int port() {
        return local.getPort();
    }

    /// Hands over what comes, on the shard.
    void start(MessageHandler handler, Shard shard) {
        Thread.ofVirtual().name("pnp").start(() -> read(handler, shard));
    }

    private void read(MessageHandler handler, Shard shard) {
        var buffer = ByteBuffer.allocate(LONGEST);
        while (channel.isOpen()) {
            try {
                var source = (InetSocketAddress) channel.receive(buffer.clear());
                // The message stays in the bytes it came in.
                var bytes = Arrays.copyOf(buffer.array(), buffer.position());
                var message = PARSER.parseDatagram(bytes, 0, bytes.length);
                shard.execute(() -> hand(message, handler, new Way(this, source)));
            } catch (MalformedMessage e) {
                LOG.debug("what came is no message: {}", e.text());
            } catch (ClosedChannelException | RejectedExecutionException e) {
                return;
            } catch (IOException e) {
                LOG.debug("cannot read who answers", e);
            }
        }
    }

    private static void hand(SipMessage message, MessageHandler handler, Flow way) {
        try {
            switch (message) {
                case Request request -> {
                    ReasonableSyntax.check(request);
                    handler.request(request, way);
                }
                case Response response -> {
                    ReasonableSyntax.check(response);
                    handler.response(response, way);
                }
            }
        } catch (MalformedMessage | MalformedField e) {
            LOG.debug("what came is no message", e);
        }
    }

    @Override
    public void open(Destination destination, int bytes, Shard shard, Opened opened) {
        opened.opened(new Way(this, destination.address()));
    }

    @Override
    public Optional<Flow> byToken(String token) {
        return Optional.empty();
    }

    @Override
    public boolean isOurs(String host, int port) {
        return false;
    }

    /// To a host or a group. Answers go to where the request came from, whatever it says (RFC 3581 §4).
    private record Way(PnpSocket socket, InetSocketAddress remote) implements Flow {
        @Override
        public Transport transport() {
            return Transport.UDP;
        }

        @Override
        public InetSocketAddress local() {
            return socket.local;
        }

        @Override
        public HostPort sentBy() {
            return HostPort.of(socket.local.getAddress().getHostAddress(), socket.port());
        }

        @Override
        public boolean isOpen() {
            return socket.channel.isOpen();
        }

        @Override
        public String token() {
            return "pnp";
        }

        @Override
        public Flow forResponses(Via top) {
            return this;
        }

        @Override
        public void send(SipMessage message, Consumer<IOException> failed) {
            var out = new ByteSink(1024);
            message.writeTo(out);
            try {
                socket.channel.send(ByteBuffer.wrap(out.toByteArray()), remote);
            } catch (IOException e) {
                failed.accept(e);
            }
        }

        @Override
        public void onClose(Runnable action) {}

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot close the socket of a phone that asks", e);
        }
    }
}
