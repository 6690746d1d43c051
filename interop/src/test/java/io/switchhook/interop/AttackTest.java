package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Isolated;

/// Own phones on 127.0.0.1 register and call while others guess passwords, look for accounts and flood: SIPVicious from
/// that very address, as from behind the same NAT, and sipp from others.
///
/// No call may fail while both processors are busy, so nothing runs beside it.
@Isolated
class AttackTest {
    private static final String GUESSER = "127.0.0.66";
    private static final String FLOODER = "127.0.0.67";
    private static final int PAIRS = 50;
    private static final int CALLS = Integer.getInteger("interop.calls", 1200);
    private static final int RATE = 40;
    private static final int FLOOD = Integer.getInteger("interop.flood", 20_000);
    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final int sip = Ports.free();
    private final int caller = Ports.free();
    private final int callee = Ports.free();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path folder = Path.of("target");
    private Sipp sipp = new Sipp(folder, "udp");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("AttackTest", "sipp", "svwar", "svcrack");
        folder = Folder.of(test);
        sipp = new Sipp(folder, "udp");
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private static String callerName(int i) {
        return Integer.toString(1000 + i);
    }

    private static String calleeName(int i) {
        return Integer.toString(2000 + i);
    }

    private static List<String> rows(IntFunction<String> row) {
        return IntStream.range(0, PAIRS).mapToObj(row).toList();
    }

    private void register(String name, int port, IntFunction<String> user) {
        var rows = rows(i -> Sipp.row(user.apply(i), Config.password(user.apply(i))));
        var registering =
                sipp.play("register", port)
                        .to(sip)
                        .users(sipp.users(name, rows))
                        .contactPort(port)
                        .calls(PAIRS, PAIRS);
        assertThat(registering.run(SHORT).successful()).as(registering.errors()).isEqualTo(PAIRS);
    }

    @Test
    void ownPhonesCallAllTheWhile() {
        // svcrack breaks down at challenges other than MD5
        var config = new Config().listen("udp", "127.0.0.1", sip).line("algorithms: [MD5]");
        for (var i = 0; i < PAIRS; i++) {
            config.account(callerName(i)).account(calleeName(i));
        }
        open.add(Server.start(folder, config));
        register("callees", callee, AttackTest::calleeName);
        register("callers", caller, AttackTest::callerName);
        open.add(sipp.play("answer", callee).start());

        var callers =
                rows(i -> Sipp.row(callerName(i), Config.password(callerName(i)), calleeName(i)));
        var calls =
                sipp.play("call", caller)
                        .to(sip)
                        .users(sipp.users("calls", callers))
                        .calls(CALLS, RATE);
        Sipp.Result result;
        try (var process = calls.start()) {
            guess();
            var floods = List.of(flood(GUESSER), flood(FLOODER));
            scannerFindsNobody();
            crackerFindsNothing();
            floods.forEach(flood -> flood.awaitExit(SHORT));
            result = calls.result(process.awaitExit(LONG));
        }
        System.out.printf(
                "AttackTest: %d calls at %d/s beside 2 floods of %d REGISTERs: %d failed, %d retransmissions%n",
                CALLS, RATE, FLOOD, result.failed(), result.retransmissions());
        assertThat(result.failed()).as(calls.errors()).isZero();
        assertThat(result.successful()).isEqualTo(CALLS);
        register("again", caller, AttackTest::callerName);
        theBansTellWhyAndCanBeLifted();
    }

    /// Wrong passwords for an account that exists, and for one that does not.
    private void guess() {
        var rows = List.of(Sipp.row(calleeName(0), "guessed"), Sipp.row("nobody", "guessed"));
        var port = Ports.free();
        var guesses =
                sipp.play("register-wrong-password", port)
                        .from(GUESSER)
                        .to(sip)
                        .users(sipp.users("guesser", rows))
                        .contactPort(port)
                        .calls(100, 50)
                        .add("-recv_timeout", "2000");
        var result = guesses.run(SHORT);
        assertThat(result.successful()).as(guesses.errors()).isBetween(1L, 40L);
        assertThat(result.failed()).as("silenced").isGreaterThan(40);
    }

    private Child flood(String address) {
        var port = Ports.free();
        var flood =
                sipp.play("flood", port)
                        .from(address)
                        .to(sip)
                        .users(sipp.users("flooder", List.of("1000", "nobody")))
                        .contactPort(port)
                        .calls(FLOOD, 2000)
                        .start();
        open.add(flood);
        return flood;
    }

    /// Half of the names that it tries exist.
    private void scannerFindsNobody() {
        for (var method : List.of("REGISTER", "INVITE", "OPTIONS")) {
            var output =
                    tool("svwar-" + method, "svwar", "--force", "-m", method, "-e", "1040-1059");
            assertThat(output).contains("found nothing").doesNotContain("| 10");
        }
    }

    /// The right password is not among them, and the ban comes before it has tried all.
    private void crackerFindsNothing() {
        var output = tool("svcrack", "svcrack", "-u", "1999", "-r", "100-999");
        assertThat(output).contains("found nothing");
    }

    private String tool(String name, String program, String... arguments) {
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-p", Integer.toString(sip), "-P", Integer.toString(Ports.free())));
        command.addAll(List.of("--domain", Config.DOMAIN, "127.0.0.1"));
        try (var process = Child.start(folder, name, command)) {
            process.awaitExit(SHORT);
            return String.join("\n", process.output());
        }
    }

    private String bans(String name, int exit, String... arguments) {
        var command = new ArrayList<>(List.of("bans"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        try (var process = Server.run(folder, name, command.toArray(String[]::new))) {
            assertThat(process.awaitExit(SHORT)).as(process.tail()).isEqualTo(exit);
            return String.join("\n", process.output());
        }
    }

    private void theBansTellWhyAndCanBeLifted() {
        var banned = bans("bans", 0);
        System.out.println(banned);
        assertThat(banned)
                .containsPattern("127\\.0\\.0\\.66  .* \\(60 min\\)  more than 20 wrong passwords")
                .containsPattern("REGISTER +as 2000  by no User-Agent")
                .containsPattern("REGISTER +as nobody  by no User-Agent")
                .containsPattern("127\\.0\\.0\\.1  .*more than 20 wrong passwords")
                .contains("accounts that proved themselves at this address are served all the same")
                .containsPattern("REGISTER +as 1999  by friendly-scanner")
                .doesNotContain(FLOODER);
        bans("lift", 0, "lift", GUESSER);
        bans("lift-again", 1, "lift", GUESSER);
        assertThat(bans("bans-left", 0)).doesNotContain(GUESSER);
    }
}
