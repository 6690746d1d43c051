package io.switchhook.bench;

import java.util.Arrays;
import java.util.Collection;

/// What came out when something was measured some times.
record Spread(double median, double least, double most) {
    /// @throws IllegalArgumentException if there is no value
    static Spread of(double... values) {
        if (values.length == 0) throw new IllegalArgumentException("nothing was measured");
        var sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    static Spread of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
