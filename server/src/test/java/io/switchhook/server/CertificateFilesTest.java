package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.switchhook.console.Health;
import io.switchhook.console.Metrics;
import io.switchhook.server.Configuration.ClientCertificates;
import io.switchhook.sip.transport.Credential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Files that change below a running server, in the ways that tools change them.
class CertificateFilesTest {
    @TempDir private static Path made;

    private static Certificates first;
    private static Certificates second;

    @TempDir private Path folder;
    private final Health health = new Health();
    private final Metrics metrics = new Metrics();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Instant now = Instant.now();
    private List<X509Certificate> inUse = new ArrayList<>();
    private CertificateFiles files;

    @BeforeAll
    static void make() throws Exception {
        first = Certificates.in(made, "first");
        second = Certificates.in(made, "second");
    }

    @BeforeEach
    void watch() throws Exception {
        Logging.apply(Configuration.Log.DEFAULT);
        log.start();
        logger().addAppender(log);
        // As Kubernetes mounts a secret: names that lead through one link to a folder of the day.
        copy(first, Files.createDirectory(folder.resolve("monday")));
        copy(second, Files.createDirectory(folder.resolve("tuesday")));
        Files.createSymbolicLink(folder.resolve("today"), Path.of("monday"));
        var tls =
                new Configuration.Tls(
                        folder.resolve("today/tls.crt"),
                        folder.resolve("today/tls.key"),
                        List.of(),
                        ClientCertificates.NONE,
                        Optional.empty());
        use(tls);
        files = new CertificateFiles(tls, this::use, () -> inUse, () -> now);
        files.register(metrics, health);
    }

    @AfterEach
    void stop() {
        files.close();
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(CertificateFiles.class);
    }

    private void use(Configuration.Tls tls) throws IOException {
        inUse = List.of(Credential.read(tls.certificate(), tls.key()).certificate());
    }

    private static void copy(Certificates from, Path to) throws IOException {
        Files.copy(from.certificate(), to.resolve("tls.crt"));
        Files.copy(from.key(), to.resolve("tls.key"));
    }

    private String shown() {
        return inUse.getFirst().getSubjectX500Principal().getName();
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void a_link_that_is_turned_is_followed_when_it_has_come_to_rest() throws Exception {
        files.look();
        var fresh = Files.createSymbolicLink(folder.resolve("fresh"), Path.of("tuesday"));
        Files.move(fresh, folder.resolve("today"), StandardCopyOption.ATOMIC_MOVE);
        files.look();
        assertThat(shown()).isEqualTo("CN=first");
        files.look();
        assertThat(shown()).isEqualTo("CN=second");
        assertThat(said()).singleElement().asString().isEqualTo("certificates reloaded");
        files.look();
        assertThat(said()).hasSize(1);
    }

    @Test
    void files_that_are_renamed_one_after_the_other_are_taken_together() throws Exception {
        var certificate = folder.resolve("monday/tls.crt");
        var key = folder.resolve("monday/tls.key");
        Files.copy(second.certificate(), folder.resolve("new.crt"));
        Files.copy(second.key(), folder.resolve("new.key"));
        Files.move(folder.resolve("new.crt"), certificate, StandardCopyOption.ATOMIC_MOVE);
        files.look();
        Files.move(folder.resolve("new.key"), key, StandardCopyOption.ATOMIC_MOVE);
        files.look();
        assertThat(said()).isEmpty();
        files.look();
        assertThat(shown()).isEqualTo("CN=second");
    }

    @Test
    void a_key_that_does_not_fit_is_told_once_and_the_old_pair_stays() throws Exception {
        var key = folder.resolve("today/tls.key");
        Files.writeString(key, Files.readString(second.key()));
        for (int i = 0; i < 5; i++) files.look();
        assertThat(shown()).isEqualTo("CN=first");
        assertThat(said())
                .singleElement()
                .asString()
                .contains("those from before stay in use", key.toString(), "is not that of");
        assertThat(health.report().sentences())
                .singleElement()
                .asString()
                .startsWith("tls: new certificates are not used: ");
        Files.writeString(folder.resolve("today/tls.crt"), Files.readString(second.certificate()));
        files.look();
        files.look();
        assertThat(shown()).isEqualTo("CN=second");
        assertThat(health.report().sentences()).isEmpty();
        assertThat(metrics.text())
                .contains("switchhook_tls_reloads_total{outcome=\"taken\"} 1.0")
                .contains("switchhook_tls_reloads_total{outcome=\"refused\"} 1.0");
    }

    @Test
    void a_file_that_is_half_written_is_named() throws Exception {
        var certificate = folder.resolve("today/tls.crt");
        String whole = Files.readString(second.certificate());
        Files.writeString(certificate, whole.substring(0, whole.length() / 2));
        files.look();
        files.look();
        assertThat(shown()).isEqualTo("CN=first");
        assertThat(said())
                .singleElement()
                .asString()
                .contains("the file " + certificate + " holds no certificate in PEM form");
        Files.delete(certificate);
        files.look();
        files.look();
        assertThat(said()).last().asString().contains("there is no file " + certificate);
    }

    @Test
    void a_reload_by_hand_says_what_is_wrong() throws Exception {
        var missing = folder.resolve("missing.pem");
        var wrong =
                new Configuration.Tls(
                        missing, first.key(), List.of(), ClientCertificates.NONE, Optional.empty());
        assertThatThrownBy(() -> files.reload(wrong)).hasMessage("there is no file " + missing);
        assertThat(shown()).isEqualTo("CN=first");
    }

    @Test
    void the_end_of_a_certificate_is_announced_each_day() {
        files.look();
        assertThat(said()).isEmpty();
        var end = inUse.getFirst().getNotAfter().toInstant();
        assertThat(metrics.text())
                .contains(
                        "switchhook_tls_certificate_expiry_seconds "
                                + (double) end.getEpochSecond());
        now = end.minus(Duration.ofDays(3));
        files.look();
        files.look();
        now = now.plus(Duration.ofDays(1));
        files.look();
        assertThat(said()).hasSize(2);
        assertThat(said())
                .allSatisfy(line ->
                        assertThat(line)
                                .isEqualTo(
                                        "the certificate of CN=first expires at "
                                                + end
                                                + "; renew it"));
        now = end.plusSeconds(1);
        assertThat(health.report().sentences())
                .singleElement()
                .asString()
                .contains("expired at " + end);
    }
}
