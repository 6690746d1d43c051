package io.switchhook.callflow;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Writes results as one test suite with a test case for each flow, for whatever reads JUnit's reports.
public final class JunitXml {
    private JunitXml() {}

    /// The document. A case that does not hold has its faults and the ladder.
    public static String write(List<FlowResult> results) {
        var out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        long failures = results.stream().filter(it -> !it.held()).count();
        var took = results.stream().map(FlowResult::took).reduce(Duration.ZERO, Duration::plus);
        out.append("<testsuite name=\"call flows\" tests=\"")
                .append(results.size())
                .append("\" failures=\"")
                .append(failures)
                .append("\" errors=\"0\" skipped=\"0\" time=\"")
                .append(seconds(took))
                .append("\">\n");
        for (var result : results) testCase(out, result);
        return out.append("</testsuite>\n").toString();
    }

    private static void testCase(StringBuilder out, FlowResult result) {
        out.append("  <testcase classname=\"")
                .append(
                        Xml.escape(
                                result.profile()
                                        + "."
                                        + result.transport()
                                        + "."
                                        + result.verdict().strictness().word()))
                .append("\" name=\"")
                .append(Xml.escape(result.flow().name()))
                .append("\" time=\"")
                .append(seconds(result.took()));
        if (result.held()) {
            out.append("\"/>\n");
            return;
        }
        out.append("\">\n    <failure message=\"")
                .append(Xml.escape(String.join(" ", result.faults())))
                .append("\">")
                .append(Xml.escape(TextLadder.draw(result)))
                .append("</failure>\n  </testcase>\n");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }
}
