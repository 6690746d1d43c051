package io.switchhook.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.ResourceLock;

/// An operator's browser, and phones out of their boxes: one asks, is adopted and fetches its file; others say that they are HTML.
@ResourceLock(Alone.BROWSER)
class DevicesPageTest {
    private static final Path WEB = Path.of("..", "console", "web").toAbsolutePath().normalize();

    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("DevicesPageTest", "node", "chromium");
        if (!Files.isDirectory(WEB.resolve("node_modules")))
            Programs.notRun("DevicesPageTest", "console/web/build found no packages");
        folder = Folder.of(test);
    }

    @Test
    void aPhoneThatAsksIsAdoptedInTwoClicks() throws Exception {
        int web = Ports.free();
        int files = Ports.free();
        var config =
                new Config()
                        .listen("udp", "127.0.0.1", Ports.free())
                        .console(web)
                        .line("provisioning: [http://127.0.0.1:" + files + "]")
                        .account("1001")
                        .account("1002");
        try (var server = Server.start(folder, config)) {
            var login =
                    server.process()
                            .awaitLine(
                                    "the first password",
                                    line -> line.startsWith("console login: user admin, password "),
                                    Duration.ofSeconds(10));
            try (var browser = browser(web, files, login.split(" ")[5])) {
                int status = browser.awaitExit(Duration.ofMinutes(3));
                assertThat(status).as(browser.tail()).isZero();
            }
        }
    }

    private Child browser(int web, int files, String password) {
        return Child.start(
                folder,
                "browser",
                List.of(
                        "env",
                        "CONSOLE_URL=http://127.0.0.1:" + web,
                        "CONSOLE_PASSWORD=" + password,
                        "FILES_URL=http://127.0.0.1:" + files,
                        "FOLDER=" + folder.toAbsolutePath(),
                        "CHROMIUM=" + Programs.find("chromium"),
                        "node",
                        WEB.resolve("e2e").resolve("devices.test.mjs").toString()));
    }
}
