package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.switchhook.ladder.Recorder;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.transport.TransportCounters.Closed;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The three deadlines of a connection, on a clock that only the test moves.
class DeadlineTest {
    private static final String VIA = "SIP/2.0/TCP phone.example;branch=z9hG4bK1";

    private final MockTicker clock = Ticker.newMockTicker();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final TransportCounters counters = new TransportCounters();
    private final Intake intake =
            new Intake(
                    new MessageParser(TestServer.SMALL, Leniencies.all()),
                    counters,
                    List.of(),
                    List.of(),
                    Doorkeeper.ABSENT,
                    1,
                    Recorder.NONE);
    private final Streams streams =
            new Streams(
                    TransportLimits.DEFAULT,
                    new Connections(TransportLimits.DEFAULT, 1),
                    intake,
                    new Random(1));

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        streams.close();
    }

    private EmbeddedChannel channel(Transport transport) {
        var settings =
                new Listener(
                        transport, TestServer.loopback(5060), Optional.empty(), Optional.empty());
        var listener = new BoundListener(0, settings, new LocalAddresses(System::nanoTime));
        var pipelines = new StreamListener(listener, Optional.empty());
        var handler =
                new ConnectionHandler(
                        pipelines, streams, intake, "", TransportLimits.DEFAULT.handshake());
        var initializer =
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        pipelines.prepare(channel, handler, TestServer.SMALL);
                    }
                };
        var channel =
                new EmbeddedChannel(EmbeddedChannel.builder().ticker(clock).handlers(initializer)) {
                    @Override
                    protected SocketAddress localAddress0() {
                        return TestServer.loopback(5060);
                    }

                    @Override
                    protected SocketAddress remoteAddress0() {
                        return TestServer.loopback(40000);
                    }
                };
        channels.add(channel);
        return channel;
    }

    private static void send(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void pass(EmbeddedChannel channel, Duration time) {
        clock.advance(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    @Test
    void handshake() {
        var channel = channel(Transport.WS);
        pass(channel, Duration.ofSeconds(9));
        assertThat(channel.isOpen()).isTrue();
        pass(channel, Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isFalse();
        assertThat(counters.closed(Closed.HANDSHAKE_DEADLINE)).isOne();
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "WS"})
    void aConnectionThatEndsIsHeldByNoDeadline(Transport transport) {
        var channel = channel(transport);
        send(channel, "OPTIONS ");
        assertThat(channel.runScheduledPendingTasks()).as("the next deadline").isPositive();
        channel.pipeline().fireChannelInactive();
        assertThat(channel.runScheduledPendingTasks()).as("no deadline").isEqualTo(-1);
        channel.close();
    }

    @Test
    void messageFromItsFirstByte() {
        var channel = channel(Transport.TCP);
        send(channel, "OPTIONS ");
        pass(channel, Duration.ofSeconds(29));
        send(channel, "sip:");
        assertThat(channel.isOpen()).isTrue();
        pass(channel, Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isFalse();
        assertThat(counters.closed(Closed.MESSAGE_DEADLINE)).isOne();
    }

    @Test
    void bodyBelongsToTheMessage() {
        var channel = channel(Transport.TCP);
        send(channel, Messages.options(VIA, "c", "Content-Length: 9\r\n\r\nbody"));
        pass(channel, Duration.ofSeconds(30));
        assertThat(counters.closed(Closed.MESSAGE_DEADLINE)).isOne();
    }

    @Test
    void bodyOfAMalformedMessageToo() {
        var channel = channel(Transport.TCP);
        send(channel, "SIP/2.0 junk\r\nContent-Length: 9\r\n\r\nbody");
        pass(channel, Duration.ofSeconds(30));
        assertThat(counters.closed(Closed.MESSAGE_DEADLINE)).isOne();
    }

    @Test
    void eachMessageHasItsOwn() {
        var channel = channel(Transport.TCP);
        String junk = "SIP/2.0 junk\r\nContent-Length: 4\r\n\r\nbody";
        send(channel, junk.substring(0, 10));
        pass(channel, Duration.ofSeconds(20));
        send(channel, junk.substring(10) + junk.substring(0, 10));
        pass(channel, Duration.ofSeconds(20));
        send(channel, junk.substring(10));
        pass(channel, Duration.ofSeconds(60));
        assertThat(channel.isOpen()).isTrue();
        channel.close();
    }

    @Test
    void idleUnlessKeptAlive() {
        var channel = channel(Transport.TCP);
        pass(channel, Duration.ofMinutes(14));
        send(channel, "\r\n");
        pass(channel, Duration.ofMinutes(14));
        assertThat(channel.isOpen()).isTrue();
        pass(channel, Duration.ofMinutes(1));
        assertThat(channel.isOpen()).isFalse();
        assertThat(counters.closed(Closed.IDLE)).isOne();
    }

    private EmbeddedChannel webSocket() {
        var channel = channel(Transport.WS);
        send(
                channel,
                """
                GET / HTTP/1.1
                Host: x
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: sip

                """
                        .replace("\n", "\r\n"));
        assertThat(counters.open(Transport.WS)).isOne();
        return channel;
    }

    @Test
    void silentWebSocketIsOnlyIdle() {
        var channel = webSocket();
        pass(channel, Duration.ofMinutes(14));
        assertThat(channel.isOpen()).isTrue();
        pass(channel, Duration.ofMinutes(1));
        assertThat(counters.closed(Closed.IDLE)).isOne();
    }

    @Test
    void webSocketFrameThatDoesNotEnd() {
        var channel = webSocket();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81}));
        pass(channel, Duration.ofSeconds(29));
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x84, 0, 0, 0, 0, 13, 10}));
        pass(channel, Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isFalse();
        assertThat(counters.closed(Closed.MESSAGE_DEADLINE)).isOne();
    }

    @Test
    void webSocketFrameThatEnds() {
        var channel = webSocket();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81}));
        pass(channel, Duration.ofSeconds(29));
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 0x82, 0, 0, 0, 0, 13, 10}));
        pass(channel, Duration.ofSeconds(60));
        assertThat(channel.isOpen()).isTrue();
        channel.close();
    }
}
