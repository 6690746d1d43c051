package io.switchhook.sip.transport;

import static io.switchhook.sip.transport.TestServer.loopback;
import static io.switchhook.sip.transport.TestServer.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.transport.StreamTest.Phone;
import io.switchhook.sip.transport.TransportCounters.Closed;
import io.switchhook.sip.transport.TransportCounters.KeepAlive;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 7118, with the JDK's WebSocket client as the browser.
class WebSocketTest {
    private static final String VIA = "SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks";

    private static final class Browser implements WebSocket.Listener {
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        static WebSocket connect(TestServer server, Browser browser) throws Exception {
            return connect(HttpClient.newHttpClient(), "ws", server, browser);
        }

        static WebSocket connect(
                HttpClient client, String scheme, TestServer server, Browser browser)
                throws Exception {
            var uri = URI.create(scheme + "://127.0.0.1:" + server.address(0).getPort() + "/any");
            return client.newWebSocketBuilder()
                    .subprotocols("sip")
                    .buildAsync(uri, browser)
                    .get(10, TimeUnit.SECONDS);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket socket, ByteBuffer data, boolean last) {
            return onText(socket, "binary " + StandardCharsets.ISO_8859_1.decode(data), last);
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
            received.add("pong");
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            received.add("closed " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            received.add("failed");
        }

        String receive() throws InterruptedException {
            return String.valueOf(received.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void messagesInTextBinaryAndFragments() throws Exception {
        try (var server = TestServer.start(on(Transport.WS))) {
            var browser = new Browser();
            var socket = Browser.connect(server, browser);
            assertThat(socket.getSubprotocol()).isEqualTo("sip");
            // RFC 7118 §5.2: Content-Length may be missing.
            socket.sendText(Messages.options(VIA, "text", "\r\n"), true).join();
            assertThat(browser.receive()).startsWith("SIP/2.0 200").contains("Call-ID: text");
            byte[] bytes = Messages.options(VIA, "binary").getBytes(StandardCharsets.UTF_8);
            socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
            assertThat(browser.receive()).contains("Call-ID: binary");
            String whole = Messages.options(VIA, "pieces");
            socket.sendText(whole.substring(0, 50), false).join();
            socket.sendText(whole.substring(50), true).join();
            assertThat(browser.receive()).contains("Call-ID: pieces");
            var flow = server.arrival().flow();
            assertThat(flow.transport()).isEqualTo(Transport.WS);
            assertThat(server.layer.byToken(flow.token())).hasValue(flow);
            socket.abort();
        }
    }

    @Test
    void bytesThatAreNoUtf8LeaveInABinaryFrame() throws Exception {
        try (var server = TestServer.start(on(Transport.WS))) {
            var browser = new Browser();
            var socket = Browser.connect(server, browser);
            byte[] bytes =
                    Messages.options(VIA, "latin")
                            .replace("a@example.com>;tag=1", "a@example.com>;tag=1;x=\"\u00e4\"")
                            .getBytes(StandardCharsets.ISO_8859_1);
            socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
            assertThat(browser.receive()).startsWith("binary SIP/2.0 200");
            socket.abort();
        }
    }

    @Test
    void keepAlivesAndMalformedMessages() throws Exception {
        try (var server = TestServer.start(on(Transport.WS))) {
            var browser = new Browser();
            var socket = Browser.connect(server, browser);
            socket.sendPing(ByteBuffer.allocate(0)).join();
            assertThat(browser.receive()).isEqualTo("pong");
            socket.sendText("\r\n\r\n", true).join();
            assertThat(browser.receive()).isEqualTo("\r\n");
            socket.sendText("hello", true).join();
            socket.sendText(Messages.options(VIA, "bad").replace("CSeq: 1", "CSeq: x"), true)
                    .join();
            assertThat(browser.receive()).startsWith("SIP/2.0 400");
            assertThat(server.counters.keepAlives(KeepAlive.WEBSOCKET_PING)).isOne();
            socket.abort();
        }
    }

    @Test
    void messageLargerThanTheLimitsEndsTheConnection() throws Exception {
        try (var server = TestServer.start(on(Transport.WS))) {
            var browser = new Browser();
            var socket = Browser.connect(server, browser);
            socket.sendText("x".repeat(20_000), true);
            assertThat(browser.receive()).matches("closed .*|failed");
        }
    }

    @Test
    void fragmentsThatDoNotEndAreNotWaitedForForever() throws Exception {
        var limits = StreamTest.limits(Duration.ofMillis(300), 64 * 1024, 100);
        try (var server = TestServer.start(1, limits, on(Transport.WS))) {
            var browser = new Browser();
            var socket = Browser.connect(server, browser);
            socket.sendText("OPTIONS", false).join();
            assertThat(browser.receive()).matches("closed .*|failed");
            assertThat(server.counters.closed(Closed.MESSAGE_DEADLINE)).isOne();
        }
    }

    @Test
    void onlySipIsSpoken() throws Exception {
        String handshake =
                """
                GET / HTTP/1.1
                Host: x
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: %s

                """
                        .replace("\n", "\r\n");
        try (var server = TestServer.start(on(Transport.WS))) {
            try (var phone = new Phone(server.address(0))) {
                phone.send(handshake.formatted("xmpp"));
                assertThat(phone.receive()).startsWith("HTTP/1.1 400");
            }
            try (var phone = new Phone(server.address(0))) {
                phone.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(phone.receive()).startsWith("HTTP/1.1 426");
            }
            try (var phone = new Phone(server.address(0))) {
                phone.send(handshake.formatted("xmpp, sip"));
                assertThat(phone.receive())
                        .startsWith("HTTP/1.1 101")
                        .containsIgnoringCase("sec-websocket-protocol: sip\r\n")
                        .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            }
            try (var phone = new Phone(server.address(0))) {
                phone.send("nonsense\r\n\r\n");
                while (!phone.isAtEnd()) {}
            }
        }
    }

    @Test
    void secure(@TempDir Path folder) throws Exception {
        var certificates = Certificates.make(folder, "wss", "ip:127.0.0.1,dns:localhost");
        var listener = Listener.of(Transport.WSS, loopback(0), certificates.settings());
        var context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (var server = TestServer.start(listener);
                var client = HttpClient.newBuilder().sslContext(context).build()) {
            var browser = new Browser();
            var socket = Browser.connect(client, "wss", server, browser);
            socket.sendText(Messages.options(VIA, "call-1"), true).join();
            assertThat(browser.receive()).startsWith("SIP/2.0 200");
            var arrival = server.arrival();
            assertThat(arrival.flow().transport()).isEqualTo(Transport.WSS);
            assertThat(arrival.message().headers().require(Header.VIA).received())
                    .hasValue("127.0.0.1");
            socket.abort();
            client.shutdownNow();
        }
    }
}
