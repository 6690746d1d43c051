package io.switchhook.bench;

import java.util.ArrayList;
import java.util.List;

/// Round values along an axis from 0 on.
final class Ticks {
    private static final int ABOUT = 5;

    private Ticks() {}

    /// From 0 to a value that is not below the highest, about five steps of 1, 2 or 5 times a power of ten.
    static List<Double> upTo(double highest) {
        double wish = Math.max(highest, 1e-9) / ABOUT;
        double power = Math.pow(10, Math.floor(Math.log10(wish)));
        double share = wish / power;
        double step = power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
        var ticks = new ArrayList<Double>();
        for (int i = 0; ticks.isEmpty() || ticks.getLast() < highest; i++) ticks.add(i * step);
        return ticks;
    }
}
