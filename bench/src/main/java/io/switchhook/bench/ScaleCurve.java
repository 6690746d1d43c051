package io.switchhook.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The price of an exchange along an axis, at one rate.
///
/// @param cpu microseconds of processor time for each exchange, at each place
/// @param compiler how much of it is the compiler's of the virtual machine, at each place: the median
/// @param growth of the last place to the first, in the same round; none if no round has both
/// @param overloaded turns in which server or generator could not follow
/// @param noisy turns with so much other work on the machine that they say little
record ScaleCurve(
        ScalePoint.Axis axis,
        String load,
        int share,
        double rate,
        TreeMap<Integer, Spread> cpu,
        TreeMap<Integer, Double> compiler,
        @Nullable Spread growth,
        int overloaded,
        int noisy) {

    /// In the order in which they came first.
    static List<ScaleCurve> of(List<ScalePoint> points) {
        var groups = new LinkedHashMap<List<Object>, List<ScalePoint>>();
        for (var point : points)
            groups.computeIfAbsent(
                            List.of(point.axis(), point.slice().load(), point.share()),
                            _ -> new ArrayList<>())
                    .add(point);
        return groups.values().stream().map(ScaleCurve::along).toList();
    }

    private static ScaleCurve along(List<ScalePoint> points) {
        var cpu = along(points, SliceResult::cpu);
        var compiler = new TreeMap<Integer, Double>();
        along(points, SliceResult::compiler)
                .forEach((place, spread) -> compiler.put(place, spread.median()));
        var first = points.getFirst();
        return new ScaleCurve(
                first.axis(),
                first.slice().load(),
                first.share(),
                first.slice().rate(),
                cpu,
                compiler,
                growth(points, cpu.firstKey(), cpu.lastKey()),
                (int) points.stream().filter(point -> point.slice().isOverloaded()).count(),
                (int) points.stream().filter(point -> point.slice().isNoisy()).count());
    }

    private static TreeMap<Integer, Spread> along(
            List<ScalePoint> points, ToDoubleFunction<SliceResult> value) {
        var values = new TreeMap<Integer, List<Double>>();
        for (var point : points)
            values.computeIfAbsent(point.place(), _ -> new ArrayList<>())
                    .add(value.applyAsDouble(point.slice()));
        var spreads = new TreeMap<Integer, Spread>();
        values.forEach((place, its) -> spreads.put(place, Spread.of(its)));
        return spreads;
    }

    private static @Nullable Spread growth(List<ScalePoint> points, int from, int to) {
        if (from == to) return null;
        var ratios = new ArrayList<Double>();
        for (var last : points)
            for (var first : points)
                if (last.place() == to
                        && first.place() == from
                        && first.slice().pair() == last.slice().pair()
                        && first.slice().done() > 0)
                    ratios.add(last.slice().cpu() / first.slice().cpu());
        return ratios.isEmpty() ? null : Spread.of(ratios);
    }
}
