package io.switchhook.bench;

import java.util.List;

/// The straight line that comes closest to some points (least squares), and how sure its slope is.
///
/// @param slope of the line
/// @param error half of the interval around the slope in which the true one is with a probability of 95 %
record LinearFit(double slope, double error) {
    /// Student's t for 95 % and two sides, by degrees of freedom from 1 on; with more the last will do.
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
        2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086
    };

    static final int LEAST_POINTS = 3;

    record Point(double x, double y) {}

    /// @throws IllegalArgumentException with fewer than three points, or if all have the same x
    static LinearFit of(List<Point> points) {
        int n = points.size();
        double x = points.stream().mapToDouble(Point::x).average().orElse(0);
        double y = points.stream().mapToDouble(Point::y).average().orElse(0);
        double squares = points.stream().mapToDouble(p -> (p.x - x) * (p.x - x)).sum();
        if (n < LEAST_POINTS || squares == 0)
            throw new IllegalArgumentException("a slope needs three points at least, side by side");
        double slope = points.stream().mapToDouble(p -> (p.x - x) * (p.y - y)).sum() / squares;
        double rest =
                points.stream()
                        .mapToDouble(p -> p.y - y - slope * (p.x - x))
                        .map(distance -> distance * distance)
                        .sum();
        double error = Math.sqrt(rest / (n - 2) / squares);
        return new LinearFit(slope, error * T[Math.min(n - 2, T.length) - 1]);
    }

    /// Whether the points may as well lie on a level line.
    boolean isFlat() {
        return Math.abs(slope) <= error;
    }
}
