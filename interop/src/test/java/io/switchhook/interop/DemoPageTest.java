package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.ResourceLock;

/// `switchhook demo` with a browser at its console: the flows of the guides appear live, each with the names of its steps.
///
/// With the system property `interop.shots`, the folder of the README's pictures, they are taken anew.
@Order(1)
@ResourceLock(Alone.BROWSER)
class DemoPageTest {
    private static final Path WEB = Path.of("..", "console", "web").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ALL_FLOWS = Duration.ofMinutes(4);

    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("DemoPageTest", "node", "chromium");
        if (!Files.isDirectory(WEB.resolve("node_modules")))
            Programs.notRun("DemoPageTest", "console/web/build found no packages");
        folder = Folder.of(test);
    }

    @Test
    void theFlowsOfTheGuidesAppearLive() throws Exception {
        try (var demo = Server.run(folder, "demo", "demo")) {
            var ready = demo.awaitLine("ready", line -> line.startsWith("ready"), START);
            var login =
                    demo.awaitLine(
                            "the first password",
                            line -> line.startsWith("console login: user admin, password "),
                            START);
            var url = ready.substring(ready.indexOf("console ") + "console ".length()).strip();
            try (var browser = browser(url, login.split(" ")[5])) {
                int status = browser.awaitExit(ALL_FLOWS);
                assertThat(status).as(browser.tail()).isZero();
            }
        }
    }

    private Child browser(String url, String password) {
        var command = new ArrayList<>(List.of("env"));
        command.add("CONSOLE_URL=" + url);
        command.add("CONSOLE_PASSWORD=" + password);
        command.add("CHROMIUM=" + Programs.find("chromium"));
        Optional.ofNullable(System.getProperty("interop.shots"))
                .ifPresent(it -> command.add("SHOTS=" + Path.of(it).toAbsolutePath()));
        command.add("node");
        command.add(WEB.resolve("e2e").resolve("demo.test.mjs").toString());
        return Child.start(folder, "browser", command);
    }
}
