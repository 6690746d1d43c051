package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Isolated;

/// The call flows through somebody else's registrar and proxy: what our phones and our comparison take for right is so
/// elsewhere, too.
///
/// Phones play by real time, and four troupes fill a small machine, so nothing runs beside it.
@Isolated
class KamailioTest {
    private final int port = Ports.free();
    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("KamailioTest", "kamailio");
        folder = Folder.of(test);
    }

    /// Phones mostly wait, so four troupes play at the same time. Each has an address, and with it a phone's few ports for
    /// media, for itself.
    @Test
    void allFlowsHold() throws Exception {
        var printed = named("guide");
        var further = named("RFC");
        assertThat(printed).hasSize(11);
        try (var _ = Kamailio.start(folder, port);
                var strict = run("strict", 1010, "udp", "--strict", printed);
                var asPrinted = run("as-printed", 1020, "udp", "--as-printed", printed);
                var others = run("further", 1030, "udp", "--strict", further);
                var tcp = run("tcp", 1040, "tcp", "--strict", printed)) {
            allHold(strict, printed);
            allHold(asPrinted, printed);
            allHold(others, further);
            allHold(tcp, printed);
        }
    }

    /// The flows that have this word in the list of all.
    private List<String> named(String source) {
        try (var list = FlowsRun.start(folder, "list", List.of("list"))) {
            assertThat(list.status()).isZero();
            return list.text()
                    .lines()
                    .map(line -> line.split("\\s+", 3))
                    .filter(words -> words[1].equals(source))
                    .map(words -> words[0])
                    .toList();
        }
    }

    private FlowsRun run(
            String name, int first, String transport, String comparison, List<String> flows) {
        var options =
                List.of(
                        "--server",
                        "127.0.0.1:" + port,
                        "--domain",
                        Config.DOMAIN,
                        "--transport",
                        transport,
                        "--address",
                        "127.0.0." + (first - 1000),
                        "--accounts",
                        FlowsRun.accounts(first),
                        "--format",
                        "json",
                        comparison);
        return FlowsRun.start(
                folder, name, Stream.concat(flows.stream(), options.stream()).toList());
    }

    private static void allHold(FlowsRun run, List<String> flows) {
        int status = run.status();
        var results = run.results();
        for (var result : results)
            assertThat(result.path("held").asBoolean()).as(result.toPrettyString()).isTrue();
        assertThat(results)
                .as(run.text())
                .extracting(result -> result.path("flow").asString())
                .isEqualTo(flows);
        assertThat(status).isZero();
    }
}
