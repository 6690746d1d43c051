package io.switchhook.sip.transport;

import static io.switchhook.sip.transport.TestServer.loopback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.transport.StreamTest.Phone;
import io.switchhook.sip.transport.TlsSettings.ClientCertificates;
import io.switchhook.sip.transport.TlsSettings.Host;
import io.switchhook.sip.transport.TransportCounters.Handshake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a handshake agrees on: which certificate, which cipher suite, whether a session goes on, and who the peer is.
class TlsHandshakeTest {
    private static final String VIA = "SIP/2.0/TLS phone.example;branch=z9hG4bK1";

    @TempDir static Path folder;

    private static Certificates server;
    private static Certificates branch;
    private static Certificates alice;
    private static Certificates stranger;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = Certificates.make(folder, "office", "dns:office.example");
        branch = Certificates.make(folder, "branch", "dns:branch.example,dns:*.branch.example");
        alice =
                Certificates.make(
                        folder,
                        "alice",
                        "uri:sip:1001@office.example,uri:sips:1002@office.example,dns:phone");
        stranger = Certificates.make(folder, "eve", "uri:sip:1001@office.example");
    }

    private static Listener tls(TlsSettings settings) {
        return Listener.of(Transport.TLS, loopback(0), settings);
    }

    private static TlsSettings asking(ClientCertificates asked) {
        return server.settings().withTrust(alice.certificate()).withClientCertificates(asked);
    }

    /// The flow over which a request of this phone comes.
    private static Flow flow(TestServer running, Phone phone) throws Exception {
        phone.send(Messages.options(VIA, "call-1"));
        assertThat(phone.receive()).startsWith("SIP/2.0 200");
        return running.arrival().flow();
    }

    @ParameterizedTest
    @CsvSource({
        "office.example, office",
        "branch.example, branch",
        "BRANCH.example, branch",
        "voice.branch.example, branch",
        "a.voice.branch.example, office",
        "other.example, office"
    })
    void the_certificate_is_that_of_the_name(String asked, String shown) throws Exception {
        var settings =
                server.settings().withHosts(List.of(new Host(branch.certificate(), branch.key())));
        try (var running = TestServer.start(tls(settings))) {
            for (String version : List.of("TLSv1.2", "TLSv1.3"))
                assertThat(subject(running, TlsClient.anonymous().over(version).askingFor(asked)))
                        .isEqualTo("CN=" + shown);
        }
    }

    @Test
    void who_asks_for_no_name_gets_the_default() throws Exception {
        var settings =
                server.settings().withHosts(List.of(new Host(branch.certificate(), branch.key())));
        try (var running = TestServer.start(tls(settings))) {
            assertThat(subject(running, TlsClient.anonymous())).isEqualTo("CN=office");
            assertThat(running.layer.certificates())
                    .extracting(X509Certificate::getSubjectX500Principal)
                    .extracting(Object::toString)
                    .containsExactly("CN=office", "CN=branch");
        }
    }

    private static String subject(TestServer running, TlsClient client) throws Exception {
        try (var phone = client.connect(running.address(0))) {
            return ((SSLSocket) phone.socket).getSession().getPeerPrincipal().getName();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_session_goes_on_over_a_new_connection(String version) throws Exception {
        var client = TlsClient.anonymous().over(version);
        try (var running = TestServer.start(tls(server.settings()))) {
            for (int i = 0; i < 3; i++) {
                try (var phone = client.connect(running.address(0))) {
                    flow(running, phone);
                }
                if (i == 1) running.layer.reloadTls(server.settings());
            }
            assertThat(running.counters.handshakes(Handshake.FULL)).isOne();
            assertThat(running.counters.handshakes(Handshake.RESUMED)).isEqualTo(2);
        }
    }

    @Test
    void no_suite_without_forward_secrecy_is_agreed_on() throws Exception {
        try (var running = TestServer.start(tls(server.settings()))) {
            var old =
                    TlsClient.anonymous()
                            .over("TLSv1.2")
                            .offering("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
            try (var phone = old.connect(running.address(0))) {
                assertThatThrownBy(() -> phone.send(Messages.options(VIA, "call-1")));
            }
            var modern =
                    TlsClient.anonymous()
                            .over("TLSv1.2")
                            .offering("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            try (var phone = modern.connect(running.address(0))) {
                assertThat(flow(running, phone).identities()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_trusted_certificate_says_who_the_peer_is_again_and_again(String version)
            throws Exception {
        var client = TlsClient.with(alice).over(version);
        try (var running = TestServer.start(tls(asking(ClientCertificates.OPTIONAL)))) {
            for (int i = 0; i < 2; i++)
                try (var phone = client.connect(running.address(0))) {
                    assertThat(flow(running, phone).identities())
                            .extracting(Object::toString)
                            .containsExactly("sip:1001@office.example");
                }
            assertThat(running.counters.handshakes(Handshake.RESUMED)).isOne();
        }
    }

    @Test
    void a_certificate_of_unknown_origin_is_none() throws Exception {
        try (var running = TestServer.start(tls(asking(ClientCertificates.OPTIONAL)))) {
            for (var client : List.of(TlsClient.with(stranger), TlsClient.anonymous()))
                try (var phone = client.connect(running.address(0))) {
                    assertThat(flow(running, phone).identities()).isEmpty();
                }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void where_a_certificate_is_required_none_else_gets_in(String version) throws Exception {
        try (var running = TestServer.start(tls(asking(ClientCertificates.REQUIRED)))) {
            for (var client : List.of(TlsClient.with(stranger), TlsClient.anonymous()))
                try (var phone = client.over(version).connect(running.address(0))) {
                    assertThatThrownBy(() -> {
                        phone.send(Messages.options(VIA, "call-1"));
                        phone.receive();
                    });
                }
            try (var phone = TlsClient.with(alice).over(version).connect(running.address(0))) {
                assertThat(flow(running, phone).identities()).hasSize(1);
            }
        }
    }

    @Test
    void trust_that_is_withdrawn_ends_sessions_too() throws Exception {
        var trust = Files.copy(alice.certificate(), folder.resolve("trust.pem"));
        var settings =
                server.settings()
                        .withTrust(trust)
                        .withClientCertificates(ClientCertificates.REQUIRED);
        var client = TlsClient.with(alice).over("TLSv1.2");
        try (var running = TestServer.start(tls(settings))) {
            try (var phone = client.connect(running.address(0))) {
                assertThat(flow(running, phone).identities()).hasSize(1);
            }
            Files.writeString(trust, Files.readString(stranger.certificate()));
            running.layer.reloadTls(settings);
            try (var phone = client.connect(running.address(0))) {
                assertThatThrownBy(() -> {
                    phone.send(Messages.options(VIA, "call-1"));
                    phone.receive();
                });
            }
            assertThat(running.counters.handshakes(Handshake.RESUMED)).isZero();
        }
    }
}
