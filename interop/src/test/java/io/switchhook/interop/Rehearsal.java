package io.switchhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What the virtual machine learns from one demo, which has a server, a console and phones: the hundred commands that the
/// tests start after it then do with half the processor's time. `./switchhook train` gives an operator the same.
final class Rehearsal {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String OPTIONS = "SWITCHHOOK_JAVA_OPTS";

    /// What is added to the environment of those after it; nothing if it failed: then they only start more slowly.
    static final Map<String, String> LEARNED = rehearse();

    private Rehearsal() {}

    /// The same environment for a virtual machine that has further options.
    static Map<String, String> learnedWith(String options) {
        return Map.of(OPTIONS, (LEARNED.getOrDefault(OPTIONS, "") + ' ' + options).strip());
    }

    private static Map<String, String> rehearse() {
        var folder = Path.of("target", "it", "Rehearsal").toAbsolutePath();
        var cache = folder.resolve("switchhook.aot");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(cache);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var learning = Map.of(OPTIONS, "-XX:AOTCacheOutput=" + cache);
        try (var demo = Child.start(folder, "demo", Server.command("demo"), learning)) {
            demo.awaitLine("a call flow", line -> line.contains(" - holds"), LIMIT);
            demo.terminate();
            demo.awaitExit(LIMIT);
        } catch (AssertionError e) {
            System.out.println("Rehearsal: " + e.getMessage());
        }
        return Files.exists(cache) ? Map.of(OPTIONS, "-XX:AOTCache=" + cache) : Map.of();
    }
}
