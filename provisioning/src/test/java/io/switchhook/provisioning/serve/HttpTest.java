package io.switchhook.provisioning.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.phone.Boot;
import io.switchhook.phone.settings.Profile;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The desk over HTTP, with real sockets.
@Timeout(60)
class HttpTest {
    private static final FileServer.Bounds IMPATIENT =
            new FileServer.Bounds(4, 4, 2048, Duration.ofMillis(400), 4, Duration.ofMillis(200));

    @TempDir private Path folder;
    private Desk desk;
    private FileServer server;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder);
        open(Desk.BOUNDS);
    }

    private void open(FileServer.Bounds bounds) throws IOException {
        if (server != null) server.close();
        server =
                FileServer.start(
                        List.of(Desk.at(Scheme.HTTP)), desk.desk, bounds, Optional.empty());
    }

    @AfterEach
    void close() {
        server.close();
        desk.close();
    }

    private String url() {
        return server.addresses().getFirst().toString();
    }

    private Socket connected() throws IOException {
        var socket = new Socket();
        socket.connect(server.addresses().getFirst().address());
        return socket;
    }

    private String exchange(String request) throws IOException {
        try (var socket = connected()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void a_phone_out_of_its_box_is_adopted_and_boots() throws Exception {
        var first = Boot.from(Profile.T38G, Desk.MAC.digits(), url(), Optional.empty());
        assertThat(first.notes()).anyMatch(it -> it.contains("001565abcdef.cfg: not there"));
        assertThat(first.settings().accounts()).noneMatch(it -> it.enabled());
        desk.adopt(Desk.MAC, "1001");
        var boot = Boot.from(Profile.T38G, Desk.MAC.digits(), url(), Optional.empty());
        var login = boot.settings().account(1).login();
        assertThat(login.userName()).isEqualTo("1001");
        assertThat(desk.directory.login(login.authName()).orElseThrow().account())
                .isEqualTo("1001");
        assertThat(boot.settings().account(1).registration().outboundProxy().orElseThrow().host())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void curl_gets_a_file_that_nothing_may_keep() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Programs.has("curl"));
        var out = folder.resolve("out");
        var process =
                new ProcessBuilder("curl", "-sS", "-i", url() + "/y000000000038.cfg")
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out))
                .startsWith("HTTP/1.1 200 OK")
                .containsIgnoringCase("cache-control: no-store")
                .containsIgnoringCase("connection: close")
                .doesNotContainIgnoringCase("server: ")
                .contains("#!version:1.0.0.1\n");
    }

    @Test
    void paths_lead_nowhere() throws Exception {
        for (var path :
                List.of(
                        "/../switchhook.db",
                        "/%2e%2e/switchhook.db",
                        "/..%2fswitchhook.db",
                        "/a/..;/switchhook.db",
                        "//etc/passwd",
                        "/%00",
                        "http://127.0.0.1/../../etc/passwd",
                        "/t/x/../../switchhook.db"))
            assertThat(get(path))
                    .as(path)
                    .matches("(?s)HTTP/1.1 (400|404) .*")
                    .doesNotContain("SQLite", "root:");
    }

    @Test
    void nothing_but_get_is_served() throws Exception {
        assertThat(exchange("HEAD /y000000000038.cfg HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(
                        exchange(
                                "PUT /y000000000038.cfg HTTP/1.1\r\n"
                                        + "Host: a\r\n"
                                        + "Content-Length: 1\r\n\r\n"
                                        + "x"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(exchange("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void a_request_that_is_too_large_is_not_read() throws Exception {
        assertThat(exchange("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(5000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(get("/" + "x".repeat(5000))).startsWith("HTTP/1.1 414 ");
    }

    @Test
    void who_sends_a_byte_now_and_then_is_not_waited_for() throws Exception {
        open(IMPATIENT);
        try (var slow = connected()) {
            slow.setSoTimeout(30);
            var out = slow.getOutputStream();
            int read = 0;
            out.write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            try {
                while (read >= 0) {
                    out.write('x');
                    try {
                        read = slow.getInputStream().read();
                    } catch (java.net.SocketTimeoutException e) {
                        // it still waits
                    }
                }
            } catch (IOException e) {
                read = -1; // reset
            }
            assertThat(read).isNegative();
        }
    }

    @Test
    void silent_connections_keep_nobody_out_for_long() throws Exception {
        open(IMPATIENT);
        var silent = new Socket[4];
        for (int i = 0; i < silent.length; i++) silent[i] = connected();
        assertThat(get("/y000000000038.cfg")).startsWith("HTTP/1.1 200 ");
        for (var socket : silent) {
            assertThat(socket.getInputStream().read()).isNegative();
            socket.close();
        }
    }

    @Test
    void phones_that_come_all_at_once_wait_at_the_door() throws Exception {
        open(
                new FileServer.Bounds(
                        1, 1000, 2048, Duration.ofSeconds(20), 4, Duration.ofMillis(200)));
        var phones = new ArrayList<Socket>();
        try (var inside = connected()) {
            // The kernel does not answer one for which there is no room, nor lets it be refused.
            for (int i = 0; i < 100; i++) phones.add(connected());
            inside.getOutputStream().write('G');
        }
        for (var phone : phones) {
            phone.getOutputStream()
                    .write(
                            "GET /y000000000038.cfg HTTP/1.1\r\nHost: a\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(phone.getInputStream().readAllBytes())
                    .startsWith("HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII));
            phone.close();
        }
    }

    @Test
    void one_address_does_not_take_all_connections() throws Exception {
        open(
                new FileServer.Bounds(
                        100, 2, 2048, Duration.ofSeconds(20), 4, Duration.ofMillis(200)));
        try (var one = connected();
                var two = connected()) {
            one.getOutputStream().write('G');
            two.getOutputStream().write('G');
            while (!isTurnedAway()) Thread.onSpinWait();
        }
        while (isTurnedAway()) Thread.onSpinWait();
    }

    private boolean isTurnedAway() {
        try {
            return !get("/y000000000038.cfg").startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void a_port_that_is_taken_is_named() throws Exception {
        try (var taken = new ServerSocket(0, 1, Desk.LOOPBACK)) {
            var address =
                    new DeskAddress(
                            Scheme.HTTP,
                            new InetSocketAddress(Desk.LOOPBACK, taken.getLocalPort()));
            assertThatThrownBy(() ->
                            FileServer.start(
                                    List.of(Desk.at(Scheme.HTTP), address),
                                    desk.desk,
                                    Desk.BOUNDS,
                                    Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(BindException.class)
                    .hasMessageStartingWith(address.toString());
        }
    }
}
