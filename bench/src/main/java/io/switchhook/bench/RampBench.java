package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.spread;
import static io.switchhook.bench.MarkdownTable.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How many calls a second Switchhook and Kamailio sustain: `./switchhook bench ramp`.
@Command(
        name = "switchhook bench ramp",
        usageHelpWidth = 110,
        sortOptions = false,
        description = {
            "Looks for the rate that Switchhook and Kamailio sustain on this machine, with less than 0.1 %% failures",
            "and 0.5 %% retransmissions, and for the time that a call takes to set up at half of the lowest rate."
        })
public final class RampBench implements Callable<Integer> {
    @Option(names = "--load", description = "what they have to do; default: ${DEFAULT-VALUE}")
    private String label = Load.CALL.label();

    @Option(names = "--seconds", description = "of each step; default: ${DEFAULT-VALUE}")
    private int seconds = 10;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            description = "work of each server before the first; default: ${DEFAULT-VALUE}")
    private int warmUp = 30;

    @Option(
            names = "--start",
            paramLabel = "RATE",
            description = "exchanges a second of the first step; default: ${DEFAULT-VALUE}")
    private double start = 500;

    @Option(
            names = "--most",
            paramLabel = "RATE",
            description = "beyond which nothing is tried; default: ${DEFAULT-VALUE}")
    private double most = 50_000;

    @Option(
            names = "--precision",
            paramLabel = "PERCENT",
            description =
                    "between what holds and what does not, which is enough; default: ${DEFAULT-VALUE}")
    private double precision = 5;

    @Option(
            names = "--rounds",
            description = "turns of each at half of the lowest rate; default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(
            names = "--children",
            split = ",",
            paramLabel = "N",
            description = "Kamailio with so many processes; default: 1,2,4")
    private List<Integer> children = List.of(1, 2, 4);

    @Option(names = "--without-kamailio", description = "only Switchhook")
    private boolean withoutKamailio;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description =
                    "before each step, how long to wait at most until others use less than a quarter of a core; default: ${DEFAULT-VALUE}")
    private int patience = 20;

    @Mixin private Report report = new Report("ramp");

    public static void main(String[] arguments) {
        LoadOptions.run(
                new RampBench(),
                List.of("", "How it is measured and how to read the table: docs/performance.md"),
                arguments);
    }

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || warmUp < 0 || rounds < 1 || precision <= 0)
            throw new IllegalArgumentException(
                    "--seconds and --rounds are at least 1, --warm at least 0, and --precision is more than 0");
        if (Load.of(label) == Load.REGISTER_DIGEST)
            throw new IllegalArgumentException(
                    "nobody knows how many new users a ramp needs: use register or refresh-digest");
        report.check();
        var contenders = new ArrayList<Contender>();
        contenders.add(Switchhook.of(Variant.SWITCHHOOK));
        if (!withoutKamailio) {
            var program = Kamailio.required();
            for (int number : children) contenders.add(new Kamailio(program, number));
        }
        var environment =
                Environment.now(withoutKamailio ? null : Kamailio.installed().orElse(null));
        var parties = new ArrayList<Party>();
        try {
            measure(environment, contenders, parties);
        } finally {
            for (var party : parties) party.close();
        }
        return 0;
    }

    private void measure(Environment environment, List<Contender> contenders, List<Party> parties)
            throws Exception {
        var progress = Progress.onStderr();
        var load = Load.of(label);
        for (var contender : contenders) {
            progress.say("%s  %s starts, and warms up for %d s", label, contender.name(), warmUp);
            var party = Party.start(contender, load, load.needs(), load.needs().phones());
            parties.add(party);
            party.register(progress);
            party.rise(load, start, warmUp);
        }
        var settings = new Ramp.Settings(seconds, start, most, 1 + precision / 100, patience);
        var ramp = new Ramp(load, settings, progress);
        var outcomes = ramp.run(parties);
        write(environment, ramp, outcomes, List.of());
        var half = new ArrayList<SliceResult>();
        double rate =
                Math.rint(outcomes.stream().mapToDouble(Ramp.Outcome::rate).min().orElse(0) / 2);
        for (int round = 0; round < rounds && rate > 0; round++)
            for (var party : round % 2 == 0 ? parties : parties.reversed()) {
                Machine.awaitQuiet(patience);
                var slice = party.play(load, round, rate, (int) (rate * seconds));
                half.add(slice);
                progress.say(
                        "%s  %d/%d  %-14s %6.0f/s set-up p50 %.2f p99 %.2f ms, others %.2f cores",
                        label,
                        round + 1,
                        rounds,
                        party.name(),
                        rate,
                        slice.setUp().p50(),
                        slice.setUp().p99(),
                        slice.foreignCores());
            }
        System.out.print(write(environment, ramp, outcomes, half));
    }

    private String write(
            Environment environment, Ramp ramp, List<Ramp.Outcome> outcomes, List<SliceResult> half)
            throws Exception {
        String figures = environment + "\n\n" + table(outcomes, half);
        report.write(
                environment,
                figures,
                Map.of("outcomes", outcomes, "steps", ramp.steps(), "half", half));
        return figures;
    }

    /// @param half turns at half of the lowest rate; none as long as that is not known
    static String table(List<Ramp.Outcome> outcomes, List<SliceResult> half) {
        var rows = new ArrayList<List<String>>();
        String rate = half.isEmpty() ? "half the rate" : text("%.0f/s", half.getFirst().rate());
        rows.add(
                List.of(
                        "server",
                        "holds",
                        "too much",
                        "at its end",
                        "cores: server / generator",
                        "generator late, p99 ms",
                        "set-up ms at " + rate + ": p50",
                        "p99",
                        "noisy"));
        for (var outcome : outcomes) {
            var its =
                    half.stream().filter(slice -> slice.server().equals(outcome.server())).toList();
            var best = outcome.best();
            rows.add(
                    List.of(
                            outcome.server(),
                            best == null ? "none" : text("%.0f/s", outcome.rate()),
                            Double.isInfinite(outcome.failed())
                                    ? ""
                                    : text("%.0f/s", outcome.failed()),
                            bound(outcome),
                            best == null
                                    ? ""
                                    : text(
                                            "%.2f / %.2f",
                                            best.serverCores(), best.generatorCores()),
                            best == null ? "" : text("%.1f", best.slice().late().p99()),
                            its.isEmpty() ? "" : spread("%.2f", setUp(its, 0.5)),
                            its.isEmpty() ? "" : spread("%.2f", setUp(its, 0.99)),
                            its.stream().filter(SliceResult::isNoisy).count()
                                    + " of "
                                    + its.size()));
        }
        return MarkdownTable.of(rows) + limits(outcomes);
    }

    private static Spread setUp(List<SliceResult> slices, double share) {
        return Spread.of(
                slices.stream()
                        .map(slice -> share == 0.5 ? slice.setUp().p50() : slice.setUp().p99())
                        .toList());
    }

    private static String bound(Ramp.Outcome outcome) {
        return switch (outcome.bound()) {
            case NONE -> "nobody";
            case SERVER, MACHINE, GENERATOR ->
                    "the " + outcome.bound().name().toLowerCase(Locale.ROOT);
        };
    }

    /// What the rates are not, if the generator or the machine was at its end.
    private static String limits(List<Ramp.Outcome> outcomes) {
        var lines = new StringBuilder();
        for (var outcome : outcomes)
            switch (outcome.bound()) {
                case GENERATOR ->
                        lines.append(
                                "\nThe generator was at its end before %s: it sustains more than %.0f/s.\n"
                                        .formatted(outcome.server(), outcome.rate()));
                case MACHINE ->
                        lines.append(
                                "\nThe processors were all busy at %s's end, some of them with the generator: with processors of its own it sustains more than %.0f/s.\n"
                                        .formatted(outcome.server(), outcome.rate()));
                case NONE, SERVER -> {}
            }
        return lines.toString();
    }
}
