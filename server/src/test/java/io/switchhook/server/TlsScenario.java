package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A whole server with real TLS, under what goes on around it.
@Timeout(1800)
class TlsScenario {
    private static final Logger LOG = LoggerFactory.getLogger(TlsScenario.class);

    /// `-Dtls.reloads=1000` for the whole of it.
    private static final int RELOADS = Integer.getInteger("tls.reloads", 50);

    private static final int CALLS_PER_SECOND = 50;
    private static final int RELOADS_PER_SECOND = 10;
    private static final int HALF_OPEN = 200;
    private static final int DEAF = 10;

    @TempDir private Path folder;
    private List<Certificates> certificates = List.of();
    private Path certificate = Path.of("");
    private Path key = Path.of("");
    private Optional<Server> server = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        certificates = List.of(Certificates.in(folder, "odd"), Certificates.in(folder, "even"));
        certificate = folder.resolve("in-use.pem");
        key = folder.resolve("in-use.key");
        use(certificates.getFirst());
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder.resolve("data")),
                        List.of(
                                "domains=office.example",
                                "listen=tls://127.0.0.1:0,udp://127.0.0.1:0",
                                "authentication=none",
                                "console=none",
                                "log.level=warn",
                                "limits.queued=64 KiB",
                                "tls.certificate=" + certificate,
                                "tls.key=" + key));
        server = Optional.of(Server.start(source, source.read(), Floors::start, CallListener.NONE));
    }

    @AfterEach
    void stop() {
        server.ifPresent(Server::close);
        Logging.apply(Configuration.Log.DEFAULT);
    }

    /// As a tool that renews certificates: new files are renamed over the old ones.
    private void use(Certificates now) throws IOException {
        for (var move : List.of(List.of(now.certificate(), certificate), List.of(now.key(), key))) {
            var fresh = folder.resolve("fresh");
            Files.copy(move.getFirst(), fresh);
            Files.move(fresh, move.getLast(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private ListenAddress listener(int number) {
        return ListenAddress.parse(server.orElseThrow().addresses().get(number));
    }

    private TlsPhone phone(String user) throws Exception {
        return TlsPhone.connect(listener(0), user);
    }

    private String metrics() {
        return server.orElseThrow().metrics().text();
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void certificates_change_below_calls_and_no_flow_notices() throws Exception {
        var failures = new CopyOnWriteArrayList<Throwable>();
        var calls = new AtomicInteger();
        try (var caller = phone("1001");
                var callee = phone("1002");
                var pace = Executors.newScheduledThreadPool(1);
                var calling = Executors.newVirtualThreadPerTaskExecutor()) {
            caller.register();
            callee.register();
            Runnable call =
                    () ->
                            calling.execute(() -> {
                                try {
                                    caller.call("1002");
                                    calls.incrementAndGet();
                                } catch (Exception e) {
                                    failures.add(e);
                                }
                            });
            var ticking =
                    pace.scheduleAtFixedRate(
                            call, 0, 1_000_000 / CALLS_PER_SECOND, TimeUnit.MICROSECONDS);
            reload(Math.min(RELOADS / 5, 50), 0);
            long before = usedHeap();
            reload(RELOADS, 1);
            long after = usedHeap();
            ticking.cancel(false);
            calling.shutdown();
            assertThat(calling.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            callee.register();
            LOG.warn(
                    "{} reloads below {} calls; heap {} kB, then {} kB",
                    RELOADS,
                    calls,
                    before / 1024,
                    after / 1024);
            assertThat(failures).isEmpty();
            assertThat(calls.get()).isPositive();
            assertThat(after - before).isLessThan(8 * 1024 * 1024);
            assertThat(metrics())
                    .contains("connections_open{transport=\"tls\"} 2.0")
                    .contains("reloads_total{outcome=\"refused\"} 0.0");
        }
    }

    /// Each tenth is looked at: by a phone that comes just then.
    private void reload(int times, int first) throws Exception {
        try (var pace = Executors.newScheduledThreadPool(1)) {
            for (int i = first; i < first + times; i++) {
                int which = i % 2;
                pace.schedule(() -> next(which), 1_000 / RELOADS_PER_SECOND, TimeUnit.MILLISECONDS)
                        .get();
                if (i % 10 > 1) continue;
                try (var newcomer = phone("1003")) {
                    assertThat(newcomer.server()).isEqualTo(which == 0 ? "CN=odd" : "CN=even");
                }
            }
        }
    }

    private Void next(int which) throws IOException {
        use(certificates.get(which));
        server.orElseThrow().reload();
        return null;
    }

    @Test
    void half_open_handshakes_and_deaf_peers_are_not_felt_by_others() throws Exception {
        var halfOpen = new ArrayList<Socket>();
        try (var phone = phone("1001");
                var udp = new DatagramSocket();
                var flooding = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < HALF_OPEN; i++) {
                var one = new Socket(listener(0).address().getAddress(), tlsPort());
                one.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1});
                halfOpen.add(one);
            }
            for (int i = 0; i < DEAF; i++)
                flooding.execute(TlsPhone.deaf(listener(0), "deaf-" + i)::flood);
            for (int i = 1; i <= 100; i++) {
                phone.register();
                register(udp, i);
            }
            flooding.shutdown();
            assertThat(flooding.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            phone.register();
            assertThat(metrics()).contains("reason=\"peer_does_not_read\"} " + (double) DEAF);
        } finally {
            for (var one : halfOpen) one.close();
        }
    }

    private int tlsPort() {
        return listener(0).address().getPort();
    }

    private void register(DatagramSocket socket, int number) throws IOException {
        String text =
                """
                REGISTER sip:office.example SIP/2.0
                Via: SIP/2.0/UDP phone.invalid;branch=z9hG4bKu%1$d;rport
                Max-Forwards: 70
                From: <sip:1004@office.example>;tag=f
                To: <sip:1004@office.example>
                Call-ID: udp
                CSeq: %1$d REGISTER
                Contact: <sip:1004@phone.invalid>
                Content-Length: 0

                """
                        .formatted(number)
                        .replace("\n", "\r\n");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var answer = new DatagramPacket(new byte[4096], 4096);
        socket.setSoTimeout(500);
        for (int attempt = 0; attempt < 20; attempt++) {
            socket.send(new DatagramPacket(bytes, bytes.length, listener(1).address()));
            try {
                socket.receive(answer);
                assertThat(new String(answer.getData(), 0, 11, StandardCharsets.UTF_8))
                        .isEqualTo("SIP/2.0 200");
                return;
            } catch (java.net.SocketTimeoutException e) {
                // RFC 3261 §17.1.2: it is sent again.
            }
        }
        throw new IOException("no answer over UDP");
    }
}
