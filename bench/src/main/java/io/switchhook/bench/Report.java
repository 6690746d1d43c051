package io.switchhook.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Where what was measured is kept: what all commands that have figures are asked alike.
final class Report {
    @Option(names = "--json", paramLabel = "FILE", description = "writes everything measured")
    private @Nullable Path json;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description =
                    "puts the figures into a document, where docs/performance.md has a place for them")
    private @Nullable Path document;

    private final String name;

    /// @param name of the place in a document
    Report(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /// Where the document is; none if none is written.
    @Nullable Path document() {
        return document;
    }

    /// @throws IllegalArgumentException if the document has no place, which is better known before hours of work
    void check() throws IOException {
        if (document != null)
            Figures.in(Files.readString(document, StandardCharsets.UTF_8), name, "");
    }

    /// Again after each step, lest a long run that is ended leaves nothing.
    ///
    /// @param figures for the document
    /// @param measured beside the environment
    void write(Environment environment, String figures, Map<String, ?> measured)
            throws IOException {
        if (json != null) {
            ObjectMapper mapper =
                    JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
            var all = new LinkedHashMap<String, Object>();
            all.put("environment", environment);
            all.putAll(measured);
            Files.write(json, mapper.writeValueAsBytes(all));
        }
        if (document != null)
            Files.writeString(
                    document,
                    Figures.in(Files.readString(document, StandardCharsets.UTF_8), name, figures));
    }
}
