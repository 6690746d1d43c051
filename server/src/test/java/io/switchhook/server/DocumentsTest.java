package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Leniency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages for operators say what the code does.
class DocumentsTest {
    private static String page(String name) throws IOException {
        return Files.readString(Path.of("..", "docs", name));
    }

    /// The rows of the first table behind a heading.
    private static List<String> rows(String page, String heading) {
        return page.lines()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    @Test
    void every_limit_is_documented_as_it_is() throws IOException {
        var rows =
                Arrays.stream(Limit.values())
                        .map(limit ->
                                "| `%s` | %s | %s | %s |"
                                        .formatted(
                                                limit.key(),
                                                limit.preset(),
                                                limit.range(),
                                                limit.meaning()))
                        .toList();
        assertThat(rows(page("configuration.md"), "## Limits")).isEqualTo(rows);
    }

    @Test
    void every_tolerance_is_documented_as_it_is() throws IOException {
        var rows =
                Arrays.stream(Leniency.values())
                        .map(one ->
                                "| `%s` | %s | %s |"
                                        .formatted(
                                                one.name().toLowerCase(Locale.ROOT),
                                                one.meaning(),
                                                one.section()))
                        .toList();
        assertThat(rows(page("configuration.md"), "## Tolerances")).isEqualTo(rows);
    }

    @Test
    void every_key_is_documented() throws Exception {
        var page = page("configuration.md");
        for (var key : ConfigurationSource.DEFAULTS.read().settings().keySet())
            if (!key.startsWith("limits.")) assertThat(page).contains("| `" + key + "` |");
    }

    @Test
    void every_module_and_level_is_documented() throws IOException {
        var page = page("logging.md");
        for (var module : LogModule.values()) assertThat(page).contains("| `" + module + "` |");
        for (var level : LogLevel.values()) assertThat(page).contains("`" + level + "`");
    }

    @Test
    void every_metric_is_documented_and_no_other(@TempDir Path folder) throws Exception {
        var certificate = Certificates.in(folder, "office.example");
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder),
                        List.of(
                                "listen=udp://127.0.0.1:0,tcp://127.0.0.1:0,tls://127.0.0.1:0",
                                "tls.certificate=" + certificate.certificate(),
                                "tls.key=" + certificate.key(),
                                "hep.collector=127.0.0.1:9",
                                "provisioning=http://127.0.0.1:0",
                                "console=none"));
        try (var server = Server.start(source, source.read(), Floors::start, CallListener.NONE)) {
            assertThat(names("(?m)^\\| `([a-z0-9]+_[a-z0-9_]+)` \\|", page("metrics.md")))
                    .isEqualTo(names("(?m)^# TYPE (\\S+)", server.metrics().text()));
        }
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
