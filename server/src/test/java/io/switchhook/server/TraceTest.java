package io.switchhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Remark;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `switchhook trace` against a running server that has recorded a call.
@Timeout(60)
class TraceTest {
    private static final io.switchhook.ladder.Path PHONE =
            new io.switchhook.ladder.Path(
                    "UDP",
                    new InetSocketAddress("127.0.0.1", 5060),
                    new InetSocketAddress("127.0.0.1", 40000));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder;
    private Server server;
    private Fake floors;

    @BeforeEach
    void start() throws Exception {
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder),
                        List.of("domains=office.example", "console=none", "limits.controlTime=2s"));
        var made = new AtomicReference<Fake>();
        server =
                Server.start(
                        source,
                        source.read(),
                        surroundings -> {
                            var fake = new Fake(surroundings);
                            made.set(fake);
                            return fake;
                        },
                        CallListener.NONE);
        floors = Objects.requireNonNull(made.get());
    }

    @AfterEach
    void stop() {
        server.close();
        Logging.apply(Configuration.Log.DEFAULT);
    }

    private void call(String id, String user) {
        byte[] invite =
                """
                INVITE sip:%s@office.example SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:40000;branch=z9hG4bK-1
                From: <sip:1001@office.example>;tag=a
                To: <sip:%1$s@office.example>
                Call-ID: %s
                CSeq: 1 INVITE
                Content-Length: 0

                """
                        .formatted(user, id)
                        .replace("\n", "\r\n")
                        .getBytes(UTF_8);
        var recorder = floors.recorder;
        recorder.received(PHONE, invite, 0, invite.length, id);
        recorder.remark(id, new Remark.UnknownUser(user));
        byte[] answer =
                new String(invite, UTF_8)
                        .replaceFirst("INVITE .*", "SIP/2.0 404 Not Found")
                        .getBytes(UTF_8);
        recorder.sent(PHONE, answer, 0, answer.length, id);
    }

    private int run(String... options) {
        var line = new CommandLine(new TraceCommand(bytes));
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        line.setExecutionExceptionHandler((e, _, _) -> {
            err.append(e.getMessage());
            return e instanceof ControlFault fault ? fault.kind().exitCode() : ExitCode.FAILURE;
        });
        var all = new java.util.ArrayList<>(List.of("--data", folder.toString()));
        all.addAll(List.of(options));
        return line.execute(all.toArray(String[]::new));
    }

    @Test
    void the_last_call_is_drawn_with_what_is_wrong() {
        call("one", "1008");
        call("two", "1009");
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains("1001 -> 1009   failed with 404 Not Found", "nobody is called 1009 here")
                .contains("|--- INVITE ---", "What to do: ")
                .doesNotContain("1008");
    }

    @Test
    void a_call_is_chosen_by_its_Call_ID_and_by_who_was_in_it() {
        call("one", "1008");
        call("two", "1009");
        assertThat(run("--call", "one")).isZero();
        assertThat(out.toString()).contains("1008").doesNotContain("1009");
        assertThat(run("--account", "1009", "--format", "json")).isZero();
        assertThat(out.toString().lines().toList().getLast())
                .startsWith("{\"id\":")
                .contains("\"callId\":\"two\"", "\"name\":\"unknown-user\"");
        assertThat(run("--account", "1001")).isZero();
        assertThat(out.toString()).contains("1001 -> 1008", "1001 -> 1009");
    }

    @Test
    void files_are_for_programs() {
        call("one", "1008");
        assertThat(run("--format", "pcapng")).isZero();
        assertThat(bytes.toByteArray()).startsWith(0x0a, 0x0d, 0x0d, 0x0a);
        assertThat(bytes.toString(UTF_8)).contains("INVITE sip:1008@office.example");
        assertThat(run("--format", "svg")).isZero();
        assertThat(out.toString()).startsWith("<svg ").endsWith("</svg>\n");
    }

    @Test
    void what_is_not_there_is_said() {
        assertThat(run()).isZero();
        assertThat(err.toString()).contains("nothing has happened yet");
        assertThat(run("--call", "none")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("no ladder has the id or the Call-ID 'none'");
        assertThat(run("--follow", "--format", "svg")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--last", "2", "--format", "svg")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--last", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--last", "1", "--account", "1001")).isEqualTo(ExitCode.USAGE);
    }

    /// Longer than a command may take otherwise.
    @Test
    void who_follows_is_told_as_long_as_he_listens() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (var client = ControlClient.connect(folder).orElseThrow()) {
            var request = ControlClient.request("trace").put("follow", 1).put("format", "text");
            var following =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.call(
                                            request,
                                            new byte[0],
                                            item -> told.add(item.path("text").asString("")),
                                            java.time.Duration.ofMinutes(1));
                                } catch (ControlFault e) {
                                    told.add("ended");
                                }
                            });
            // a heartbeat comes every two seconds, and the deadline is as long
            for (int i = 0; i < 3; i++) assertThat(told.poll(20, TimeUnit.SECONDS)).isEmpty();
            call("one", "1008");
            String text = told.poll(20, TimeUnit.SECONDS);
            while (text != null && text.isEmpty()) text = told.poll(20, TimeUnit.SECONDS);
            assertThat(text).contains("-- 1001 -> 1008", "INVITE");
            following.interrupt();
        }
    }
}
