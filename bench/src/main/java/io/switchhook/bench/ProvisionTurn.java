package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls for a while, with or without phones that fetch their files.
///
/// @param name in tables
/// @param calls what became of them, and what the server did in all of that time
/// @param fetched none if there were calls alone
record ProvisionTurn(String name, SliceResult calls, Fetching.@Nullable Result fetched) {

    /// Milliseconds of the server's processor time for the files of one phone: all that was used beyond what calls cost alone.
    ///
    /// @param call microseconds of a call alone
    double price(double call) {
        if (fetched == null || fetched.done() == 0) return 0;
        return (calls.cpu() - call) * calls.done() / 1000 / fetched.done();
    }

    /// What a call costs without fetches, in microseconds: the mean of the turns that had none.
    static double call(List<ProvisionTurn> turns) {
        return turns.stream()
                .filter(turn -> turn.fetched == null)
                .mapToDouble(turn -> turn.calls.cpu())
                .average()
                .orElse(0);
    }

    /// Both tables.
    static String tables(List<ProvisionTurn> turns) {
        return fetches(turns) + "\n" + servers(turns);
    }

    private static String fetches(List<ProvisionTurn> turns) {
        var rows = new ArrayList<List<String>>();
        rows.add(
                List.of(
                        "phones fetch",
                        "file",
                        "fetched",
                        "failed",
                        "p50 ms",
                        "p95",
                        "p99",
                        "longest",
                        "done after s",
                        "files/s"));
        for (var turn : turns) {
            var its = turn.fetched;
            if (its == null) continue;
            rows.add(row(turn, its, "common", 1, its.common()));
            rows.add(row(turn, its, "MAC", 1, its.own()));
            rows.add(row(turn, its, "both", 2, its.both()));
        }
        return MarkdownTable.of(rows);
    }

    private static List<String> row(
            ProvisionTurn turn,
            Fetching.Result its,
            String file,
            int files,
            SliceResult.Percentiles times) {
        return List.of(
                turn.name,
                file,
                text("%,d", its.done()),
                text("%,d", its.failed()),
                text("%.1f", times.p50()),
                text("%.1f", times.p95()),
                text("%.1f", times.p99()),
                text("%.1f", times.longest()),
                text("%.1f", its.seconds()),
                text("%.0f", files * its.done() / its.seconds()));
    }

    private static String servers(List<ProvisionTurn> turns) {
        double call = call(turns);
        var rows = new ArrayList<List<String>>();
        rows.add(
                List.of(
                        "calls, and phones fetch",
                        "calls",
                        "failed",
                        "sent again",
                        "set-up ms p50",
                        "p99",
                        "longest",
                        "generator late, p99 ms",
                        "server, cores",
                        "of it JIT / GC",
                        "ms a phone",
                        "PSS / RSS MB",
                        "others, cores"));
        for (var turn : turns) {
            var its = turn.calls;
            double perCore = its.cpu() == 0 ? 0 : its.serverCores() / its.cpu();
            rows.add(
                    List.of(
                            turn.name,
                            text("%,d", its.done()),
                            text("%,d", its.failed()),
                            text("%,d", its.retransmissions()),
                            text("%.1f", its.setUp().p50()),
                            text("%.1f", its.setUp().p99()),
                            text("%.1f", its.setUp().longest()),
                            text("%.1f", its.late().p99()),
                            text("%.2f", its.serverCores()),
                            text(
                                    "%.2f / %.2f",
                                    its.compiler() * perCore, its.collector() * perCore),
                            turn.fetched == null ? "" : text("%.2f", turn.price(call)),
                            text("%.0f / %.0f", its.pssBytes() / 1e6, its.rssBytes() / 1e6),
                            text("%.2f", its.foreignCores())));
        }
        return MarkdownTable.of(rows);
    }
}
