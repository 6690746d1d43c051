package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The page for operators says what the code does.
class DocumentTest {
    static List<String> rows() {
        return Verdicts.RULES.stream()
                .map(rule ->
                        "| `%s` | %s | %s |"
                                .formatted(
                                        rule.name(),
                                        rule.severity().name().toLowerCase(Locale.ROOT),
                                        rule.advice().isEmpty() ? "-" : rule.advice()))
                .toList();
    }

    @Test
    void every_verdict_is_documented_as_it_is() throws Exception {
        var page = Files.readString(Path.of("..", "docs", "ladder.md"));
        assertThat(
                        page.lines()
                                .dropWhile(line -> !line.equals("## The verdict"))
                                .dropWhile(line -> !line.startsWith("|---"))
                                .skip(1)
                                .takeWhile(line -> line.startsWith("|")))
                .isEqualTo(rows());
    }
}
