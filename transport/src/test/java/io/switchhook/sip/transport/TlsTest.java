package io.switchhook.sip.transport;

import static io.switchhook.sip.transport.TestServer.loopback;
import static io.switchhook.sip.transport.TestServer.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.switchhook.sip.transport.StreamTest.Phone;
import io.switchhook.sip.transport.TlsSettings.ClientCertificates;
import io.switchhook.sip.transport.TransportCounters.Closed;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final String VIA = "SIP/2.0/TLS phone.example;branch=z9hG4bK1";

    @TempDir static Path folder;

    private static Certificates server;
    private static Certificates stranger;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = Certificates.make(folder, "server", "dns:localhost,ip:127.0.0.1");
        stranger = Certificates.make(folder, "stranger", "dns:other.example");
    }

    private static Listener tls(TlsSettings settings) {
        return Listener.of(Transport.TLS, loopback(0), settings);
    }

    private static Phone phone(InetSocketAddress server, String version) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(server.getAddress(), server.getPort());
        socket.setEnabledProtocols(new String[] {version});
        return new Phone(socket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void requestIsAnswered(String version) throws Exception {
        try (var running = TestServer.start(tls(server.settings()));
                var phone = phone(running.address(0), version)) {
            phone.send("\r\n\r\n");
            assertThat(phone.receive(2)).isEqualTo("\r\n");
            phone.send(Messages.options(VIA, "call-1"));
            assertThat(phone.receive()).startsWith("SIP/2.0 200");
            assertThat(running.arrival().flow().transport()).isEqualTo(Transport.TLS);
        }
    }

    @Test
    void handshakeThatStandsStillIsEndedAndStallsNobody() throws Exception {
        var limits = StreamTest.limits(Duration.ofSeconds(3), 64 * 1024, 100);
        try (var running = TestServer.start(1, limits, tls(server.settings()));
                var silent = new Phone(running.address(0));
                var phone = phone(running.address(0), "TLSv1.3")) {
            phone.send(Messages.options(VIA, "call-1"));
            assertThat(phone.receive()).startsWith("SIP/2.0 200");
            assertThat(silent.isAtEnd()).isTrue();
            assertThat(running.counters.closed(Closed.HANDSHAKE_DEADLINE)).isOne();
        }
    }

    @Test
    void plainTextIsNoHandshake() throws Exception {
        try (var running = TestServer.start(tls(server.settings()));
                var phone = new Phone(running.address(0))) {
            phone.send(Messages.options(VIA, "call-1"));
            while (!phone.isAtEnd()) {}
            assertThat(running.counters.closed(Closed.HANDSHAKE_FAILED)).isOne();
        }
    }

    @Test
    void serversAreVerifiedByTheNameThatWasAsked() throws Exception {
        var trusting = server.settings().withTrust(server.certificate());
        try (var here = TestServer.start(tls(trusting));
                var there = TestServer.start(tls(server.settings()));
                var impostor = TestServer.start(tls(stranger.settings()))) {
            assertThat(StreamTest.open(here, Transport.TLS, there.address(0), 1, true).isOpen())
                    .isTrue();
            assertThatThrownBy(() ->
                            StreamTest.open(here, Transport.TLS, impostor.address(0), 1, true))
                    .hasMessageMatching("(?is).*handshake failed: .*certif.*");
        }
    }

    @Test
    void unverifiedServersAreTakenIfSettingsSaySo() throws Exception {
        try (var here = TestServer.start(tls(server.settings().withoutServerVerification()));
                var there = TestServer.start(tls(stranger.settings()))) {
            assertThat(StreamTest.open(here, Transport.TLS, there.address(0), 1, true).isOpen())
                    .isTrue();
        }
    }

    @Test
    void clientWithoutItsCertificateIsRefused() throws Exception {
        var demanding =
                server.settings()
                        .withTrust(server.certificate())
                        .withClientCertificates(ClientCertificates.REQUIRED);
        try (var there = TestServer.start(tls(demanding));
                var friend = TestServer.start(tls(demanding));
                var phone = phone(there.address(0), "TLSv1.2")) {
            assertThatThrownBy(() -> phone.send(Messages.options(VIA, "call-1")));
            var flow = StreamTest.open(friend, Transport.TLS, there.address(0), 1, true);
            assertThat(flow.isOpen()).isTrue();
        }
    }

    @Test
    void newFilesServeNewHandshakes() throws Exception {
        var certificate = folder.resolve("now.crt");
        var key = folder.resolve("now.key");
        Files.copy(server.certificate(), certificate);
        Files.copy(server.key(), key);
        var now = TlsSettings.of(certificate, key);
        try (var running = TestServer.start(tls(now))) {
            assertThat(subject(running)).isEqualTo("CN=server");
            Files.writeString(certificate, "nonsense");
            assertThatThrownBy(() -> running.layer.reloadTls(now)).hasMessageContaining("now.crt");
            assertThat(subject(running)).isEqualTo("CN=server");
            Files.writeString(certificate, Files.readString(stranger.certificate()));
            Files.writeString(key, Files.readString(stranger.key()));
            running.layer.reloadTls(now);
            assertThat(subject(running)).isEqualTo("CN=stranger");
        }
    }

    private static String subject(TestServer running) throws Exception {
        try (var phone = phone(running.address(0), "TLSv1.3")) {
            return ((SSLSocket) phone.socket).getSession().getPeerPrincipal().getName();
        }
    }

    @Test
    void filesOfNoUseAreNamed() throws Exception {
        var missing = folder.resolve("missing.pem");
        var nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        assertThatThrownBy(() -> TestServer.start(tls(TlsSettings.of(missing, server.key()))))
                .hasMessage("cannot listen on tls://127.0.0.1:0: TLS: there is no file " + missing);
        assertThatThrownBy(() -> TestServer.start(tls(TlsSettings.of(nonsense, server.key()))))
                .hasMessageContaining("TLS: the file " + nonsense + " holds no certificate");
        assertThatThrownBy(
                        () -> TestServer.start(tls(TlsSettings.of(server.certificate(), nonsense))))
                .hasMessageContaining("TLS: the file " + nonsense + " holds no private key");
        assertThatThrownBy(() -> TestServer.start(tls(server.settings().withTrust(nonsense))))
                .hasMessageContaining("TLS: the file " + nonsense + " holds no certificate");
        assertThatThrownBy(() -> on(Transport.TLS)).hasMessageContaining("without a certificate");
    }

    @Test
    void plainSocketThatClosesIsNoTrouble() throws Exception {
        try (var running = TestServer.start(tls(server.settings()))) {
            new Socket(loopback(0).getAddress(), running.address(0).getPort()).close();
            try (var phone = phone(running.address(0), "TLSv1.3")) {
                phone.send(Messages.options(VIA, "call-1"));
                assertThat(phone.receive()).startsWith("SIP/2.0 200");
            }
        }
    }
}
