package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Isolated;

/// The call flows over TLS through somebody else's registrar and proxy, whose certificate our phones check.
///
/// Phones play by real time and are compared message by message, so nothing runs beside it.
@Isolated
class KamailioTlsTest {
    private static final List<Path> MODULES =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu/kamailio/modules/tls.so"),
                    Path.of("/usr/lib/aarch64-linux-gnu/kamailio/modules/tls.so"));

    private final int port = Ports.free();
    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("KamailioTlsTest", "kamailio");
        var module = MODULES.stream().filter(Files::exists).findFirst();
        Programs.needFile(
                "KamailioTlsTest", module.orElse(MODULES.getFirst()), "kamailio-tls-modules");
        folder = Folder.of(test);
    }

    /// One troupe of desk phones plays them, and one of video phones, whose messages are larger.
    @Test
    void allFlowsHold() throws Exception {
        var certificate = Certificate.selfSigned(folder, "dns:" + Config.DOMAIN + ",ip:127.0.0.1");
        try (var _ = Kamailio.startTls(folder, port, certificate);
                var desk = run("desk", 1050, "t38g", certificate);
                var video = run("video", 1060, "vp530", certificate)) {
            for (var run : List.of(desk, video)) {
                int status = run.status();
                for (var result : run.results()) {
                    assertThat(result.path("held").asBoolean())
                            .as(result.toPrettyString())
                            .isTrue();
                    assertThat(result.path("transport").asString()).isEqualTo("tls");
                }
                assertThat(run.results()).as(run.text()).hasSize(count());
                assertThat(status).isZero();
            }
        }
    }

    private int count() {
        try (var list = FlowsRun.start(folder, "list", List.of("list"))) {
            assertThat(list.status()).isZero();
            return (int) list.text().lines().count();
        }
    }

    private FlowsRun run(String name, int first, String model, Certificate trusted) {
        var options = new ArrayList<>(List.of("all", "--format", "json", "--strict"));
        options.addAll(List.of("--server", "127.0.0.1:" + port, "--domain", Config.DOMAIN));
        options.addAll(List.of("--transport", "tls", "--trust", trusted.certificate().toString()));
        options.addAll(List.of("--profile", model, "--address", "127.0.0." + (first - 1000)));
        options.addAll(List.of("--accounts", FlowsRun.accounts(first)));
        return FlowsRun.start(folder, name, options);
    }
}
