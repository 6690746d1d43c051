package io.switchhook.sip.transport;

import static io.switchhook.sip.transport.TestServer.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.TransportCounters.Closed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final String VIA = "SIP/2.0/TCP phone.example;branch=z9hG4bK1";

    /// A phone's connection.
    static final class Phone implements AutoCloseable {
        final Socket socket;

        Phone(InetSocketAddress server) throws IOException {
            this(new Socket(server.getAddress(), server.getPort()));
        }

        Phone(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /// A message without a body, or whatever ends in an empty line.
        String receive() throws IOException {
            var text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                int c = socket.getInputStream().read();
                if (c < 0) throw new IOException("closed behind: " + text);
                text.append((char) c);
            }
            return text.toString();
        }

        String receive(int bytes) throws IOException {
            return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
        }

        boolean isAtEnd() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (java.net.SocketException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    static TransportLimits limits(Duration deadline, int queuedBytes, int perAddress) {
        var usual = TransportLimits.DEFAULT;
        return new TransportLimits(
                deadline,
                deadline,
                usual.idle(),
                usual.connect(),
                queuedBytes,
                usual.connections(),
                perAddress,
                usual.socketBufferBytes(),
                usual.mtuBytes(),
                usual.tcpRefusalMemory(),
                usual.streamThreads());
    }

    @Test
    void requestIsAnsweredOnItsConnection() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP));
                var phone = new Phone(server.address(0))) {
            phone.send(Messages.options(VIA, "call-1"));
            assertThat(phone.receive())
                    .startsWith("SIP/2.0 200 OK")
                    .contains("Via: " + VIA + ";received=127.0.0.1\r\n");
            var flow = server.arrival().flow();
            assertThat(flow.transport()).isEqualTo(Transport.TCP);
            assertThat(flow.sentBy()).hasToString("127.0.0.1:" + server.address(0).getPort());
            assertThat(flow.token()).matches("[0-9A-Za-z-]+");
            assertThat(server.layer.byToken(flow.token())).hasValue(flow);
        }
    }

    @Test
    void oneByteAtATimeAndSeveralAtOnce() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP));
                var phone = new Phone(server.address(0))) {
            String one = "\r\n" + Messages.options(VIA, "slow", "Content-Length: 4\r\n\r\nbody");
            for (char c : one.toCharArray()) phone.send(String.valueOf(c));
            assertThat(phone.receive()).contains("Call-ID: slow");
            assertThat(server.request().body()).hasToString("body");
            phone.send(one + Messages.options(VIA, "second") + Messages.options(VIA, "third"));
            assertThat(phone.receive() + phone.receive() + phone.receive())
                    .containsSubsequence("Call-ID: slow", "Call-ID: second", "Call-ID: third");
        }
    }

    @Test
    void whoIsNotAdmittedLosesTheConnection() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP));
                var phone = new Phone(server.address(0))) {
            phone.send(Messages.options(VIA, "call-1"));
            assertThat(phone.receive()).startsWith("SIP/2.0 200 OK");
            server.shut = true;
            phone.send(Messages.options(VIA, "call-2"));
            assertThat(phone.isAtEnd()).isTrue();
            try (var again = new Phone(server.address(0))) {
                assertThat(again.isAtEnd()).isTrue();
            }
            assertThat(server.counters.closed(Closed.BANNED)).isEqualTo(2);
            assertThat(server.counters.received(Transport.TCP)).isOne();
        }
    }

    @Test
    void doubleCrlfIsAnsweredWithCrlf() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP));
                var phone = new Phone(server.address(0))) {
            phone.send("\r\n\r\n");
            assertThat(phone.receive(2)).isEqualTo("\r\n");
        }
    }

    @Test
    void malformedMessageIsAnsweredAndTheNextOneFound() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP));
                var phone = new Phone(server.address(0))) {
            String bad = Messages.options(VIA, "bad", "Content-Length: 4\r\n\r\nbody");
            phone.send(
                    bad.replace("CSeq: 1", "CSeq: x")
                            + bad.replace("Max-Forwards: 70", "no colon")
                            + Messages.options(VIA, "good"));
            assertThat(phone.receive()).startsWith("SIP/2.0 400");
            assertThat(phone.receive()).startsWith("SIP/2.0 400");
            assertThat(phone.receive()).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void lostFramingIsAnsweredAndTheConnectionClosed() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP))) {
            try (var phone = new Phone(server.address(0))) {
                phone.send(Messages.options(VIA, "bad", "Content-Length: four\r\n\r\nbody"));
                assertThat(phone.receive()).startsWith("SIP/2.0 400");
                assertThat(phone.isAtEnd()).isTrue();
            }
            try (var phone = new Phone(server.address(0))) {
                phone.send(Messages.options(VIA, "bad", "Subject: " + "x".repeat(5000)));
                assertThat(phone.receive()).startsWith("SIP/2.0 513").contains("To: <sip:b");
                assertThat(phone.isAtEnd()).isTrue();
            }
            try (var phone = new Phone(server.address(0))) {
                phone.send(Messages.options(VIA, "bad", "Content-Length: 9000\r\n\r\n"));
                assertThat(phone.receive()).startsWith("SIP/2.0 413");
                assertThat(phone.isAtEnd()).isTrue();
            }
            try (var phone = new Phone(server.address(0))) {
                phone.send("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
                assertThat(phone.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void closedConnectionIsToldOnceAndForgotten() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP))) {
            var told = new AtomicInteger();
            var first = new CountDownLatch(1);
            Flow flow;
            try (var phone = new Phone(server.address(0))) {
                phone.send(Messages.options(VIA, "call-1"));
                phone.receive();
                flow = server.arrival().flow();
                flow.onClose(told::incrementAndGet);
                flow.onClose(first::countDown);
            }
            assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(told).hasValue(1);
            assertThat(flow.isOpen()).isFalse();
            assertThat(server.layer.byToken(flow.token())).isEmpty();
            flow.onClose(told::incrementAndGet);
            assertThat(told).hasValue(2);
        }
    }

    @Test
    void responseFindsANewConnectionIfItsOwnIsClosed() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP));
                var phoneListens = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            String via = "SIP/2.0/TCP 127.0.0.1:" + phoneListens.getLocalPort() + ";branch=z9hG4bK";
            var gone = new CountDownLatch(1);
            TestServer.Arrival arrival;
            try (var phone = new Phone(server.address(0))) {
                phone.send(Messages.options(via, "call-1"));
                phone.receive();
                arrival = server.arrival();
                arrival.flow().onClose(gone::countDown);
            }
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            var request = (Request) arrival.message();
            var path = arrival.flow().forResponses(request.headers().require(Header.VIA));
            var shard = server.shards.getFirst();
            shard.execute(() -> path.send(Response.to(request, StatusCode.OK, "late"), _ -> {}));
            phoneListens.setSoTimeout(10_000);
            try (var phone = new Phone(phoneListens.accept())) {
                assertThat(phone.receive()).contains(";tag=late");
            }
        }
    }

    @Test
    void openConnectsReusesAndSaysWhyItCannot() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP));
                var peer = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            peer.setSoTimeout(10_000);
            var address = TestServer.loopback(peer.getLocalPort());
            var flow = open(server, Transport.TCP, address, 100, true);
            try (var phone = new Phone(peer.accept())) {
                assertThat(open(server, Transport.TCP, address, 100, true)).isSameAs(flow);
                phone.send(Messages.response(VIA, "call-1"));
                assertThat(server.arrival().message()).isInstanceOf(Response.class);
            }
            assertThatThrownBy(() -> open(server, Transport.TLS, address, 100, true))
                    .hasMessageContaining("no way to TLS 127.0.0.1:" + address.getPort());
        }
    }

    @Test
    void refusedConnectionIsTold() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP), on(Transport.UDP))) {
            var nobody = TestServer.loopback(server.address(1).getPort());
            assertThatThrownBy(() -> open(server, Transport.TCP, nobody, 100, true))
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void largeRequestPrefersTcpAndFallsBackToUdp() throws Exception {
        try (var server = TestServer.start(on(Transport.UDP), on(Transport.TCP));
                var peer = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            var address = TestServer.loopback(peer.getLocalPort());
            assertThat(open(server, Transport.UDP, address, 1300, false).transport())
                    .isEqualTo(Transport.UDP);
            assertThat(open(server, Transport.UDP, address, 1301, true).transport())
                    .isEqualTo(Transport.UDP);
            assertThat(open(server, Transport.UDP, address, 1301, false).transport())
                    .isEqualTo(Transport.TCP);
            var nobody = server.address(0);
            assertThat(open(server, Transport.UDP, nobody, 1301, false).transport())
                    .isEqualTo(Transport.UDP);
        }
    }

    /// Asks on the shard, as the floor above does.
    static Flow open(
            TestServer server,
            Transport transport,
            InetSocketAddress address,
            int bytes,
            boolean chosen)
            throws Exception {
        var result = new CompletableFuture<Flow>();
        var shard = server.shards.getFirst();
        var destination = new Destination(transport, address, "localhost", chosen);
        var opened =
                new Flows.Opened() {
                    @Override
                    public void opened(Flow flow) {
                        assertThat(shard.isCurrent()).isTrue();
                        result.complete(flow);
                    }

                    @Override
                    public void failed(IOException cause) {
                        assertThat(shard.isCurrent()).isTrue();
                        result.completeExceptionally(cause);
                    }
                };
        shard.execute(() -> server.layer.open(destination, bytes, shard, opened));
        return result.get(20, TimeUnit.SECONDS);
    }

    @Test
    void peerThatDoesNotReadIsClosedAndStallsNobody() throws Exception {
        var limits = limits(Duration.ofSeconds(30), 64 * 1024, 100);
        try (var server = TestServer.start(1, limits, on(Transport.TCP));
                var deaf = new Phone(server.address(0));
                var phone = new Phone(server.address(0))) {
            deaf.send(Messages.options(VIA, "deaf"));
            var arrival = server.arrival();
            var gone = new CountDownLatch(1);
            arrival.flow().onClose(gone::countDown);
            while (arrival.flow().isOpen()) arrival.flow().send(arrival.message(), _ -> {});
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.counters.closed(Closed.PEER_DOES_NOT_READ)).isOne();
            phone.send(Messages.options(VIA, "call-1"));
            assertThat(phone.receive()).startsWith("SIP/2.0 200");
        }
    }

    @Test
    void connectionsFromOneAddressAreBounded() throws Exception {
        var limits = limits(Duration.ofSeconds(30), 64 * 1024, 2);
        try (var server = TestServer.start(1, limits, on(Transport.TCP));
                var one = new Phone(server.address(0));
                var two = new Phone(server.address(0))) {
            one.send(Messages.options(VIA, "one"));
            one.receive();
            two.send(Messages.options(VIA, "two"));
            two.receive();
            try (var three = new Phone(server.address(0))) {
                assertThat(three.isAtEnd()).isTrue();
            }
            assertThat(server.counters.closed(Closed.CONNECTION_LIMIT)).isOne();
            var gone = new CountDownLatch(1);
            server.arrival().flow().onClose(gone::countDown);
            one.socket.close();
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            try (var four = new Phone(server.address(0))) {
                four.send(Messages.options(VIA, "four"));
                assertThat(four.receive()).startsWith("SIP/2.0 200");
            }
        }
    }

    @Test
    void messageThatDoesNotEndIsNotWaitedForForever() throws Exception {
        var limits = limits(Duration.ofMillis(50), 64 * 1024, 100);
        try (var server = TestServer.start(1, limits, on(Transport.TCP));
                var phone = new Phone(server.address(0))) {
            phone.send("OPTIONS sip:x");
            assertThat(phone.isAtEnd()).isTrue();
            assertThat(server.counters.closed(Closed.MESSAGE_DEADLINE)).isOne();
        }
    }

    @Test
    void portInUseIsNamed() throws Exception {
        try (var server = TestServer.start(on(Transport.TCP))) {
            var taken = server.address(0);
            assertThatThrownBy(() -> TestServer.start(Listener.of(Transport.TCP, taken)))
                    .hasMessage(
                            "cannot listen on tcp://127.0.0.1:"
                                    + taken.getPort()
                                    + ": Address already in use");
        }
    }
}
