package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.text;

import java.util.ArrayList;
import java.util.List;

/// What lives on the heap of a server after more and more calls.
record HeapCourse(List<Point> points) {
    /// @param calls that were made since the start
    /// @param liveHeap bytes after a collection
    /// @param residentBytes before it
    record Point(int calls, long liveHeap, long residentBytes) {}

    /// A row for each point, and a sentence on whether it grows.
    @Override
    public String toString() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("calls", "live heap MB", "RSS MB"));
        for (var point : points)
            rows.add(
                    List.of(
                            text("%,d", point.calls),
                            text("%.2f", point.liveHeap / 1e6),
                            text("%.1f", point.residentBytes / 1e6)));
        return MarkdownTable.of(rows) + "\n" + verdict() + "\n";
    }

    /// Of all points but the first, which has no calls.
    String verdict() {
        if (points.size() <= LinearFit.LEAST_POINTS)
            return "Too few points for a slope: there have to be %d after the first."
                    .formatted(LinearFit.LEAST_POINTS);
        var fit =
                LinearFit.of(
                        points.stream()
                                .skip(1)
                                .map(point -> new LinearFit.Point(point.calls, point.liveHeap))
                                .toList());
        return text(
                "A call leaves %.2f ± %.2f B on the heap (95 %%): %s.",
                fit.slope(),
                fit.error(),
                fit.isFlat() ? "flat" : fit.slope() > 0 ? "it grows" : "it shrinks");
    }
}
