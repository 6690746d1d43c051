package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Lane;
import io.switchhook.ladder.Rung.Arrow;
import io.switchhook.ladder.Rung.Finding;
import io.switchhook.ladder.Rung.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Draws a ladder for a terminal.
///
/// ```
/// 1001 -> 1002   answered 00:42                          Verdict: nothing wrong
///    time         User A 1001       Switchhook       User B 1002
///   0.000  F1       |---- INVITE ----->|                  |   asks for a call to 1002
///   0.000           |                  | challenged: no credentials
///   0.000           |<--- 407 ---------|
///   0.021  F1'      |---- INVITE ----->|                  |   authenticated as 1001 (SHA-256)
///   0.022  F2       |                  |---- INVITE ----->|   1 binding, last seen 12 s ago
/// ```
public final class TextDrawing {
    /// For what is no terminal.
    public static final int USUAL_WIDTH = 100;

    private static final int FIRST = 18;
    private static final int TEXT = 26;
    private static final int NARROWEST = 12;
    private static final int WIDEST = 22;

    private final Ladder ladder;
    private final int width;
    private final int gap;
    private final List<String> lanes;
    private final StringBuilder out = new StringBuilder();

    private TextDrawing(Ladder ladder, int width) {
        this.ladder = ladder;
        this.lanes = ladder.lanes().stream().map(Lane::id).toList();
        int gaps = Math.max(1, lanes.size() - 1);
        this.gap = Math.clamp((width - FIRST - TEXT) / gaps, NARROWEST, WIDEST);
        this.width = Math.max(width, FIRST + gap * gaps + TEXT);
    }

    /// The ladder, with a line end behind each line. Control characters of the network are shown, not sent.
    ///
    /// @param width in columns; more are used where there are too many lanes
    public static String draw(Ladder ladder, int width) {
        var drawing = new TextDrawing(ladder, width);
        drawing.head();
        for (var row : Row.of(ladder)) drawing.row(row);
        drawing.foot();
        return drawing.out.toString();
    }

    /// Some rungs of a ladder alone, below a line that says whose they are.
    public static String draw(Ladder ladder, List<Rung> rungs, int width) {
        var drawing = new TextDrawing(ladder, width);
        drawing.line("-- " + Plain.text(Row.title(ladder)) + "   " + Plain.text(ladder.id()));
        for (var row : Row.of(ladder)) if (rungs.contains(row.rung())) drawing.row(row);
        return drawing.out.toString();
    }

    private void head() {
        String title = Plain.text(Row.title(ladder));
        String verdict = Plain.text(Row.verdict(ladder));
        int room = width - title.length() - verdict.length();
        if (verdict.isEmpty() || room < 3) line(title);
        else line(title + " ".repeat(room) + verdict);
        if (!verdict.isEmpty() && room < 3) texts("", verdict);
        if (ladder.flow().isPresent()) texts("", Plain.text(Row.flow(ladder)));
        var labels = new StringBuilder(" ".repeat(FIRST + gap * lanes.size() + 2));
        labels.replace(3, 7, "time");
        for (int i = 0; i < lanes.size(); i++) label(labels, i);
        line(labels.toString());
    }

    private void label(StringBuilder line, int lane) {
        var it = ladder.lanes().get(lane);
        String label =
                Plain.clipped(
                        Plain.text(it.label().isEmpty() ? it.address() : it.label()), gap - 2);
        int at = Math.max(column(lane) - label.length() / 2, 10);
        line.replace(at, at + label.length(), label);
    }

    private void foot() {
        String advice = Plain.text(Row.advice(ladder));
        if (!advice.isEmpty()) texts("", "What to do: " + advice);
        for (var link : ladder.links())
            line(link.why() + ": switchhook trace --call " + Plain.text(link.id()));
    }

    private int column(int lane) {
        return FIRST + gap * lane;
    }

    private int column(String lane) {
        return column(Math.max(0, lanes.indexOf(lane)));
    }

    private void row(Row row) {
        switch (row.rung()) {
            case Arrow arrow -> arrow(arrow, row.text());
            case Note note -> note(note, row.text());
            case Finding finding -> finding(finding, row.text());
        }
    }

    private void arrow(Arrow arrow, String text) {
        int textAt = column(lanes.size() - 1) + 3;
        var texts = Plain.wrap(Plain.text(text), width - textAt);
        for (int i = 0; i < Math.max(1, texts.size()); i++) {
            var line = bars(textAt);
            if (i == 0) {
                time(line, arrow);
                line.replace(
                        10,
                        10 + Math.min(6, arrow.step().length()),
                        Plain.clipped(arrow.step(), 6));
                shaft(line, arrow);
            }
            line(line + (texts.isEmpty() ? "" : texts.get(i)));
        }
    }

    private void shaft(StringBuilder line, Arrow arrow) {
        int from = column(arrow.from());
        int to = column(arrow.to());
        if (from == to) {
            String label = Plain.clipped("(" + Plain.text(arrow.label()), gap - 3) + ')';
            line.replace(from + 1, from + 1 + label.length(), label);
            return;
        }
        int left = Math.min(from, to);
        int right = Math.max(from, to);
        for (int i = left + 1; i < right; i++) line.setCharAt(i, '-');
        if (to > from) line.setCharAt(right - 1, '>');
        else line.setCharAt(left + 1, '<');
        // beside the end that sends, where no other lane crosses it
        String label = ' ' + shortened(Plain.text(arrow.label()), gap - 7) + ' ';
        int at = to > from ? left + 4 : right - gap + 5;
        line.replace(at, at + label.length(), label);
    }

    /// Of a response whose phrase is too long, the status alone.
    private static String shortened(String label, int room) {
        boolean isResponse = label.length() > 3 && Character.isDigit(label.charAt(0));
        if (label.length() <= room) return label;
        return isResponse ? label.substring(0, 3) : Plain.clipped(label, room);
    }

    private void note(Note note, String text) {
        int lane = Math.max(0, lanes.indexOf(note.lane()));
        // where there is no room on the right, the text stands on the left of the lanes behind
        int at = column(lane) + 2;
        var texts = Plain.wrap(Plain.text(text), Math.max(TEXT, width - at));
        for (int i = 0; i < texts.size(); i++) {
            var line = bars(at);
            if (i == 0) time(line, note);
            line(line + texts.get(i));
        }
    }

    private void finding(Finding finding, String text) {
        var texts = Plain.wrap(Plain.text(text), width - 13);
        for (int i = 0; i < texts.size(); i++) {
            var line = new StringBuilder(" ".repeat(13));
            if (i == 0) {
                time(line, finding);
                line.replace(10, 12, "=>");
            }
            line(line + texts.get(i));
        }
    }

    private StringBuilder bars(int length) {
        var line = new StringBuilder(" ".repeat(length));
        IntStream.range(0, lanes.size())
                .map(this::column)
                .filter(column -> column < length)
                .forEach(column -> line.setCharAt(column, '|'));
        return line;
    }

    private static void time(StringBuilder line, Rung rung) {
        String time = String.format(Locale.ROOT, "%8.3f", rung.time().toMillis() / 1000.0);
        line.replace(0, Math.min(9, time.length()), time.substring(0, Math.min(9, time.length())));
    }

    private void texts(String indent, String text) {
        var lines = new ArrayList<>(Plain.wrap(text, width - indent.length()));
        for (var one : lines) line(indent + one);
    }

    private void line(String line) {
        out.append(Plain.leftToRight(line.stripTrailing())).append('\n');
    }
}
