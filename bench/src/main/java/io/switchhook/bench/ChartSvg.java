package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Draws a chart as SVG: for light and dark pages, for who cannot tell colors (each curve has marks of its own shape and its
/// name beside it), and for who hears it (what it shows stands in its description).
final class ChartSvg {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 600;
    private static final int TOP = 70;
    private static final int BOTTOM = 355;

    /// Between the first and the last place and the edges.
    private static final int MARGIN = 30;

    /// Between the names of two curves.
    private static final int LINE = 18;

    private static final String STYLE =
            """
              <style>
                svg { color-scheme: light dark; --ink: #1f2328; --faint: #57606a; --rule: #d8dee4; --page: #ffffff;
                  --c0: #0550ae; --c1: #bc4c00; --c2: #1a7f37; --c3: #8250df; --c4: #a40e26; --c5: #57606a; }
                @media (prefers-color-scheme: dark) {
                  svg { --ink: #e6edf3; --faint: #9198a1; --rule: #30363d; --page: #0d1117;
                    --c0: #79c0ff; --c1: #ffa657; --c2: #56d364; --c3: #d2a8ff; --c4: #ff7b72; --c5: #b1bac4; }
                }
                text { font: 13px system-ui, sans-serif; fill: var(--faint); }
                .title { font-size: 16px; font-weight: 600; fill: var(--ink); }
                .page { fill: var(--page); }
                .rule { stroke: var(--rule); }
                .curve, .bar { fill: none; stroke-width: 1.75; }
                .name { font-weight: 600; }
              </style>
            """;

    private final Chart chart;
    private final List<Double> places;
    private final List<Double> ticks;
    private final StringBuilder svg = new StringBuilder();

    private ChartSvg(Chart chart) {
        this.chart = chart;
        this.places = chart.places();
        this.ticks = Ticks.upTo(chart.most());
    }

    static String of(Chart chart) {
        return new ChartSvg(chart).draw();
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title desc\">",
                WIDTH, HEIGHT);
        add("  <title id=\"title\">%s</title>", escaped(chart.title()));
        add("  <desc id=\"desc\">%s</desc>", escaped(inWords(chart)));
        svg.append(STYLE);
        add("  <rect class=\"page\" width=\"%d\" height=\"%d\"/>", WIDTH, HEIGHT);
        add("  <text class=\"title\" x=\"%d\" y=\"28\">%s</text>", LEFT, escaped(chart.title()));
        up();
        across();
        for (int i = 0; i < chart.curves().size(); i++) curve(i, chart.curves().get(i));
        names();
        return svg.append("</svg>\n").toString();
    }

    private void up() {
        for (double tick : ticks) {
            double y = y(tick);
            add(
                    "  <line class=\"rule\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, RIGHT, y, y);
            add(
                    "  <text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8, y + 4.5, number(tick));
        }
        add("  <text x=\"%d\" y=\"%d\">%s</text>", LEFT, TOP - 18, escaped(chart.up()));
    }

    private void across() {
        for (double place : places)
            add(
                    "  <text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(place), BOTTOM + 20, number(place));
        add(
                "  <text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + RIGHT) / 2, BOTTOM + 45, escaped(chart.across()));
    }

    private void curve(int color, Chart.Curve curve) {
        var line = new StringBuilder();
        add("  <g style=\"stroke: var(--c%d); fill: var(--c%d)\">", color % 6, color % 6);
        for (var point : curve.points()) {
            double x = x(point.place());
            line.append(text("%s%.1f %.1f", line.isEmpty() ? "M" : " L", x, y(point)));
            double least = y(point.value().least());
            double most = y(point.value().most());
            add(
                    "    <path class=\"bar\" d=\"M%.1f %.1f V%.1f M%.1f %.1f h10 M%.1f %.1f h10\"/>",
                    x, least, most, x - 5, least, x - 5, most);
            mark(color, x, y(point));
        }
        add("    <path class=\"curve\" d=\"%s\"/>", line);
        svg.append("  </g>\n");
    }

    private void mark(int shape, double x, double y) {
        switch (shape % 4) {
            case 0 -> add("    <circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>", x, y);
            case 1 ->
                    add("    <rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\"/>", x - 4, y - 4);
            case 2 -> add("    <path d=\"M%.1f %.1f l5.5 10 h-11 z\"/>", x, y - 6);
            default ->
                    add("    <path d=\"M%.1f %.1f l5.5 5.5 l-5.5 5.5 l-5.5 -5.5 z\"/>", x, y - 5.5);
        }
    }

    /// A curve and where its name would best stand.
    private record Label(int color, String name, double x, double y) {}

    /// Each at its last point, moved down as far as those above it need room.
    private void names() {
        var labels = new ArrayList<Label>();
        for (int i = 0; i < chart.curves().size(); i++) {
            var curve = chart.curves().get(i);
            if (curve.points().isEmpty()) continue;
            var last = curve.points().getLast();
            labels.add(new Label(i, curve.name(), x(last.place()), y(last)));
        }
        labels.sort(Comparator.comparingDouble(Label::y));
        double spare = BOTTOM - (labels.size() - 1) * (double) LINE;
        double free = TOP;
        for (var label : labels) {
            double y = Math.max(free, Math.min(label.y, spare));
            free = y + LINE;
            spare += LINE;
            add(
                    "  <text class=\"name\" x=\"%d\" y=\"%.1f\" style=\"fill: var(--c%d)\">%s</text>",
                    RIGHT + 8, y + 4.5, label.color % 6, escaped(label.name));
        }
    }

    private double y(Chart.Point point) {
        return y(point.value().median());
    }

    private double y(double value) {
        return BOTTOM - value / ticks.getLast() * (BOTTOM - TOP);
    }

    /// A power of ten is as long as the next; with a 0 among them, places stand in equal distances.
    private double x(double place) {
        int from = LEFT + MARGIN;
        int to = RIGHT - MARGIN;
        if (places.size() == 1) return (from + to) / 2.0;
        double share;
        if (places.getFirst() <= 0) {
            share = places.indexOf(place) / (places.size() - 1.0);
        } else {
            double first = Math.log(places.getFirst());
            share = (Math.log(place) - first) / (Math.log(places.getLast()) - first);
        }
        return from + share * (to - from);
    }

    /// What the chart shows, for a text alternative.
    static String inWords(Chart chart) {
        var words = new StringBuilder();
        words.append(chart.up()).append(", by ").append(chart.across()).append('.');
        for (var curve : chart.curves()) {
            words.append(' ').append(curve.name()).append(": ");
            var points = new ArrayList<String>();
            for (var point : curve.points())
                points.add(
                        MarkdownTable.spread("%.0f", point.value())
                                + " at "
                                + number(point.place()));
            words.append(String.join(", ", points)).append('.');
        }
        return words.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%s", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void add(String format, Object... values) {
        svg.append(text(format, values)).append('\n');
    }
}
