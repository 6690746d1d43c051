package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.spread;
import static io.switchhook.bench.MarkdownTable.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How soon a server is there, and what the first calls notice: `./switchhook bench start`.
@Command(
        name = "switchhook bench start",
        usageHelpWidth = 110,
        sortOptions = false,
        description = {
            "Measures how long Switchhook takes to start, and what its first calls take and notice, trained and untrained."
        })
public final class StartBench implements Callable<Integer> {
    @Option(names = "--starts", description = "of each kind; default: ${DEFAULT-VALUE}")
    private int starts = 7;

    @Option(names = "--phones", description = "that registered before; default: ${DEFAULT-VALUE}")
    private int phones = 1_000;

    @Option(names = "--calls", description = "the first ones; default: ${DEFAULT-VALUE}")
    private int calls = 1_000;

    @Option(
            names = "--rate",
            description = "of the first calls, a second; default: ${DEFAULT-VALUE}")
    private double rate = 50;

    @Option(
            names = "--at-once",
            paramLabel = "RATE",
            description =
                    "calls a second that a cold server gets from the beginning; default: ${DEFAULT-VALUE}")
    private double atOnce = 1_000;

    @Option(names = "--seconds", description = "for which it gets them; default: ${DEFAULT-VALUE}")
    private int seconds = 5;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            description = "work before a call is a warm one; default: ${DEFAULT-VALUE}")
    private int warmUp = 30;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description =
                    "before each start, how long to wait at most until others use less than a quarter of a core; default: ${DEFAULT-VALUE}")
    private int patience = 20;

    @Mixin private Report report = new Report("start");

    public static void main(String[] arguments) {
        LoadOptions.run(
                new StartBench(),
                List.of("", "How it is measured and how to read the table: docs/performance.md"),
                arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (starts < 1 || phones < 2 || calls < 2 || rate <= 0 || atOnce <= 0 || seconds < 1)
            throw new IllegalArgumentException(
                    "--starts and --seconds are at least 1, --phones and --calls at least 2, rates more than 0");
        report.check();
        var progress = Progress.onStderr();
        var environment = Environment.now(null);
        var all = new ArrayList<ColdServer.Start>();
        var warm = new LinkedHashMap<String, Double>();
        try (var trained = ColdServer.of(Variant.SWITCHHOOK, phones, progress);
                var untrained = ColdServer.of(Variant.UNTRAINED, phones, progress)) {
            var servers = List.of(trained, untrained);
            for (int round = 0; round < starts; round++)
                for (var server : round % 2 == 0 ? servers : servers.reversed()) {
                    all.add(start(server, round, progress));
                    write(environment, all, warm);
                }
            for (var server : servers) {
                progress.say("%s  works for %d s, for warm calls", server.name(), warmUp);
                warm.put(server.name(), server.warmCall(warmUp, atOnce));
            }
        }
        System.out.print(write(environment, all, warm));
        return 0;
    }

    private ColdServer.Start start(ColdServer server, int round, Progress progress)
            throws Exception {
        Machine.awaitQuiet(patience);
        var questions = new ColdServer.Questions(calls, rate, atOnce, seconds);
        var start = server.start(round, questions, System.getProperty("switchhook.launcher", ""));
        progress.say(
                "%d/%d  %-9s ready after %.2f s, with the script %.2f s; first call %.1f ms, first %d %.0f µs each; %.0f/s at once: p99 %.1f ms, %d of %d failed",
                round + 1,
                starts,
                start.server(),
                start.java(),
                start.launcher(),
                start.first(),
                calls,
                start.price(),
                atOnce,
                start.p99(),
                start.refused(),
                start.begun());
        return start;
    }

    private String write(
            Environment environment, List<ColdServer.Start> all, Map<String, Double> warm)
            throws Exception {
        String figures = environment + "\n\n" + table(all, warm);
        report.write(environment, figures, Map.of("starts", all, "warmCall", warm));
        return figures;
    }

    private String table(List<ColdServer.Start> all, Map<String, Double> warm) {
        return table(all, warm, new ColdServer.Questions(calls, rate, atOnce, seconds));
    }

    /// A column for each kind, a row for each question.
    static String table(
            List<ColdServer.Start> all, Map<String, Double> warm, ColdServer.Questions questions) {
        var kinds = all.stream().map(ColdServer.Start::server).distinct().toList();
        var rows = new ArrayList<List<String>>();
        rows.add(row("median of " + all.size() / kinds.size() + " starts", kinds, kind -> kind));
        rows.add(spreads("ready, s", "%.2f", kinds, all, ColdServer.Start::java));
        if (all.stream().anyMatch(start -> start.launcher() > 0))
            rows.add(
                    spreads(
                            "ready with `./switchhook serve`, s",
                            "%.2f",
                            kinds,
                            all,
                            ColdServer.Start::launcher));
        rows.add(
                spreads(
                        "processor time until then, s",
                        "%.2f",
                        kinds,
                        all,
                        ColdServer.Start::processor));
        rows.add(spreads("the first call, ms", "%.1f", kinds, all, ColdServer.Start::first));
        rows.add(
                row(
                        "a warm call, ms",
                        kinds,
                        kind -> warm.containsKey(kind) ? text("%.1f", warm.get(kind)) : ""));
        rows.add(
                spreads(
                        text(
                                "the first %,d calls at %.0f/s, CPU µs each",
                                questions.calls(), questions.rate()),
                        "%.0f",
                        kinds,
                        all,
                        ColdServer.Start::price));
        rows.add(
                row(
                        "failed of them",
                        kinds,
                        kind ->
                                ""
                                        + of(all, kind).stream()
                                                .mapToInt(ColdServer.Start::failed)
                                                .sum()));
        rows.add(
                spreads(
                        text(
                                "%,.0f/s at once for %d s: set-up p99, ms",
                                questions.atOnce(), questions.seconds()),
                        "%.1f",
                        kinds,
                        all,
                        ColdServer.Start::p99));
        rows.add(
                row(
                        "failed of them",
                        kinds,
                        kind ->
                                text(
                                        "%,d of %,d",
                                        of(all, kind).stream()
                                                .mapToInt(ColdServer.Start::refused)
                                                .sum(),
                                        of(all, kind).stream()
                                                .mapToInt(ColdServer.Start::begun)
                                                .sum())));
        return MarkdownTable.of(rows);
    }

    private interface Cell {
        String of(String kind);
    }

    private static List<String> row(String what, List<String> kinds, Cell cell) {
        var row = new ArrayList<>(List.of(what));
        for (String kind : kinds) row.add(cell.of(kind));
        return row;
    }

    private static List<String> spreads(
            String what,
            String format,
            List<String> kinds,
            List<ColdServer.Start> all,
            ToDoubleFunction<ColdServer.Start> value) {
        return row(
                what,
                kinds,
                kind ->
                        spread(
                                format,
                                Spread.of(of(all, kind).stream().mapToDouble(value).toArray())));
    }

    private static List<ColdServer.Start> of(List<ColdServer.Start> all, String kind) {
        return all.stream().filter(start -> start.server().equals(kind)).toList();
    }
}
