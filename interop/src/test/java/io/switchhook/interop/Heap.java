package io.switchhook.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The live heap of a server, as the JDK's `jcmd` sees it after a collection.
final class Heap {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Path folder;
    private final long pid;

    Heap(Path folder, long pid) {
        this.folder = folder;
        this.pid = pid;
    }

    /// In kB; `unknown` if the process is no Java program.
    String live() {
        var kilobytes = liveKilobytes();
        return kilobytes.isPresent() ? kilobytes.getAsLong() + " kB" : "unknown";
    }

    /// Empty if the process is no Java program.
    OptionalLong liveKilobytes() {
        jcmd("GC.run");
        var used = USED.matcher(jcmd("GC.heap_info"));
        return used.find() ? OptionalLong.of(Long.parseLong(used.group(1))) : OptionalLong.empty();
    }

    /// What most of it is.
    String largest() {
        return jcmd("GC.class_histogram").lines().limit(20).collect(Collectors.joining("\n"));
    }

    private String jcmd(String command) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try (var process =
                Child.start(folder, "jcmd", List.of(jcmd, Long.toString(pid), command))) {
            process.awaitExit(Duration.ofSeconds(30));
            return String.join("\n", process.output());
        }
    }
}
