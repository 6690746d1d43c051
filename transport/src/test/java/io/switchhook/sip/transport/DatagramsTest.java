package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.SipMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All kinds of [Datagrams] do the same.
class DatagramsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private DatagramChannel channel;
    private DatagramSocket phone;

    enum Kind {
        CHANNEL,
        LINUX;

        Datagrams of(DatagramChannel channel) {
            return switch (this) {
                case CHANNEL -> new ChannelDatagrams(channel);
                case LINUX -> LinuxDatagrams.of(channel).orElseThrow();
            };
        }
    }

    private static final class Inbox implements Datagrams.Inbox {
        final List<String> texts = new ArrayList<>();
        final List<InetSocketAddress> sources = new ArrayList<>();
        int lengths;
        boolean admits = true;

        @Override
        public boolean admits(InetSocketAddress source) {
            sources.add(source);
            return admits;
        }

        @Override
        public void received(byte[] bytes, InetSocketAddress source) {
            texts.add(new String(bytes, 0, Math.min(bytes.length, 20)));
            lengths += bytes.length;
        }
    }

    private static final class Outcome implements Datagrams.Outcome {
        final List<Integer> sent = new ArrayList<>();
        final List<Integer> full = new ArrayList<>();
        final List<Integer> failed = new ArrayList<>();

        @Override
        public void sent(byte[] bytes, Outbox.Letter letter) {
            sent.add(letter.offset());
        }

        @Override
        public void full(Outbox.Letter letter) {
            full.add(letter.offset());
        }

        @Override
        public void failed(Outbox.Letter letter, IOException cause) {
            failed.add(letter.offset());
        }
    }

    @BeforeEach
    void open() throws IOException {
        channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        channel.bind(new InetSocketAddress(HERE, 0)).configureBlocking(false);
        phone = new DatagramSocket(new InetSocketAddress(HERE, 0));
        phone.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        phone.close();
    }

    private void say(byte[] bytes) throws IOException {
        phone.send(new DatagramPacket(bytes, bytes.length, channel.getLocalAddress()));
    }

    /// Reads until so many came.
    private void await(Datagrams datagrams, Inbox inbox, int count) throws IOException {
        try (var selector = Selector.open()) {
            channel.register(selector, java.nio.channels.SelectionKey.OP_READ);
            while (inbox.sources.size() < count) {
                assertThat(selector.select(10_000)).isPositive();
                selector.selectedKeys().clear();
                assertThat(datagrams.receive(inbox)).isBetween(1, Datagrams.AT_ONCE);
            }
        }
    }

    private static Outbox.Letter letter(int offset, int length, SocketAddress remote) {
        byte[] bytes = Messages.options("SIP/2.0/UDP a;branch=z9hG4bKa", "c").getBytes();
        SipMessage message =
                new MessageParser(MessageLimits.DEFAULT, Leniencies.all())
                        .parseDatagram(bytes, 0, bytes.length);
        return new Outbox.Letter(message, offset, length, (InetSocketAddress) remote, _ -> {});
    }

    @ParameterizedTest
    @EnumSource
    void whatCameIsReadInItsOrderWithWhereItCameFrom(Kind kind) throws IOException {
        var datagrams = kind.of(channel);
        var inbox = new Inbox();
        assertThat(datagrams.receive(inbox)).isZero();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 3 * Datagrams.AT_ONCE; i++) {
            expected.add("datagram " + i);
            say(expected.getLast().getBytes());
        }
        await(datagrams, inbox, expected.size());
        assertThat(inbox.texts).isEqualTo(expected);
        assertThat(inbox.sources).containsOnly((InetSocketAddress) phone.getLocalSocketAddress());
        assertThat(datagrams.receive(inbox)).isZero();
        datagrams.close();
    }

    @ParameterizedTest
    @EnumSource
    void emptyOnesAndTheLargestComeAndGo(Kind kind) throws IOException {
        var datagrams = kind.of(channel);
        var inbox = new Inbox();
        say(new byte[0]);
        say(new byte[Datagrams.LARGEST]);
        say("small".getBytes());
        await(datagrams, inbox, 3);
        assertThat(inbox.lengths).isEqualTo(Datagrams.LARGEST + 5);
        byte[] bytes = new byte[2 * Datagrams.LARGEST + 7];
        Arrays.fill(bytes, (byte) 'x');
        bytes[Datagrams.LARGEST] = 'y';
        var outcome = new Outcome();
        datagrams.send(
                bytes,
                new Outbox.Letter[] {
                    letter(0, Datagrams.LARGEST, phone.getLocalSocketAddress()),
                    letter(Datagrams.LARGEST, 7, phone.getLocalSocketAddress()),
                    letter(Datagrams.LARGEST, Datagrams.LARGEST, phone.getLocalSocketAddress())
                },
                2,
                outcome);
        assertThat(outcome.sent).containsExactly(0, Datagrams.LARGEST);
        assertThat(heard()).hasSize(Datagrams.LARGEST).startsWith("xxx");
        assertThat(heard()).isEqualTo("yxxxxxx");
        datagrams.close();
    }

    private String heard() throws IOException {
        var packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
        phone.receive(packet);
        return new String(packet.getData(), 0, packet.getLength());
    }

    @ParameterizedTest
    @EnumSource
    void oneThatCannotBeSentHoldsUpNoOther(Kind kind) throws IOException {
        var datagrams = kind.of(channel);
        var there = phone.getLocalSocketAddress();
        var broadcast = new InetSocketAddress("255.255.255.255", 5060); // needs SO_BROADCAST
        var outcome = new Outcome();
        datagrams.send(
                "abcdef".getBytes(),
                new Outbox.Letter[] {
                    letter(0, 1, broadcast),
                    letter(1, 1, there),
                    letter(2, 1, broadcast),
                    letter(3, 1, broadcast),
                    letter(4, 1, there),
                    letter(5, 1, broadcast)
                },
                6,
                outcome);
        assertThat(outcome.sent).containsExactly(1, 4);
        assertThat(outcome.failed).containsExactly(0, 2, 3, 5);
        assertThat(outcome.full).isEmpty();
        assertThat(heard() + heard()).isEqualTo("be");
        datagrams.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsNotAdmittedIsNotRead(Kind kind) throws IOException {
        var datagrams = kind.of(channel);
        var inbox = new Inbox();
        inbox.admits = false;
        say("unwanted".getBytes());
        await(datagrams, inbox, 1);
        assertThat(inbox.texts).isEmpty();
        datagrams.close();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsReadOrSentOfAClosedOne(Kind kind) throws IOException {
        var datagrams = kind.of(channel);
        var local = (InetSocketAddress) channel.getLocalAddress();
        datagrams.close();
        datagrams.close();
        channel.close();
        assertThatThrownBy(() -> datagrams.receive(new Inbox()))
                .isInstanceOf(ClosedChannelException.class);
        var outcome = new Outcome();
        var letters = new Outbox.Letter[] {letter(0, 1, phone.getLocalSocketAddress())};
        datagrams.send(new byte[1], letters, 1, outcome);
        assertThat(outcome.failed).containsExactly(0);
        try (var next = new DatagramSocket(local)) { // the port is free again
            assertThat(next.isBound()).isTrue();
        }
    }
}
