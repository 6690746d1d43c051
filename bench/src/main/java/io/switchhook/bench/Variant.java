package io.switchhook.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Switchhook as it is by default, and with one thing changed: what that costs or saves.
enum Variant {
    SWITCHHOOK("as it is by default"),
    LADDER_OFF("remembers nothing for the ladders", set("limits.ladder=0 B")),
    CONSOLE("with the console and its metrics open", set("console=http://127.0.0.1:0")),
    BUDGETS_OFF("loopback is trusted: no budgets, no bans", set("trusted=127.0.0.0/8")),
    DATA_IN_MEMORY("the folder with the registrations is in /dev/shm") {
        @Override
        Path parent() {
            return Files.isDirectory(SHARED_MEMORY) ? SHARED_MEMORY : super.parent();
        }
    },
    SHARDS_1("one shard", set("limits.shards=1")),
    SHARDS_2("two shards", set("limits.shards=2")),
    GC_SERIAL("Serial collector", options("-XX:+UseSerialGC")),
    GC_PARALLEL("Parallel collector", options("-XX:+UseParallelGC")),
    GC_G1("G1 collector", options("-XX:+UseG1GC")),
    GC_Z("ZGC", options("-XX:+UseZGC")),
    HEADERS_LONG("object headers of twelve bytes", options("-XX:-UseCompactObjectHeaders")),
    UNTRAINED("without the AOT cache", options("-XX:AOTMode=off"));

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final String description;
    private final Change change;

    Variant(String description) {
        this(description, new Change(List.of(), List.of()));
    }

    Variant(String description, Change change) {
        this.description = description;
        this.change = change;
    }

    private record Change(List<String> settings, List<String> options) {}

    private static Change set(String... settings) {
        return new Change(List.of(settings), List.of());
    }

    private static Change options(String... options) {
        return new Change(List.of(), List.of(options));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String description() {
        return description;
    }

    /// As for `--set`.
    List<String> settings() {
        return change.settings;
    }

    /// For its virtual machine, besides those that `./switchhook` gives.
    List<String> options() {
        return change.options;
    }

    /// Where its folder is made.
    Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /// @throws IllegalArgumentException with the words that would have been right
    static Variant of(String label) {
        return Arrays.stream(values())
                .filter(variant -> variant.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no variant '"
                                        + label
                                        + "'; there are "
                                        + Arrays.stream(values())
                                                .map(Variant::label)
                                                .collect(Collectors.joining(", "))));
    }
}
