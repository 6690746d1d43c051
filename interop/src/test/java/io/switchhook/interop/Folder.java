package io.switchhook.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.TestInfo;

/// Where a test keeps its files: `target/interop/CLASS/NAME`, empty when it starts, left as it is when it ends.
final class Folder {
    private Folder() {}

    static Path of(TestInfo test) {
        var type = test.getTestClass().orElseThrow().getSimpleName();
        var name =
                test.getTestMethod().orElseThrow().getName()
                        + "-"
                        + test.getDisplayName().replaceAll("[^A-Za-z0-9]+", "-");
        return empty(Path.of("target", "interop", type, name).toAbsolutePath());
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
