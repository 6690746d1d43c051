package io.switchhook.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// Deformed messages by the thousand over every transport at once. All the while the server answers on each, nothing
/// escapes its event loops, and afterwards it has forgotten what it was sent and puts a call through.
///
/// `interop.fuzz.messages` is how many, `interop.fuzz.seed` what makes each run the same messages; it is printed.
class HostileInputTest {
    private static final long MESSAGES = Long.getLong("interop.fuzz.messages", 20_000);
    private static final long SEED = Long.getLong("interop.fuzz.seed", 1);
    private static final boolean LONG_RUN = MESSAGES >= 1_000_000;
    private static final int PARTS = 10;
    private static final long HEAP_GROWTH = 16_384;

    /// In percent of all messages.
    private static final Map<Wire, Integer> SHARES =
            Map.of(Wire.UDP, 40, Wire.TCP, 20, Wire.TLS, 10, Wire.WS, 20, Wire.WSS, 10);

    private static final Duration QUIET = Duration.ofSeconds(240);
    private static final int BETWEEN_PROBES = 3;

    private final Map<Wire, Integer> ports = new EnumMap<>(Wire.class);
    private final int console = Ports.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private Path folder = Path.of("target");
    private int probes;

    @BeforeEach
    void folder(TestInfo test) {
        folder = Folder.of(test);
    }

    @Test
    void theServerServesOn() throws Exception {
        System.out.printf("HostileInputTest: -Dinterop.fuzz.seed=%d%n", SEED);
        var certificate = Certificate.selfSigned(folder, "dns:" + Config.DOMAIN + ",ip:127.0.0.1");
        var secure = Wire.trusting(certificate);
        // what a contact names is looked up nowhere, and what was registered is soon forgotten
        var config =
                new Config()
                        .console(console)
                        .certificate(certificate)
                        .line("authentication: none")
                        .line("trusted: [127.0.0.0/8]")
                        .line("limits: { maximumExpires: 1 min, pingInterval: 0 s }");
        for (var wire : Wire.values()) {
            ports.put(wire, Ports.free());
            config.listen(wire.scheme(), "127.0.0.1", port(wire));
        }
        var environment = List.of("env", "SWITCHHOOK_JAVA_OPTS=-Xmx512m -Ddns.server=127.0.0.1:1");
        var sip = port(Wire.UDP);
        try (var server = Server.start(folder, config, environment);
                var silent = new RawPhone("silent", Config.DOMAIN, sip);
                var a = new RawPhone("alice-of-the-test", Config.DOMAIN, sip);
                var b = new RawPhone("bob-of-the-test", Config.DOMAIN, sip)) {
            probeAll(secure, true);
            assertThat(silent.register("")).startsWith("SIP/2.0 200 ");
            var floods = floods(secure);
            var heap = new Heap(folder, server.process().pid());
            flood(floods, 1, secure);
            var early = rest(heap);
            var start = System.nanoTime();
            flood(floods, PARTS - 1, secure);
            var seconds = (System.nanoTime() - start) / 1e9;
            report(floods, seconds);
            awaitQuiet();
            probeAll(secure, true);
            aCallIsServed(a, b);
            var late = rest(heap);
            System.out.printf(
                    "HostileInputTest: %d probes answered; live heap %d kB after a tenth, %d kB at the end%n",
                    probes, early, late);
            if (LONG_RUN) System.out.println(heap.largest());
            assertThat(server.process().isAlive()).isTrue();
            assertThat(metric("switchhook_transport_shard_failures_total")).isZero();
            assertThat(server.process().output()).noneMatch(HostileInputTest::isFailure);
            assertThat(late).isLessThan(early + HEAP_GROWTH);
        }
    }

    private static boolean isFailure(String line) {
        return line.startsWith("\tat ")
                || line.contains("Z error ")
                || line.contains("unexpected failure");
    }

    private int port(Wire wire) {
        return ports.getOrDefault(wire, 0);
    }

    private List<Flood> floods(SSLSocketFactory secure) throws IOException {
        var seeds = Seeds.all(Config.DOMAIN, "silent");
        var floods = new ArrayList<Flood>();
        for (var wire : Wire.values()) {
            floods.add(
                    new Flood(wire, port(wire), secure, new Mutator(seeds, SEED + wire.ordinal())));
        }
        return floods;
    }

