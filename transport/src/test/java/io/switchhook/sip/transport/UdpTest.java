package io.switchhook.sip.transport;

import static io.switchhook.sip.transport.TestServer.loopback;
import static io.switchhook.sip.transport.TestServer.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.transport.TransportCounters.Dropped;
import io.switchhook.sip.transport.TransportCounters.KeepAlive;
import io.switchhook.sip.transport.TransportCounters.Malformed;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UdpTest {
    private static final String BRANCH = ";branch=z9hG4bK1";

    /// A phone's socket.
    private static final class Phone implements AutoCloseable {
        final DatagramSocket socket;
        final InetSocketAddress server;

        Phone(InetSocketAddress server) throws IOException {
            this.server = server;
            socket = new DatagramSocket(new InetSocketAddress(server.getAddress(), 0));
            socket.setSoTimeout(10_000);
        }

        int port() {
            return socket.getLocalPort();
        }

        void send(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        }

        String receive() throws IOException {
            var packet = new DatagramPacket(new byte[65536], 65536);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void requestIsDeliveredAndAnsweredToItsSource() throws Exception {
        try (var server = TestServer.start(on(Transport.UDP));
                var phone = new Phone(server.address(0))) {
            phone.send(Messages.options("SIP/2.0/UDP phone.example:9;rport" + BRANCH, "call-1"));
            assertThat(phone.receive()).startsWith("SIP/2.0 200 OK\r\n");
            var via = server.request().headers().require(Header.VIA);
            assertThat(via.received()).hasValue("127.0.0.1");
            assertThat(via.rport()).hasValue(phone.port());
        }
    }

    @Test
    void withoutRportTheAnswerGoesToThePortOfSentBy() throws Exception {
        try (var server = TestServer.start(on(Transport.UDP));
                var phone = new Phone(server.address(0));
                var other = new Phone(server.address(0))) {
            String sentBy = "127.0.0.1:" + other.port();
            phone.send(Messages.options("SIP/2.0/UDP " + sentBy + BRANCH, "call-1"));
            assertThat(other.receive()).contains("Via: SIP/2.0/UDP " + sentBy + BRANCH + "\r\n");
        }
    }

    @Test
    void anAddressOutOfReachInMaddrIsPassedOver() throws Exception {
        try (var server = TestServer.start(on(Transport.UDP));
                var phone = new Phone(server.address(0))) {
            String via = "SIP/2.0/UDP 127.0.0.1;maddr=[2001:db8::1];rport" + BRANCH;
            phone.send(Messages.options(via, "call-1"));
            assertThat(phone.receive()).startsWith("SIP/2.0 200 OK\r\n");
            phone.send(Messages.options(via, "call-2").replace("CSeq: 1", "CSeq: one"));
            assertThat(phone.receive()).startsWith("SIP/2.0 400 ");
            assertThat(server.counters.failures()).isZero();
        }
    }

    @Test
    void handlerThatThrowsHarmsNobody() throws Exception {
        try (var server = TestServer.start(on(Transport.UDP));
                var phone = new Phone(server.address(0))) {
            String via = "SIP/2.0/UDP 127.0.0.1;rport" + BRANCH;
            phone.send(Messages.options(via, "explode"));
            phone.send(Messages.options(via, "call-2"));
            assertThat(phone.receive()).contains("Call-ID: call-2");
            assertThat(server.counters.failures()).isOne();
        }
    }

    @Test
    void malformedRequestIsAnsweredWithATag() throws Exception {
        try (var server = TestServer.start(on(Transport.UDP));
                var phone = new Phone(server.address(0))) {
            phone.send(
                    Messages.options("SIP/2.0/UDP nowhere.example;rport" + BRANCH, "call-1")
                            .replace("CSeq: 1 OPTIONS", "CSeq: one OPTIONS"));
            assertThat(phone.receive())
                    .startsWith("SIP/2.0 400 ")
                    .containsPattern("To: <sip:b@example.com>;tag=[0-9a-f]+\r\n")
                    .contains(";rport=" + phone.port() + BRANCH + ";received=127.0.0.1\r\n");
            assertThat(server.counters.malformed(Malformed.ANSWERED)).isOne();
        }
    }

    @Test
    void whoIsNotAdmittedGetsNoSignOfLife() throws Exception {
        try (var server = TestServer.start(on(Transport.UDP));
                var phone = new Phone(server.address(0))) {
            String via = "SIP/2.0/UDP 127.0.0.1;rport" + BRANCH;
            server.shut = true;
            phone.send(Messages.options(via, "call-1"));
            phone.send(Messages.options(via, "call-2").replace("CSeq: 1 ", "CSeq: one "));
            for (int i = 0; i < 2; i++)
                assertThat(server.turnedAway.poll(10, TimeUnit.SECONDS)).isNotNull();
            server.shut = false;
            phone.send(Messages.options(via, "call-3"));
            assertThat(phone.receive()).contains("Call-ID: call-3");
            assertThat(server.counters.received(Transport.UDP)).isOne();
            assertThat(server.counters.dropped(Dropped.BANNED)).isEqualTo(2);
            assertThat(server.counters.malformed(Malformed.ANSWERED)).isZero();
        }
    }

    @Test
    void garbageAndKeepAlivesAreCountedAndIgnored() throws Exception {
        try (var server = TestServer.start(on(Transport.UDP));
                var phone = new Phone(server.address(0))) {
            phone.send("\r\n\r\n");
            phone.send("\0\0\0\0");
            phone.send("hello");
            phone.send(Messages.options("SIP/2.0/UDP 127.0.0.1;rport" + BRANCH, "call-1"));
            assertThat(phone.receive()).startsWith("SIP/2.0 200");
            assertThat(server.counters.keepAlives(KeepAlive.CRLF)).isEqualTo(2);
            assertThat(server.keepAlives)
                    .hasSize(2)
                    .allMatch(flow -> flow.remote().getPort() == phone.port());
            assertThat(server.counters.malformed(Malformed.UNANSWERABLE)).isOne();
        }
    }

    @Test
    void callIdsAreSpreadAndEachStaysOnOneShard() throws Exception {
        try (var server = TestServer.start(3, TransportLimits.DEFAULT, on(Transport.UDP));
                var one = new Phone(server.address(0));
                var two = new Phone(server.address(0))) {
            var owners = new HashMap<String, String>();
            for (int i = 0; i < 60; i++) {
                var phone = i % 2 == 0 ? one : two;
                phone.send(
                        Messages.options("SIP/2.0/UDP 127.0.0.1;rport" + BRANCH, "call-" + i % 20));
                phone.receive();
                var arrival = server.arrival();
                var callId = arrival.message().headers().require(Header.CALL_ID).value();
                var before = owners.putIfAbsent(callId, arrival.thread());
                assertThat(before).isIn(null, arrival.thread());
            }
            assertThat(owners.values().stream().distinct()).hasSize(3);
        }
    }

    @Test
    void portInUseIsNamed() throws Exception {
        for (int shards = 1; shards <= 2; shards++) {
            int count = shards;
            try (var server =
                    TestServer.start(shards, TransportLimits.DEFAULT, on(Transport.UDP))) {
                var taken = server.address(0);
                assertThatThrownBy(() ->
                                TestServer.start(
                                        count,
                                        TransportLimits.DEFAULT,
                                        Listener.of(Transport.UDP, taken)))
                        .isInstanceOf(IOException.class)
                        .hasMessage(
                                "cannot listen on udp://127.0.0.1:"
                                        + taken.getPort()
                                        + ": Address already in use");
            }
        }
    }

    @Test
    void flowsOfOneListenerAndPeerAreEqualAndSurviveAsTokens() throws Exception {
        try (var server = TestServer.start(2, TransportLimits.DEFAULT, on(Transport.UDP));
                var phone = new Phone(server.address(0))) {
            phone.send(Messages.options("SIP/2.0/UDP 127.0.0.1;rport" + BRANCH, "call-1"));
            phone.send(Messages.options("SIP/2.0/UDP 127.0.0.1;rport" + BRANCH, "call-2"));
            var flow = server.arrival().flow();
            assertThat(server.arrival().flow()).isEqualTo(flow);
            assertThat(flow.token()).matches("[0-9A-Za-z-]+");
            assertThat(server.layer.byToken(flow.token())).hasValue(flow);
            assertThat(flow.sentBy()).hasToString("127.0.0.1:" + server.address(0).getPort());
            assertThat(server.layer.byToken("u0-zz-1")).isEmpty();
            assertThat(server.layer.byToken("u9-7f000001-5060")).isEmpty();
            assertThat(server.layer.byToken("")).isEmpty();
        }
    }

    @Test
    void ipv6() throws Exception {
        var listener =
                Listener.of(Transport.UDP, new InetSocketAddress(InetAddress.ofLiteral("::1"), 0));
        try (var server = TestServer.start(listener);
                var phone = new Phone(server.address(0))) {
            phone.send(Messages.options("SIP/2.0/UDP [::2]:9;rport" + BRANCH, "call-1"));
            assertThat(phone.receive())
                    .startsWith("SIP/2.0 200 OK\r\n")
                    .contains(";received=::1\r\n");
            assertThat(server.arrival().flow().sentBy().host()).isEqualTo("[::1]");
        }
    }

    @Test
    void wildcardSaysTheAddressThatThePeerSees() throws Exception {
        var any = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
        try (var server = TestServer.start(Listener.of(Transport.UDP, any))) {
            int port = server.address(0).getPort();
            try (var phone = new Phone(loopback(port))) {
                phone.send(Messages.options("SIP/2.0/UDP 127.0.0.1;rport" + BRANCH, "call-1"));
                assertThat(server.arrival().flow().sentBy()).hasToString("127.0.0.1:" + port);
                assertThat(server.layer.isOurs("127.0.0.1", port)).isTrue();
                assertThat(server.layer.isOurs("127.0.0.1", 0)).isTrue();
                assertThat(server.layer.isOurs("192.0.2.1", port)).isFalse();
                assertThat(server.layer.isOurs("127.0.0.1", port - 1)).isFalse();
            }
        }
    }
}
