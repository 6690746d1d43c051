package io.switchhook.bench;

import java.util.List;

/// Curves over one quantity, to be drawn.
///
/// @param title what is seen
/// @param across what the points differ by, with its unit
/// @param up what is measured, with its unit
/// @param curves with points at the same places or at some of them
record Chart(String title, String across, String up, List<Curve> curves) {
    /// @param name as it stands beside the curve
    record Curve(String name, List<Point> points) {}

    /// @param place on the axis
    /// @param value what was measured there
    record Point(double place, Spread value) {}

    Chart {
        if (curves.stream().allMatch(curve -> curve.points.isEmpty()))
            throw new IllegalArgumentException("a chart has points");
    }

    /// From left to right.
    List<Double> places() {
        return curves.stream()
                .flatMap(curve -> curve.points.stream().map(Point::place))
                .distinct()
                .sorted()
                .toList();
    }

    /// The top of the highest bar.
    double most() {
        return curves.stream()
                .flatMap(curve -> curve.points.stream().map(point -> point.value.most()))
                .max(Double::compare)
                .orElse(1.0);
    }
}
