package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The messages of RFC 4475 and RFC 5118 against a running server: it answers as the RFC asks or stays silent where it
/// must, is alive after each, and serves a call after all.
class TortureTest {
    private static final String DOMAIN = "example.com";

    private final List<Server> servers = new ArrayList<>();
    private Path folder = Path.of("target");

    @BeforeEach
    void folder(TestInfo test) {
        folder = Folder.of(test);
    }

    @AfterEach
    void close() {
        servers.forEach(Server::close);
    }

    /// Each round has a server of its own, and most of its time goes by in silence: so a round begins while those before it
    /// still listen.
    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void answersAsTheRfcAsks(String transport) throws Exception {
        var rounds = TortureCase.rounds("rfc4475", "rfc5118");
        var wrong = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<List<String>>>();
            for (var i = 0; i < rounds.size(); i++) {
                var cases = rounds.get(i);
                var sip = Ports.free();
                start(sip, i);
                var address = "127.0.0." + (2 + i);
                running.add(
                        threads.submit(() -> {
                            try (var round = new TortureRound(DOMAIN, sip, address)) {
                                return round.play(cases, transport);
                            }
                        }));
            }
            for (var each : running) {
                wrong.addAll(each.get());
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void start(int sip, int round) throws Exception {
        var config =
                new Config()
                        .domain(DOMAIN)
                        .listen("udp", "127.0.0.1", sip)
                        .listen("tcp", "127.0.0.1", sip)
                        .line("authentication: none");
        var own = Files.createDirectory(folder.resolve("round" + (1 + round)));
        servers.add(Server.start(own, config));
    }
}
