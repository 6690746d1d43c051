package io.switchhook.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that choose a configuration.
final class ConfigurationOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration, in YAML. Without it, every key has its default.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder; overrides the key 'data'. Default: ./data")
    private @Nullable Path data;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides one key, such as log.level=debug or limits.drain=10s. Several"
                            + " options for one key, or commas, make a list.")
    private List<String> settings = new ArrayList<>();

    ConfigurationSource source() {
        return new ConfigurationSource(
                Optional.ofNullable(file), Optional.ofNullable(data), List.copyOf(settings));
    }

    boolean hasFile() {
        return file != null;
    }

    /// Whether the domains were chosen, so that those of the data folder do not count.
    boolean namesDomains() {
        return file != null || settings.stream().anyMatch(setting -> setting.startsWith("domains"));
    }
}
