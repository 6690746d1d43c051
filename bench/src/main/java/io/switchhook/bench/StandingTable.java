package io.switchhook.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Standings as a table in Markdown, whose columns are also straight in a terminal.
final class StandingTable {
    private static final List<String> HEAD =
            List.of(
                    "load",
                    "rate",
                    "server",
                    "CPU µs each (least to most)",
                    "of it JIT / GC",
                    "ratio (least to most)",
                    "verdict",
                    "set-up ms p50 / p95 / p99 / p99.9",
                    "sent again",
                    "failed",
                    "PSS / RSS MB",
                    "others, cores");

    private StandingTable() {}

    static String of(List<Standing> standings) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        for (var standing : standings) rows.add(row(standing));
        var widths = new int[HEAD.size()];
        for (var row : rows)
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        var lines = new ArrayList<String>();
        for (var row : rows) lines.add(line(row, widths));
        var rule = new ArrayList<String>();
        for (int width : widths) rule.add("-".repeat(width));
        lines.add(1, line(rule, widths));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells, int[] widths) {
        var padded = new ArrayList<String>();
        for (int i = 0; i < widths.length; i++)
            padded.add(cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()));
        return padded.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static List<String> row(Standing standing) {
        var setUp = standing.setUp();
        return List.of(
                standing.load(),
                text("%.0f/s", standing.rate()),
                standing.server(),
                spread("%.1f", standing.cpu()),
                text("%.1f / %.1f", standing.compiler(), standing.collector()),
                ratio(standing),
                verdict(standing),
                text(
                        "%.2f / %.2f / %.2f / %.2f",
                        setUp.p50(), setUp.p95(), setUp.p99(), setUp.p999()),
                "" + standing.retransmissions(),
                standing.failed() + (standing.overloaded() > 0 ? " (overloaded)" : ""),
                text("%.0f / %.0f", standing.pssBytes() / 1e6, standing.rssBytes() / 1e6),
                text("%.2f", standing.foreignCores())
                        + (standing.noisy() > 0
                                ? text(" (%d of %d noisy)", standing.noisy(), standing.slices())
                                : ""));
    }

    private static String ratio(Standing standing) {
        var ratio = standing.ratio();
        return ratio == null ? "" : spread("%.2f", ratio) + " of " + standing.of();
    }

    private static String verdict(Standing standing) {
        return standing.ratio() == null ? "" : standing.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static String spread(String format, Standing.Spread spread) {
        return spread.least() == spread.most()
                ? text(format, spread.median())
                : text(
                        format + " (" + format + " to " + format + ")",
                        spread.median(),
                        spread.least(),
                        spread.most());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
