package io.switchhook.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.switchhook.console.Console.Settings;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page in Chromium, driven by `web/e2e/console.test.mjs`: every view with names that are HTML, without a mouse, on a
/// small screen and a large one, in the light and in the dark.
class ConsoleBrowserTest {
    private static final String PASSWORD = "correct horse";

    @TempDir private Path folder;

    @Test
    void the_page_works_in_a_browser() throws Exception {
        var node = need("node", "nodejs");
        var chromium = need("chromium", "chromium");
        var packages = Path.of("web", "node_modules", "playwright-core");
        if (!Files.isDirectory(packages)) notRun("web/build found no packages");
        var views = new SampleViews();
        var health = new Health();
        SampleViews.problems().forEach((part, it) -> health.add(part, () -> Optional.of(it)));
        var random = new SecureRandom();
        var users = Users.open(folder.resolve("users"), random);
        users.put("admin", Role.ADMIN, PASSWORD);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var console =
                Console.start(
                        Settings.of(address, Optional.empty(), 64, 16),
                        new Metrics(),
                        health,
                        users,
                        views.views(),
                        System::nanoTime,
                        random)) {
            run(node, chromium, console.address().getPort(), views);
        }
    }

    private static void run(Path node, Path chromium, int port, SampleViews views)
            throws Exception {
        var builder =
                new ProcessBuilder(node.toString(), "web/e2e/console.test.mjs")
                        .redirectErrorStream(true);
        builder.environment().put("CONSOLE_URL", "http://127.0.0.1:" + port);
        builder.environment().put("CONSOLE_PASSWORD", PASSWORD);
        builder.environment().put("CHROMIUM", chromium.toString());
        var process = builder.start();
        var said = new ArrayList<String>();
        try (var output = process.inputReader()) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (line.contains("GO ON")) views.goOn();
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        assertThat(said).anyMatch(line -> line.matches("# pass [1-9]\\d*|ℹ pass [1-9]\\d*"));
    }

    private static Path need(String program, String debian) {
        var path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> {
                    notRun(program + " is missing: apt-get install " + debian);
                    return Path.of(program);
                });
    }

    /// Where `CI` is `true`, it must have run.
    private static void notRun(String why) {
        var line = "*** NOT RUN: ConsoleBrowserTest: " + why + " ***";
        System.out.println(line);
        if (List.of("true").contains(String.valueOf(System.getenv("CI")))) fail(line);
        abort(line);
    }
}