    /// So many parts of all messages, over all transports at once; every few seconds each is probed.
    private void flood(List<Flood> floods, int parts, SSLSocketFactory secure) throws Exception {
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            var running = new ArrayList<Future<?>>();
            for (var flood : floods) {
                var share = MESSAGES * SHARES.getOrDefault(flood.wire(), 0) / 100;
                running.add(
                        threads.submit(() -> {
                            flood.pour(share * parts / PARTS);
                            return null;
                        }));
            }
            for (var each : running) {
                while (!isDone(each)) {
                    probeAll(secure, false);
                }
            }
        }
    }

    private static boolean isDone(Future<?> flood) throws Exception {
        try {
            flood.get(BETWEEN_PROBES, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        }
    }

    private void report(List<Flood> floods, double seconds) throws Exception {
        var all = floods.stream().mapToLong(Flood::sent).sum();
        System.out.printf(
                "HostileInputTest: %d messages, %.0f/s in the last nine tenths%n",
                all, all * (PARTS - 1) / PARTS / seconds);
        for (var flood : floods) {
            var label = "{transport=\"" + flood.wire().scheme() + "\"}";
            System.out.printf(
                    "  %-4s %9d sent, %9.0f understood by the server, %d connections%n",
                    flood.wire().scheme(),
                    flood.sent(),
                    metric("switchhook_transport_messages_received_total" + label),
                    flood.connections());
        }
        for (var line : metrics()) {
            if (line.matches(
                    "switchhook_(transport_(messages_dropped|connections_closed)|admission_held).*[1-9].*")) {
                System.out.println("  " + line);
            }
        }
        System.out.printf(
                "  malformed %.0f, transactions %.0f, relayed %.0f%n",
                metric("switchhook_transport_messages_malformed_total"),
                metric("switchhook_transactions_total"),
                metric("switchhook_proxy_requests_total"));
    }

    /// The live heap in kB, in a long run of a server at rest, whose phones have expired.
    private long rest(Heap heap) throws Exception {
        if (LONG_RUN) {
            awaitQuiet();
            await("switchhook_bindings ", 20);
        }
        return heap.liveKilobytes().orElse(0);
    }

    private void awaitQuiet() throws Exception {
        await("switchhook_transactions_live", 20);
        await("switchhook_transport_connections_open", 20);
        await("switchhook_proxy_waiting", 20);
    }

    private void await(String metric, int bound) throws Exception {
        var deadline = System.nanoTime() + QUIET.toNanos();
        var pause = new CountDownLatch(1);
        for (double left = metric(metric); left >= bound; left = metric(metric)) {
            assertThat(System.nanoTime()).as(metric + " is " + left).isLessThan(deadline);
            assertThat(pause.await(500, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    /// The sum over all labels that start as given.
    private double metric(String name) throws IOException, InterruptedException {
        return metrics().stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private List<String> metrics() throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + console + "/metrics");
        var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
        return http.send(request, BodyHandlers.ofString()).body().lines().toList();
    }

    /// An OPTIONS over each transport is answered; under load the answer may be that there is too much of it.
    private void probeAll(SSLSocketFactory secure, boolean atRest) throws IOException {
        for (var wire : Wire.values()) {
            var answer = wire == Wire.UDP ? probeUdp() : probe(wire, secure);
            var expected = atRest ? "SIP/2.0 200 " : "SIP/2.0 (200|503) ";
            assertThat(answer).as("OPTIONS over " + wire).containsPattern(expected);
            probes++;
        }
    }

    private String probeUdp() throws IOException {
        AssertionError silence = new AssertionError();
        for (var tries = 0; tries < 5; tries++) {
            try (var phone = new RawPhone("probe", Config.DOMAIN, port(Wire.UDP))) {
                var uri = "sip:127.0.0.1:" + port(Wire.UDP);
                return phone.exchange(phone.request("OPTIONS", uri, "probe", ""));
            } catch (AssertionError e) {
                silence = e;
            }
        }
        throw silence;
    }

    private String probe(Wire wire, SSLSocketFactory secure) throws IOException {
        var id = "probe-%d-%d".formatted(ProcessHandle.current().pid(), probes);
        var request =
                """
                OPTIONS sip:127.0.0.1:%d SIP/2.0\r
                Via: SIP/2.0/%s probe.invalid;branch=z9hG4bK%s\r
                Max-Forwards: 70\r
                From: <sip:probe@%s>;tag=1\r
                To: <sip:127.0.0.1>\r
                Call-ID: %3$s\r
                CSeq: 1 OPTIONS\r
                Content-Length: 0\r
                \r
                """
                        .formatted(port(wire), wire, id, Config.DOMAIN);
        try (var socket = wire.connect(port(wire), secure)) {
            socket.getOutputStream().write(wire.framed(request.getBytes(ISO_8859_1)));
            var answer = new StringBuilder();
            while (answer.indexOf(id) < 0 || answer.indexOf("\r\n\r\n") < 0) {
                var b = socket.getInputStream().read();
                if (b < 0) {
                    break;
                }
                answer.append((char) b);
            }
            return answer.toString();
        }
    }

    private static void aCallIsServed(RawPhone a, RawPhone b) throws IOException {
        assertThat(b.register("")).startsWith("SIP/2.0 200 ");
        a.send(
                a.request(
                        "INVITE",
                        "sip:bob-of-the-test@" + Config.DOMAIN,
                        "bob-of-the-test",
                        a.contact()));
        var invite = b.await(message -> message.startsWith("INVITE "));
        b.send(RawPhone.response(invite, "486 Busy Here", ""));
        var busy = a.await(RawPhone.isStatus(486));
        assertThat(RawPhone.header(busy, "CSeq")).endsWith("INVITE");
    }
}
