package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.spread;
import static io.switchhook.bench.MarkdownTable.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Standings as a table in Markdown.
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
        return MarkdownTable.of(rows);
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
}
