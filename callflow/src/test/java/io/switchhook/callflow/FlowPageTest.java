package io.switchhook.callflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page for operators lists the flows as they are. `mvn -o -pl callflow -am test -Dtest=FlowPageTest
/// -Dflows.write=true -Dsurefire.failIfNoSpecifiedTests=false` writes its tables anew.
class FlowPageTest {
    private static final Path PAGE = Path.of("..", "docs", "flows.md");
    private static final String END = "<!-- end -->";

    @Test
    void the_page_lists_every_flow() throws IOException {
        var page = Files.readString(PAGE);
        var made = replaced(replaced(page, "flows", flows()), "errata", errata());
        if (Boolean.getBoolean("flows.write")) Files.writeString(PAGE, made);
        assertThat(Files.readString(PAGE)).isEqualTo(made);
    }

    /// The page with what stands between two marks replaced.
    private static String replaced(String page, String mark, List<String> rows) {
        String begin = "<!-- " + mark + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(END, from);
        assertThat(from).isGreaterThanOrEqualTo(begin.length());
        assertThat(to).isPositive();
        return page.substring(0, from)
                + rows.stream().map(row -> row + "\n").collect(Collectors.joining())
                + page.substring(to);
    }

    private static List<String> flows() {
        return Flow.all().stream()
                .map(flow ->
                        "| `%s` | %s | %s | %s | %s |"
                                .formatted(
                                        flow.name(),
                                        flow.isPrinted() ? flow.guideSection() : "",
                                        String.join(" ", flow.scenario()),
                                        flow.isPrinted() ? flow.steps().size() : "",
                                        flow.rules()))
                .toList();
    }

    private static List<String> errata() {
        return Flow.all().stream()
                .flatMap(flow ->
                        flow.errata().stream()
                                .map(one ->
                                        "| `%s` | %s | %s | %s |"
                                                .formatted(
                                                        flow.name(),
                                                        steps(one),
                                                        one.text(),
                                                        one.section())))
                .toList();
    }

    private static String steps(Erratum erratum) {
        String printed = String.join(" ", erratum.printed());
        String added = erratum.added().stream().map(Step::name).collect(Collectors.joining(" "));
        if (added.isEmpty()) return printed;
        return printed.isEmpty() ? "+ " + added : printed + ", + " + added;
    }
}
