package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.phone.Authorities;
import io.switchhook.phone.Boot;
import io.switchhook.phone.settings.Profile;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Where a server gives out files, as its configuration says.
@Timeout(60)
class OwnProvisioningTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir private Path folder;

    private Server start(String... settings) throws Exception {
        var all = new ArrayList<>(List.of("listen=udp://127.0.0.1:0", "console=none"));
        all.addAll(List.of(settings));
        var source = new ConfigurationSource(Optional.empty(), Optional.of(folder), all);
        return Server.start(source, source.read(), Floors::start, CallListener.NONE);
    }

    private static String url(Server server) {
        return server.addresses().getLast().replace("provisioning ", "");
    }

    @Test
    void https_shows_the_certificate_of_the_server() throws Exception {
        var own = OwnCertificate.in(folder, "127.0.0.1");
        var tls = List.of("tls.certificate=" + own.certificate(), "tls.key=" + own.key());
        var trusting =
                new WebTls(
                                new Configuration.Tls(
                                        own.certificate(),
                                        own.key(),
                                        List.of(),
                                        Configuration.ClientCertificates.NONE,
                                        Optional.empty()))
                        .context(own.certificate());
        try (var server =
                        start(
                                tls.getFirst(),
                                tls.getLast(),
                                "provisioning=https://127.0.0.1:0",
                                "provisioningTrust=" + own.certificate());
                var client = HttpClient.newBuilder().sslContext(trusting).build()) {
            var request =
                    HttpRequest.newBuilder(URI.create(url(server) + "/y000000000038.cfg")).build();
            var response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).startsWith("#!version:1.0.0.1");
        }
    }

    @Test
    void a_phone_takes_files_over_https_from_whom_it_trusts_and_from_nobody_else()
            throws Exception {
        var own = OwnCertificate.in(folder, "127.0.0.1");
        try (var server =
                start(
                        "tls.certificate=" + own.certificate(),
                        "tls.key=" + own.key(),
                        "provisioning=https://127.0.0.1:0")) {
            assertThat(phone("--provision", url(server), "--trust", own.certificate().toString()))
                    .contains("001565abcdef.cfg: not there");
            assertThat(phone("--provision", url(server))).contains("certificat");
            var authorities = Authorities.of(own.certificate());
            var boot =
                    Boot.from(
                            Profile.T38G,
                            "001565abcdef",
                            url(server),
                            Optional.empty(),
                            authorities);
            assertThat(boot.origin().orElseThrow().again().settings()).isEqualTo(boot.settings());
        }
        var none = Files.writeString(folder.resolve("none.pem"), "");
        assertThatThrownBy(() -> Authorities.of(none)).hasMessageContaining("no certificate");
    }

    /// @return all that it says
    private static String phone(String... arguments) {
        var all = new ArrayList<>(List.of("--mac", "001565abcdef"));
        all.addAll(List.of(arguments));
        var out = new StringWriter();
        new CommandLine(new PhoneCommand(InputStream.nullInputStream()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(all.toArray(String[]::new));
        return out.toString();
    }

    /// RFC 5425: a line that comes over TLS, whose sender is a stranger, is counted.
    @Test
    void logs_over_tls_show_the_certificate_of_the_server() throws Exception {
        var own = OwnCertificate.in(folder, "127.0.0.1");
        var trusting =
                new WebTls(
                                new Configuration.Tls(
                                        own.certificate(),
                                        own.key(),
                                        List.of(),
                                        Configuration.ClientCertificates.NONE,
                                        Optional.empty()))
                        .context(own.certificate());
        try (var server =
                start(
                        "tls.certificate=" + own.certificate(),
                        "tls.key=" + own.key(),
                        "provisioningSyslog=tls://127.0.0.1:0")) {
            var address = server.addresses().getLast();
            assertThat(address).startsWith("syslog tls://127.0.0.1:");
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            try (var phone = trusting.getSocketFactory().createSocket(LOOPBACK, port)) {
                phone.setSoTimeout(20_000);
                for (var piece : List.of("8 <134>one", "GET / HTTP/1.1")) {
                    phone.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                    phone.getOutputStream().flush();
                }
                assertThat(phone.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(server.metrics().text())
                    .contains("switchhook_provisioning_heard_total{outcome=\"unknown\"} 1")
                    .contains("switchhook_provisioning_heard_total{outcome=\"malformed\"} 1");
        }
    }

    @Test
    void a_log_address_that_is_taken_is_told() throws Exception {
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            String address = "tcp://127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> start("provisioningSyslog=" + address))
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith("cannot listen on provisioningSyslog " + address);
        }
    }

    @Test
    void a_phone_that_asks_everybody_is_told_the_first_url() throws Exception {
        int port;
        try (var free = new DatagramSocket(0)) {
            port = free.getLocalPort();
        }
        var group = new InetSocketAddress("224.0.1.75", port);
        try (var server =
                        start(
                                "provisioning=http://0.0.0.0:0",
                                "provisioningPnp=224.0.1.75:" + port);
                var phone = new MulticastSocket(new InetSocketAddress(LOOPBACK, 0))) {
            phone.setOption(
                    StandardSocketOptions.IP_MULTICAST_IF,
                    NetworkInterface.getByInetAddress(LOOPBACK));
            phone.setSoTimeout(10_000);
            var question =
                    """
                    SUBSCRIBE sip:MAC%3a001565abcdef@224.0.1.75 SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:5059;branch=z9hG4bK4234
                    From: <sip:MAC%3a001565abcdef@224.0.1.75>;tag=4070
                    To: <sip:MAC%3a001565abcdef@224.0.1.75>
                    Call-ID: 3870@127.0.0.1
                    CSeq: 1 SUBSCRIBE
                    Contact: <sip:MAC%3a001565abcdef@127.0.0.1:5059>
                    Max-Forwards: 70
                    Expires: 0
                    Event: ua-profile;profile-type="device"
                    Content-Length: 0

                    """
                            .replace("\n", "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            phone.send(new DatagramPacket(question, question.length, group));
            assertThat(receive(phone)).startsWith("SIP/2.0 200 OK");
            assertThat(receive(phone))
                    .startsWith("NOTIFY ")
                    .endsWith("\r\n\r\n" + url(server).replace("0.0.0.0", "127.0.0.1") + "/");
        }
    }

    private static String receive(DatagramSocket socket) throws Exception {
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    @Test
    void a_port_that_is_taken_is_told() throws Exception {
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            String address = "http://127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> start("provisioning=" + address))
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith("cannot listen on provisioning " + address + ": ")
                    .hasMessageContaining("in use");
        }
    }
}
