package io.switchhook.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A JsSIP phone in node, without media; it answers whoever calls. See `src/test/js/phone.js`.
final class NodePhone implements AutoCloseable {
    private static final Path SOURCE = Path.of("src", "test", "js").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Child process;

    /// @param url of the server's listener: `ws://` or `wss://`
    NodePhone(Path folder, String url, String user, String password) {
        process =
                Child.start(
                        folder,
                        "node-" + user,
                        List.of(
                                "node",
                                SOURCE.resolve("phone.js").toString(),
                                url,
                                Config.DOMAIN,
                                user,
                                password));
    }

    /// Fetches the packages of `package-lock.json`, unless they are here.
    static void install(Path folder) {
        if (SOURCE.resolve("node_modules/.package-lock.json").toFile().exists()) {
            return;
        }
        var command =
                List.of("npm", "ci", "--no-audit", "--no-fund", "--prefix", SOURCE.toString());
        try (var npm = Child.start(folder, "npm", command)) {
            if (npm.awaitExit(Duration.ofMinutes(2)) != 0) {
                Programs.notRun("JsSipTest", "npm ci failed: " + npm.tail());
            }
        }
    }

    void does(String line) {
        process.type(line);
    }

    int now() {
        return process.output().size();
    }

    void awaits(String event) {
        awaits(0, event);
    }

    /// Waits for an event that begins so, after the first so many lines.
    void awaits(int since, String event) {
        process.awaitLine(event, since, line -> line.startsWith(event), SOON);
    }

    @Override
    public void close() {
        process.close();
    }
}
