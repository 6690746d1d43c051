package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Severity;
import io.switchhook.ladder.Rung.Arrow;
import io.switchhook.ladder.Rung.Finding;
import io.switchhook.ladder.Rung.Note;
import java.util.List;
import java.util.Locale;

/// Draws a ladder as a picture that needs nothing else, and can be read on a light and on a dark page, and aloud.
public final class SvgDrawing {
    private static final int ROW = 26;
    private static final int TOP = 92;
    private static final int FIRST = 160;
    private static final int GAP = 200;
    private static final int TEXT = 420;

    /// Of a small letter, on the average.
    private static final double LETTER = 6.8;

    /// More rungs are not drawn: nobody could look at them.
    private static final int MOST = 2000;

    private static final int LONGEST_TEXT = 300;

    /// Without variables, which only browsers know.
    private static final String STYLE =
            """
            <style>
              text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1c1f23 }
              .page { fill: #ffffff }
              .lane { stroke: #8a929b; stroke-width: 1 }
              .arrow { stroke: #1c1f23; stroke-width: 1.4; fill: none }
              .head { fill: #1c1f23 }
              .small { font-size: 12px; fill: #59616a }
              .title { font-size: 16px; font-weight: 600 }
              .party { font-weight: 600; text-anchor: middle }
              .address { font-size: 11px; fill: #59616a; text-anchor: middle }
              .label { text-anchor: middle }
              .note { font-size: 12px; fill: #0b5fa5 }
              .finding { font-size: 12px; fill: #6b4700 }
              .ok { fill: #1b6e3c }
              .hint { fill: #6b4700 }
              .fault { fill: #b3261e }
              @media (prefers-color-scheme: dark) {
                text, .head { fill: #e6e8ea }
                .page { fill: #15181b }
                .lane { stroke: #7d8790 }
                .arrow { stroke: #e6e8ea }
                .small, .address { fill: #a4adb5 }
                .note { fill: #8cc4ff }
                .finding, .hint { fill: #f0c674 }
                .ok { fill: #6fd79a }
                .fault { fill: #ff8a80 }
              }
            </style>
            """;

    private final Ladder ladder;
    private final List<Row> rows;
    private final List<String> lanes;
    private final StringBuilder out = new StringBuilder();

    private SvgDrawing(Ladder ladder) {
        this.ladder = ladder;
        var all = Row.of(ladder);
        this.rows = all.subList(0, Math.min(MOST, all.size()));
        this.lanes = ladder.lanes().stream().map(Ladder.Lane::id).toList();
    }

    /// The document.
    public static String draw(Ladder ladder) {
        var drawing = new SvgDrawing(ladder);
        drawing.document();
        return drawing.out.toString();
    }

    private void document() {
        int end = TOP + 20 + rows.size() * ROW;
        int height = end + 50;
        int width = column(lanes.size() - 1) + 40 + textWidth();
        format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " role=\"img\" aria-labelledby=\"title desc\">\n",
                width, height, width, height);
        out.append("<title id=\"title\">")
                .append(escape(clipped(Row.title(ladder))))
                .append("</title>\n");
        out.append("<desc id=\"desc\">").append(escape(aloud())).append("</desc>\n").append(STYLE);
        out.append("<rect width=\"100%\" height=\"100%\" class=\"page\"/>\n");
        String flow = Row.flow(ladder);
        text(20, 28, "title", Row.title(ladder) + (flow.isEmpty() ? "" : "   " + flow));
        text(20, 50, severity(), Row.verdict(ladder));
        for (int i = 0; i < lanes.size(); i++) {
            var lane = ladder.lanes().get(i);
            text(column(i), TOP - 22, "party", Plain.clipped(lane.label(), 28));
            text(column(i), TOP - 8, "address", lane.address());
            format(
                    "<line class=\"lane\" x1=\"%1$d\" y1=\"%2$d\" x2=\"%1$d\" y2=\"%3$d\"/>\n",
                    column(i), TOP, end);
        }
        for (int i = 0; i < rows.size(); i++) row(rows.get(i), TOP + 24 + i * ROW);
        String advice = Row.advice(ladder);
        if (!advice.isEmpty()) text(20, end + 26, "", "What to do: " + advice);
        out.append("</svg>\n");
    }

    private String severity() {
        return ladder.verdict()
                .map(Ladder.Diagnosis::severity)
                .orElse(Severity.OK)
                .name()
                .toLowerCase(Locale.ROOT);
    }

    /// What the picture shows, for those who do not see it.
    private String aloud() {
        var aloud = new StringBuilder(clipped(Row.verdict(ladder)));
        for (var row : rows) {
            if (!aloud.isEmpty()) aloud.append(". ");
            if (row.rung() instanceof Arrow arrow)
                aloud.append(name(arrow.from()))
                        .append(" to ")
                        .append(name(arrow.to()))
                        .append(": ")
                        .append(clipped(arrow.label()))
                        .append(row.text().isEmpty() ? "" : ", ");
            aloud.append(clipped(row.text()));
        }
        return aloud.append('.').toString();
    }

    private String name(String lane) {
        return ladder.lanes().stream()
                .filter(it -> it.id().equals(lane))
                .map(it -> clipped(it.label().isEmpty() ? it.address() : it.label()))
                .findFirst()
                .orElse(lane);
    }

    private int textWidth() {
        int longest =
                rows.stream()
                        .mapToInt(row -> Math.min(LONGEST_TEXT, row.text().length()))
                        .max()
                        .orElse(0);
        return Math.max(TEXT, (int) (longest * LETTER));
    }

    private static int column(int lane) {
        return FIRST + GAP * Math.max(0, lane);
    }

    private int column(String lane) {
        return column(lanes.indexOf(lane));
    }

    private void row(Row row, int y) {
        out.append("<g>\n");
        double seconds = row.rung().time().toMillis() / 1000.0;
        text(16, y + 4, "small", String.format(Locale.ROOT, "%.3f", seconds));
        switch (row.rung()) {
            case Arrow arrow -> {
                text(90, y + 4, "", arrow.step());
                arrow(arrow, y);
                text(column(lanes.size() - 1) + 20, y + 4, "small", row.text());
            }
            case Note note -> text(column(note.lane()) + 10, y + 4, "note", row.text());
            case Finding _ -> text(90, y + 4, "finding", "\u21d2 " + row.text());
        }
        out.append("</g>\n");
    }

    private void arrow(Arrow arrow, int y) {
        int from = column(arrow.from());
        int to = column(arrow.to());
        if (from == to) {
            text(from + 10, y + 4, "", arrow.label());
            return;
        }
        int tip = to > from ? to - 8 : to + 8;
        format(
                "<line class=\"arrow\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
                        + "<path class=\"head\" d=\"M %d %d L %d %d L %d %d Z\"/>\n",
                from, y, tip, y, to, y, tip, y - 4, tip, y + 4);
        // beside the end that sends, where no lane crosses it
        text(from + (to > from ? GAP : -GAP) / 2, y - 5, "label", Plain.clipped(arrow.label(), 28));
    }

    private void text(int x, int y, String style, String text) {
        if (text.isEmpty()) return;
        format(
                "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n",
                x, y, style, escape(clipped(text)));
    }

    private static String clipped(String text) {
        return Plain.clipped(text, LONGEST_TEXT);
    }

    private void format(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
    }

    /// Escaped for elements and for attributes; what XML cannot hold, and what turns the direction of writing, is spelled out.
    private static String escape(String text) {
        return Plain.leftToRight(Plain.text(text))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
