package io.switchhook.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a call and a registration cost with more of them, of phones, of shards and of calls that are up:
/// `./switchhook bench scale`.
@Command(
        name = "switchhook bench scale",
        usageHelpWidth = 110,
        sortOptions = false,
        description = {
            "Measures what a call and the refresh of a registration cost Switchhook at shares of the rate that it sustains,",
            "with few and with many registered phones, shards, and calls that are up. Servers that differ run in turn."
        })
public final class ScaleBench implements Callable<Integer> {
    @Option(names = "--seconds", description = "of each turn; default: ${DEFAULT-VALUE}")
    private int seconds = 10;

    @Option(names = "--rounds", description = "turns of each; default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            description = "work of each server before; default: ${DEFAULT-VALUE}")
    private int warmUp = 30;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            description =
                    "how much longer at most, for calls and for refreshes, while its compiler takes more than a twentieth of its time; default: ${DEFAULT-VALUE}")
    private int settling = 60;

    @Option(
            names = "--shares",
            split = ",",
            paramLabel = "PERCENT",
            description = "of the rate that is sustained; default: 1,10,50,100")
    private List<Integer> shares = List.of(1, 10, 50, 100);

    @Option(
            names = "--bindings",
            split = ",",
            paramLabel = "N",
            description =
                    "registered phones; where these are not compared, it is the second of them; default: 100,10000,1000000")
    private List<Integer> bindings = List.of(100, 10_000, 1_000_000);

    @Option(
            names = "--shards",
            split = ",",
            paramLabel = "N",
            description =
                    "threads that own calls; where these are not compared, it is the first of them; default: 1,2")
    private List<Integer> shards = List.of(1, 2);

    @Option(
            names = "--open",
            split = ",",
            paramLabel = "N",
            description = "calls that are up; default: 0,1000,10000")
    private List<Integer> open = List.of(0, 1_000, 10_000);

    @Option(
            names = "--call-rate",
            paramLabel = "RATE",
            description = "calls a second that are sustained; default: it is looked for")
    private double callRate;

    @Option(names = "--refresh-rate", paramLabel = "RATE", description = "likewise of refreshes")
    private double refreshRate;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description =
                    "before each turn, how long to wait at most until others use less than a quarter of a core; default: ${DEFAULT-VALUE}")
    private int patience = 20;

    @Option(
            names = "--pictures",
            paramLabel = "FOLDER",
            description = "where curves are drawn; default: beside the document that is written")
    private @Nullable Path pictures;

    @Mixin private Report report = new Report("scale");

    public static void main(String[] arguments) {
        LoadOptions.run(
                new ScaleBench(),
                List.of("", "How it is measured and how to read the figures: docs/performance.md"),
                arguments);
    }

    @Override
    public Integer call() throws Exception {
        check();
        report.check();
        var progress = Progress.onStderr();
        var scale =
                new Scale(
                        new Scale.Settings(
                                seconds,
                                rounds,
                                warmUp,
                                settling,
                                shares,
                                patience,
                                bindings.get(Math.min(1, bindings.size() - 1)),
                                shards.getFirst()),
                        progress);
        var environment = Environment.now(null);
        var rates = rates(scale);
        progress.say("sustained: %s", rates);
        var points = new ArrayList<ScalePoint>();
        for (var axis : ScalePoint.Axis.values()) {
            points.addAll(scale.along(axis, places(axis), rates));
            write(environment, rates, points);
        }
        System.out.print(figures(environment, rates, ScaleCurve.of(points), false));
        return 0;
    }

    private void check() {
        if (seconds < 1 || rounds < 1 || warmUp < 0 || callRate < 0 || refreshRate < 0)
            throw new IllegalArgumentException(
                    "--seconds and --rounds are at least 1, --warm and rates at least 0");
        if (shares.stream().anyMatch(share -> share < 1)
                || bindings.stream().anyMatch(number -> number < 2)
                || shards.stream().anyMatch(number -> number < 1)
                || open.stream().anyMatch(number -> number < 0))
            throw new IllegalArgumentException(
                    "--shares and --shards are at least 1, --bindings at least 2, --open at least 0");
    }

    private List<Integer> places(ScalePoint.Axis axis) {
        return switch (axis) {
            case BINDINGS -> bindings;
            case SHARDS -> shards;
            case OPEN_CALLS -> open;
        };
    }

    private Map<Load, Double> rates(Scale scale) throws Exception {
        var rates = new EnumMap<Load, Double>(Load.class);
        if (callRate > 0) rates.put(Load.CALL, callRate);
        if (refreshRate > 0) rates.put(Load.REFRESH, refreshRate);
        rates.putAll(
                scale.sustained(
                        Scale.LOADS.stream().filter(load -> !rates.containsKey(load)).toList()));
        return rates;
    }

    private @Nullable Path folder() {
        if (pictures != null || report.document() == null) return pictures;
        return report.document().toAbsolutePath().getParent();
    }

    /// After each axis, lest a long run that is ended leaves nothing.
    private void write(Environment environment, Map<Load, Double> rates, List<ScalePoint> points)
            throws Exception {
        var curves = ScaleCurve.of(points);
        var folder = folder();
        if (folder != null) {
            Files.createDirectories(folder);
            for (var chart : ScaleFigures.charts(curves).entrySet())
                Files.writeString(folder.resolve(chart.getKey()), ChartSvg.of(chart.getValue()));
        }
        report.write(
                environment,
                figures(environment, rates, curves, pictures == null),
                Map.of("sustained", rates, "curves", curves, "points", points));
    }

    private static String figures(
            Environment environment,
            Map<Load, Double> rates,
            List<ScaleCurve> curves,
            boolean pictures) {
        return "%s\n\nTaken as sustained: %s.\n%s"
                .formatted(
                        environment,
                        String.join(
                                ", ",
                                rates.entrySet().stream()
                                        .map(rate ->
                                                MarkdownTable.text(
                                                        "%.0f %s a second",
                                                        rate.getValue(),
                                                        ScaleFigures.plural(rate.getKey().label())))
                                        .toList()),
                        ScaleFigures.of(curves, pictures));
    }
}
