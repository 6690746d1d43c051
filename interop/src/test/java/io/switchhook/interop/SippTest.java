package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// sipp registers and calls through the server, with digest on REGISTER and INVITE.
///
/// `-Dinterop.calls=10000 -Dinterop.rate=500` makes the long run.
class SippTest {
    private static final int CALLS = Integer.getInteger("interop.calls", 500);
    private static final int RATE = Integer.getInteger("interop.rate", 100);
    // one every 30 s, and two minutes more than the calls should take
    private static final int SAMPLES = 4 + CALLS / RATE / 30;
    private static final int PAIRS = 100;
    private static final Duration SHORT = Duration.ofSeconds(30);

    private final int sip = Ports.free();
    private final int caller = Ports.free();
    private final int callee = Ports.free();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("SippTest", "sipp");
        folder = Folder.of(test);
    }

    @AfterEach
    void close() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private Server server() {
        var config = new Config().listen("udp", "127.0.0.1", sip).listen("tcp", "127.0.0.1", sip);
        for (var i = 0; i < PAIRS; i++) {
            config.account(callerName(i)).account(calleeName(i));
        }
        var server = Server.start(folder, config);
        open.add(server);
        return server;
    }

    private static String callerName(int i) {
        return Integer.toString(1000 + i);
    }

    private static String calleeName(int i) {
        return Integer.toString(2000 + i);
    }

    private static List<String> callees() {
        return IntStream.range(0, PAIRS)
                .mapToObj(i -> Sipp.row(calleeName(i), Config.password(calleeName(i))))
                .toList();
    }

    private static List<String> callers() {
        return IntStream.range(0, PAIRS)
                .mapToObj(
                        i -> Sipp.row(callerName(i), Config.password(callerName(i)), calleeName(i)))
                .toList();
    }

    /// Registers all callees and leaves a sipp that plays the scenario for each call they get.
    private void calleesPlay(Sipp sipp, String scenario, String transport) {
        var users = sipp.users("callees", callees());
        if (transport.equals("tcp")) {
            // over TCP the bindings live as long as their connection: who registered must also
            // answer
            var phones =
                    sipp.play("register-and-stay", callee)
                            .to(sip)
                            .users(users)
                            .contactPort(callee)
                            .otherwise(scenario)
                            .calls(PAIRS, PAIRS)
                            .add("-fd", "1");
            open.add(phones.start());
            awaitRegistered(sipp, transport);
            return;
        }
        var registering =
                sipp.play("register", callee)
                        .to(sip)
                        .users(users)
                        .contactPort(callee)
                        .calls(PAIRS, PAIRS);
        var result = registering.run(SHORT);
        assertThat(result.successful()).as(registering.errors()).isEqualTo(PAIRS);
        open.add(sipp.play(scenario, callee).start());
    }

    /// A last callee that registers after the others, and ends, shows that the others have been served.
    private void awaitRegistered(Sipp sipp, String transport) {
        var last = Sipp.row(callerName(0), Config.password(callerName(0)));
        var probe =
                sipp.play("register", caller)
                        .to(sip)
                        .users(sipp.users("probe", List.of(last)))
                        .contactPort(caller)
                        .calls(3, 2);
        assertThat(probe.run(SHORT).successful()).as(transport + probe.errors()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void callsWithDigest(String transport) {
        var server = server();
        var heap = new Heap(folder, server.process().pid());
        var sipp = new Sipp(folder, transport);
        calleesPlay(sipp, "answer", transport);
        var heaps = new ArrayList<>(List.of(heap.live()));
        var calls =
                sipp.play("call", caller)
                        .to(sip)
                        .users(sipp.users("callers", callers()))
                        .calls(CALLS, RATE);

        Sipp.Result result;
        try (var process = calls.start()) {
            while (!process.endsWithin(Duration.ofSeconds(30)) && heaps.size() < SAMPLES) {
                heaps.add(heap.live());
            }
            result = calls.result(process.awaitExit(SHORT));
        }
        heaps.add(heap.live());

        System.out.printf(
                "SippTest %s: %d calls at %d/s: %d failed, %d retransmissions; live heap before, every 30 s, after: %s%n",
                transport, CALLS, RATE, result.failed(), result.retransmissions(), heaps);
        assertThat(result.failed()).as(calls.errors()).isZero();
        assertThat(result.successful()).isEqualTo(CALLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void calleeIsBusy(String transport) {
        server();
        var sipp = new Sipp(folder, transport);
        calleesPlay(sipp, "busy", transport);
        isRefused(sipp, 486, Config.password(callerName(0)), calleeName(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void callerGivesUp(String transport) {
        server();
        var sipp = new Sipp(folder, transport);
        calleesPlay(sipp, "ring", transport);
        plays(sipp.play("cancel", caller).users(sipp.users("callers", callers())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void nobodyHasThatName(String transport) {
        server();
        isRefused(new Sipp(folder, transport), 404, Config.password(callerName(0)), "nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void calleeIsNotRegistered(String transport) {
        server();
        var password = Config.password(callerName(0));
        isRefused(new Sipp(folder, transport), 480, password, calleeName(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void passwordIsWrong(String transport) {
        server();
        var sipp = new Sipp(folder, transport);
        var users = sipp.users("stranger", List.of(Sipp.row(calleeName(0), "guessed")));
        plays(sipp.play("register-wrong-password", callee).users(users).contactPort(callee));
        isRefused(sipp, 407, "guessed", calleeName(0));
    }

    private void isRefused(Sipp sipp, int status, String password, String called) {
        var users = sipp.users("callers", List.of(Sipp.row(callerName(0), password, called)));
        plays(sipp.play("refused", caller).status("refused", status).users(users));
    }

    private void plays(Sipp.Run run) {
        var result = run.to(sip).calls(3, 10).run(SHORT);
        assertThat(result.successful()).as(run.errors()).isEqualTo(3);
        assertThat(result.failed()).as(run.errors()).isZero();
    }
}
