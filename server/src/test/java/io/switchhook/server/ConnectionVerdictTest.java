package io.switchhook.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladder.Diagnosis;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is said of those who speak something else than is spoken where they knock, over real sockets.
@Timeout(60)
class ConnectionVerdictTest {
    @TempDir private Path folder;
    private Optional<Server> server = Optional.empty();
    private final AtomicReference<SipServer> floors = new AtomicReference<>();

    @BeforeEach
    void start() throws Exception {
        var certificate = Certificates.in(folder, "office");
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder.resolve("data")),
                        List.of(
                                "domains=office.example",
                                "listen=tls://127.0.0.1:0,tcp://127.0.0.1:0,udp://127.0.0.1:0",
                                "authentication=none",
                                "console=none",
                                "log.level=error",
                                "tls.certificate=" + certificate.certificate(),
                                "tls.key=" + certificate.key()));
        server =
                Optional.of(
                        Server.start(
                                source,
                                source.read(),
                                surroundings -> {
                                    floors.set(Floors.start(surroundings));
                                    return Objects.requireNonNull(floors.get());
                                },
                                CallListener.NONE));
    }

    @AfterEach
    void stop() {
        server.ifPresent(Server::close);
        Logging.apply(Configuration.Log.DEFAULT);
    }

    private InetSocketAddress listener(String scheme) {
        return server.orElseThrow().addresses().stream()
                .filter(it -> it.startsWith(scheme + ':'))
                .map(it -> ListenAddress.parse(it).address())
                .findFirst()
                .orElseThrow();
    }

    private Socket connected(String scheme) throws IOException {
        var address = listener(scheme);
        return new Socket(address.getAddress(), address.getPort());
    }

    private SSLSocket encrypted(String scheme) throws IOException {
        var address = listener(scheme);
        var plain = connected(scheme);
        plain.setSoTimeout(10_000);
        return (SSLSocket)
                ((SSLSocketFactory) SSLSocketFactory.getDefault())
                        .createSocket(plain, "127.0.0.1", address.getPort(), true);
    }

    private static String at(String transport, Socket socket) {
        return transport + " 127.0.0.1:" + socket.getLocalPort();
    }

    /// The server works on other threads.
    private Diagnosis verdict() {
        var seen = new ArrayList<Ladder>();
        for (int i = 0; i < 1000; i++) {
            seen.clear();
            seen.addAll(Objects.requireNonNull(floors.get()).ladders().last(10));
            var verdict = seen.stream().flatMap(it -> it.verdict().stream()).findFirst();
            if (verdict.isPresent()) return verdict.get();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        throw new AssertionError("no verdict on " + seen);
    }

    private void assertVerdict(String name, String text) {
        assertThat(verdict())
                .extracting(Diagnosis::name, Diagnosis::text)
                .containsExactly(name, text);
    }

    @Test
    void plain_sip_where_tls_is_spoken() throws Exception {
        try (var phone = connected("tls")) {
            phone.getOutputStream()
                    .write("OPTIONS sip:office.example SIP/2.0\r\n\r\n".getBytes(US_ASCII));
            assertVerdict("plain-to-tls", at("tls", phone) + " speaks plain SIP to a port for TLS");
        }
    }

    @Test
    void a_certificate_that_the_phone_does_not_trust() throws Exception {
        try (var phone = encrypted("tls")) {
            assertThatThrownBy(phone::startHandshake).isInstanceOf(IOException.class);
            var verdict = verdict();
            assertThat(verdict.name()).isEqualTo("certificate");
            assertThat(verdict.text())
                    .startsWith(
                            "no TLS with "
                                    + at("tls", phone)
                                    + ", since a certificate is not taken: ")
                    .containsIgnoringCase("certificate");
        }
    }

    @Test
    void a_phone_with_ciphers_of_old() throws Exception {
        try (var phone = encrypted("tls")) {
            phone.setEnabledProtocols(new String[] {"TLSv1.2"});
            phone.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThatThrownBy(phone::startHandshake).isInstanceOf(IOException.class);
            var verdict = verdict();
            assertThat(verdict.name()).isEqualTo("tls-failed");
            assertThat(verdict.text()).startsWith("no TLS with " + at("tls", phone) + ": ");
        }
    }

    @Test
    void tls_where_plain_sip_is_spoken() throws Exception {
        try (var phone = encrypted("tcp")) {
            assertThatThrownBy(phone::startHandshake).isInstanceOf(IOException.class);
            assertVerdict("tls-to-plain", "somebody speaks TLS to a port for plain SIP");
        }
    }

    @Test
    void a_browser_where_sip_is_spoken() throws Exception {
        try (var browser = connected("tcp")) {
            browser.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: office.example\r\n\r\n".getBytes(US_ASCII));
            assertVerdict("http", "somebody asked for a web page where SIP is spoken");
        }
    }

    private void send(String lines) throws IOException {
        var bytes = lines.replace("\n", "\r\n").getBytes(US_ASCII);
        try (var phone = new DatagramSocket()) {
            phone.send(new DatagramPacket(bytes, bytes.length, listener("udp")));
        }
    }

    private static String invite(String more) {
        return """
        INVITE sip:1002@office.example SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:5999;branch=z9hG4bK-1
        From: <sip:1001@office.example>;tag=a
        To: <sip:1002@office.example>
        Call-ID: 1
        """
                + more;
    }

    @Test
    void a_datagram_that_a_router_has_shortened() throws Exception {
        send(invite("CSeq: 1 INVITE\nContent-Length: 200\n\nv=0\n"));
        assertVerdict(
                "changed-on-its-way",
                "the message is shorter than it says, as a SIP ALG leaves it: Content-Length is larger than the body");
    }

    @Test
    void a_request_that_breaks_the_grammar() throws Exception {
        send(invite("CSeq: one INVITE\nContent-Length: 0\n\n"));
        assertVerdict(
                "malformed", "what was sent is not understood: CSeq: expected a number at byte 0");
    }
}
