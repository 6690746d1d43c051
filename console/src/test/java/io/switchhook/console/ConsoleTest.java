package io.switchhook.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.console.Metrics.Unit;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    @TempDir private Path folder;

    private final Metrics metrics = new Metrics();
    private final Health health = new Health();
    private Console console;

    @BeforeEach
    void start() throws IOException {
        console = console(0);
    }

    private Console console(int port) throws IOException {
        var random = new SecureRandom();
        return Console.start(
                Console.Settings.of(loopback(port), Optional.empty(), 8, 4),
                metrics,
                health,
                Users.open(folder.resolve("users"), random),
                new SampleViews().views(),
                System::nanoTime,
                random);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private record Answer(int statusCode, String contentType, String body) {}

    private Answer get(String path) throws IOException {
        var uri = URI.create("http://127.0.0.1:" + console.address().getPort() + path);
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            var body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(status, connection.getContentType(), body);
        }
    }

    @Test
    void health_is_ok_if_nobody_complains() throws Exception {
        health.add("calls", Optional::empty);
        var answer = get("/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .matches("\\{\"status\":\"ok\",\"uptime\":\\d+,\"problems\":\\[]}\n");
        assertThat(answer.contentType()).startsWith("application/json");
    }

    @Test
    void health_says_what_is_wrong_and_the_worst_counts() throws Exception {
        health.add("disk", () -> Optional.of(new Problem(Status.WARNING, "nearly full")));
        assertThat(get("/health").statusCode()).isEqualTo(200);
        health.add("calls", () -> Optional.of(new Problem(Status.FAILED, "no \"line\"")));
        var answer = get("/health");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"status\":\"failed\"", "nearly full", "no \\\"line\\\"");
    }

    @Test
    void a_check_that_fails_is_a_problem() throws Exception {
        health.add(
                "broken",
                () -> {
                    throw new IllegalStateException("oops");
                });
        assertThat(get("/health").body()).contains("cannot tell", "oops");
    }

    @Test
    void metrics_are_read_when_somebody_asks() throws Exception {
        var calls = new long[1];
        metrics.counter("switchhook_calls", Unit.NONE, "Calls.", "outcome")
                .add(() -> calls[0], "answered")
                .add(() -> 7, "failed");
        metrics.gauge("switchhook_queue", Unit.BYTES, "Waiting.").addDouble(() -> 0.5);
        calls[0] = 3;
        var answer = get("/metrics");
        assertThat(answer.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body())
                .contains(
                        "# HELP switchhook_calls_total Calls.",
                        "# TYPE switchhook_calls_total counter",
                        "switchhook_calls_total{outcome=\"answered\"} 3.0",
                        "switchhook_calls_total{outcome=\"failed\"} 7.0",
                        "switchhook_queue_bytes 0.5");
    }

    @Test
    void one_figure_that_fails_does_not_hide_the_others() throws Exception {
        metrics.gauge("switchhook_bad", Unit.NONE, "Bad.")
                .add(() -> {
                    throw new IllegalStateException("oops");
                });
        metrics.gauge("switchhook_good", Unit.NONE, "Good.").add(() -> 1);
        assertThat(get("/metrics").body())
                .contains("switchhook_good 1.0")
                .doesNotContain("switchhook_bad ");
    }

    @Test
    void labels_must_fit_their_family() {
        var family = metrics.gauge("switchhook_one", Unit.NONE, "One.", "label");
        assertThatThrownBy(() -> family.add(() -> 1))
                .hasMessage("switchhook_one has 1 labels, not 0");
    }

    @Test
    void the_process_is_measured() throws Exception {
        ProcessMetrics.register(metrics);
        assertThat(get("/metrics").body())
                .contains("process_uptime_seconds ", "jvm_memory_used_bytes{area=\"heap\"} ");
    }

    @Test
    void other_paths_are_not_found() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/api").statusCode()).isEqualTo(404);
    }

    @Test
    void an_address_that_is_taken_is_told() {
        assertThatThrownBy(() -> console(console.address().getPort()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }
}
