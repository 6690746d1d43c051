package io.switchhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.TestInfo;

/// Where a test keeps its files: `target/it/CLASS/METHOD`, empty when it starts, left as it is when it ends.
final class Folder {
    private Folder() {}

    static Path of(TestInfo test) {
        var type = test.getTestClass().orElseThrow().getSimpleName();
        var method = test.getTestMethod().orElseThrow().getName();
        // [2] transport = "tcp"; the name is kept short, since it holds sockets, whose paths have
        // 107 bytes
        var invocation = test.getDisplayName().replaceAll("\\W*(\\d+)\\W.*|.*", "$1");
        return empty(Path.of("target", "it", type, method + invocation).toAbsolutePath());
    }

    private static Path empty(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (var all = Files.walk(folder)) {
                    for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
