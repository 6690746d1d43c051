package io.switchhook.provisioning.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Mac;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The desk over HTTPS, and devices with certificates of their maker.
@Timeout(120)
class HttpsTest {
    private static final char[] PASSWORD = "password".toCharArray();
    private static final String OWN = "/001565abcdef.cfg";

    @TempDir private Path folder;
    private Desk desk;
    private Optional<FileServer> server = Optional.empty();
    private KeyStore shown;
    private int stores;

    @BeforeEach
    void open() throws Exception {
        shown = made("CN=provisioning.office.example");
        desk = new Desk(folder);
    }

    /// @param maker whose devices are trusted
    private void open(KeyStore maker) throws Exception {
        var started =
                FileServer.start(
                        List.of(Desk.at(Scheme.HTTPS)),
                        desk.desk,
                        Desk.BOUNDS,
                        Optional.of(
                                new FileServer.Tls(
                                        context(Optional.of(shown), trusting(maker)), true)));
        server = Optional.of(started);
    }

    @AfterEach
    void close() {
        server.ifPresent(FileServer::close);
        desk.close();
    }

    private KeyStore made(String name) throws Exception {
        var file = folder.resolve("store" + stores++);
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString()));
        command.addAll(
                List.of(
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password"));
        command.addAll(List.of("-keystore", file.toString()));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }

    private static KeyStore trusting(KeyStore... others) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < others.length; i++)
            store.setCertificateEntry("it" + i, others[i].getCertificate("it"));
        return store;
    }

    private static SSLContext context(Optional<KeyStore> own, KeyStore trusted) throws Exception {
        var keys = KeyManagerFactory.getInstance("PKIX");
        if (own.isPresent()) keys.init(own.get(), PASSWORD);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(
                own.isPresent() ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
        return context;
    }

    private HttpResponse<String> get(Optional<KeyStore> own) throws Exception {
        try (var client =
                HttpClient.newBuilder().sslContext(context(own, trusting(shown))).build()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(server.orElseThrow().addresses().getFirst() + OWN))
                            .header("User-Agent", "Yealink SIP-T38G 38.70.0.1")
                            .timeout(Duration.ofSeconds(20))
                            .build();
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void the_certificate_of_a_device_is_proof() throws Exception {
        var device = made("CN=00:15:65:AB:CD:EF, O=Maker");
        open(device);
        desk.adopt(Desk.MAC, "1001");
        desk.now = desk.now.plus(Duration.ofDays(9));
        assertThat(get(Optional.empty()).statusCode()).isEqualTo(404);
        var response = get(Optional.of(device));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("account.1.user_name = 1001");
        assertThat(desk.devices.find(Desk.MAC).orElseThrow()).isInstanceOf(Adopted.class);
        assertThat(desk.devices.visits(Desk.MAC).getLast().over()).isEqualTo("https");
    }

    @Test
    void the_certificate_of_another_device_is_not() throws Exception {
        var other = made("CN=001565000001");
        open(other);
        desk.adopt(Desk.MAC, "1001");
        assertThat(get(Optional.of(other)).statusCode()).isEqualTo(404);
        assertThat(desk.devices.visits(Desk.MAC).getLast().why())
                .isEqualTo("has the certificate of 001565000001");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_turned_away() throws Exception {
        // The same name, so that the client dares to show it, and another key.
        open(made("CN=001565abcdef"));
        var forged = made("CN=001565abcdef");
        assertThatThrownBy(() -> get(Optional.of(forged))).isInstanceOf(IOException.class);
        assertThat(desk.devices.find(Desk.MAC)).isEmpty();
    }

    @Test
    void the_address_stands_in_the_common_name() throws Exception {
        var certificate = (X509Certificate) made("CN=001565ABCDEF, OU=x").getCertificate("it");
        assertThat(DeviceCertificate.mac(certificate)).contains(new Mac("001565abcdef"));
        var other = (X509Certificate) made("CN=phone, OU=001565ABCDEF").getCertificate("it");
        assertThat(DeviceCertificate.mac(other)).isEmpty();
    }
}
