package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.spread;
import static io.switchhook.bench.MarkdownTable.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Tables and pictures of what exchanges cost at scale.
final class ScaleFigures {
    private static final String PRICE = "µs of processor time for each";

    private ScaleFigures() {}

    /// One table for each axis, below its pictures.
    ///
    /// @param pictures whether they are there
    static String of(List<ScaleCurve> curves, boolean pictures) {
        var figures = new StringBuilder();
        for (var axis : ScalePoint.Axis.values()) {
            var along = curves.stream().filter(curve -> curve.axis() == axis).toList();
            if (along.isEmpty()) continue;
            figures.append('\n');
            if (pictures)
                charts(along)
                        .forEach((name, chart) ->
                                figures.append(
                                        "![%s; the values are in the table](%s)\n"
                                                .formatted(chart.title(), name)));
            if (pictures) figures.append('\n');
            figures.append(table(axis, along));
        }
        return figures.toString();
    }

    private static String table(ScalePoint.Axis axis, List<ScaleCurve> curves) {
        var places =
                curves.stream()
                        .flatMap(curve -> curve.cpu().keySet().stream())
                        .distinct()
                        .sorted()
                        .toList();
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of("CPU µs each", "rate"));
        for (int place : places) head.add(axis.counted(place));
        head.addAll(List.of("of it JIT", "last to first", "turns that say little"));
        rows.add(head);
        for (var curve : curves) {
            var row = new ArrayList<>(List.of(curve.load()));
            row.add(text("%.0f/s, %d %%", curve.rate(), curve.share()));
            for (int place : places) {
                var cpu = curve.cpu().get(place);
                row.add(cpu == null ? "" : spread("%.1f", cpu));
            }
            row.add(
                    curve.compiler().values().stream()
                            .map(compiler -> text("%.1f", compiler))
                            .collect(Collectors.joining(" / ")));
            var growth = curve.growth();
            row.add(growth == null ? "" : spread("%.2f", growth));
            row.add(text("%d overloaded, %d noisy", curve.overloaded(), curve.noisy()));
            rows.add(row);
        }
        return MarkdownTable.of(rows);
    }

    /// By the names of their files.
    static Map<String, Chart> charts(List<ScaleCurve> curves) {
        var charts = new LinkedHashMap<String, Chart>();
        for (var load : curves.stream().map(ScaleCurve::load).distinct().toList())
            for (var axis : ScalePoint.Axis.values()) {
                var its =
                        curves.stream()
                                .filter(curve -> curve.axis() == axis && curve.load().equals(load))
                                .toList();
                if (its.isEmpty()) continue;
                String name =
                        axis == ScalePoint.Axis.SHARDS
                                ? "rate"
                                : axis.name().toLowerCase(Locale.ROOT).replace('_', '-');
                charts.put("performance-%s-%s.svg".formatted(name, load), chart(axis, load, its));
            }
        return charts;
    }

    private static Chart chart(ScalePoint.Axis axis, String load, List<ScaleCurve> curves) {
        return axis == ScalePoint.Axis.SHARDS
                ? new Chart(
                        "The price of a %s by rate".formatted(load),
                        plural(load) + " a second",
                        PRICE,
                        byRate(curves))
                : new Chart(
                        "The price of a %s by %s".formatted(load, axis.title()),
                        axis.title(),
                        PRICE,
                        byPlace(curves));
    }

    /// Of a load's label, as in `calls`.
    static String plural(String load) {
        return load + (load.endsWith("h") ? "es" : "s");
    }

    private static List<Chart.Curve> byPlace(List<ScaleCurve> curves) {
        return curves.stream()
                .map(curve ->
                        new Chart.Curve(
                                text("%.0f/s (%d %%)", curve.rate(), curve.share()),
                                curve.cpu().entrySet().stream()
                                        .map(at -> new Chart.Point(at.getKey(), at.getValue()))
                                        .toList()))
                .toList();
    }

    private static List<Chart.Curve> byRate(List<ScaleCurve> curves) {
        var points = new LinkedHashMap<Integer, List<Chart.Point>>();
        for (var curve : curves)
            curve.cpu()
                    .forEach((place, cpu) ->
                            points.computeIfAbsent(place, _ -> new ArrayList<>())
                                    .add(new Chart.Point(curve.rate(), cpu)));
        var all = new ArrayList<Chart.Curve>();
        points.forEach((place, its) ->
                all.add(new Chart.Curve(ScalePoint.Axis.SHARDS.counted(place), its)));
        return all;
    }
}
