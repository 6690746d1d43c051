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

/// An operator's browser at a server as it was started for the first time, with a phone, over TLS.
@ResourceLock(Alone.BROWSER)
class ConsolePageTest {
    private static final Path WEB = Path.of("..", "console", "web").toAbsolutePath().normalize();

    private Path folder = Path.of("target");

    @BeforeEach
    void need(TestInfo test) {
        Programs.need("ConsolePageTest", "node", "chromium", "sipp");
        if (!Files.isDirectory(WEB.resolve("node_modules")))
            Programs.notRun("ConsolePageTest", "console/web/build found no packages");
        folder = Folder.of(test);
    }

    @Test
    void theFirstAdminSeesThePhone() throws Exception {
        int sip = Ports.free();
        int web = Ports.free();
        var certificate = Certificate.selfSigned(folder, "dns:" + Config.DOMAIN + ",ip:127.0.0.1");
        var config =
                new Config()
                        .listen("udp", "127.0.0.1", sip)
                        .secureConsole(web)
                        .certificate(certificate)
                        .account("1001")
                        .account("1002");
        try (var server = Server.start(folder, config)) {
            var login =
                    server.process()
                            .awaitLine(
                                    "the first password",
                                    line -> line.startsWith("console login: user admin, password "),
                                    Duration.ofSeconds(10));
            register(sip, "1001");
            try (var browser = browser("https://127.0.0.1:" + web, login.split(" ")[5])) {
                int status = browser.awaitExit(Duration.ofMinutes(2));
                assertThat(status).as(browser.tail()).isZero();
            }
        }
    }

    private void register(int sip, String user) {
        var sipp = new Sipp(folder, "udp");
        int port = Ports.free();
        var users = sipp.users("caller", List.of(Sipp.row(user, Config.password(user))));
        var registration =
                sipp.play("register", port).to(sip).users(users).contactPort(port).calls(1, 1);
        assertThat(registration.run(Duration.ofSeconds(20)).successful())
                .as(registration.errors())
                .isEqualTo(1);
    }

    private Child browser(String url, String password) {
        return Child.start(
                folder,
                "browser",
                List.of(
                        "env",
                        "CONSOLE_URL=" + url,
                        "CONSOLE_PASSWORD=" + password,
                        "CHROMIUM=" + Programs.find("chromium"),
                        "node",
                        WEB.resolve("e2e").resolve("server.test.mjs").toString()));
    }
}
