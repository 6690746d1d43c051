package io.switchhook.callflow;

import io.switchhook.ladder.Plain;
import java.util.List;
import java.util.Locale;

/// Draws a result for a terminal, at most 120 columns wide.
///
/// ```
///    time  step   A                   P                   B
///   0.000  F1     |----- INVITE ----->|                   |  A asks P for a call to B
///   0.020  F2     |                   |----- INVITE ----->|  P passes it on to B
///          F3     |                   |<.. 180 Ringing ...|  B rings; missing
/// ```
public final class TextLadder {
    private static final int WIDTH = 120;
    private static final int FIRST = 16;
    private static final int GAP = 20;

    private TextLadder() {}

    /// The ladder, with a line end behind each line.
    public static String draw(FlowResult result) {
        var rungs = Rung.of(result);
        var parties = Rung.parties(rungs);
        var out = new StringBuilder();
        add(out, "", Plain.wrap(Rung.title(result), WIDTH));
        out.append(head(parties)).append('\n');
        for (var rung : rungs) rung(out, rung, parties);
        for (var remark : Rung.remarks(result)) add(out, "  ", Plain.wrap(remark, WIDTH - 2));
        return out.toString();
    }

    private static String head(List<Party> parties) {
        var line = new StringBuilder(" ".repeat(FIRST + GAP * parties.size()));
        line.replace(3, 13, "time  step");
        for (int i = 0; i < parties.size(); i++)
            line.setCharAt(column(i), parties.get(i).name().charAt(0));
        return line.toString().stripTrailing();
    }

    private static int column(int party) {
        return FIRST + GAP * party;
    }

    private static void rung(StringBuilder out, Rung rung, List<Party> parties) {
        int textAt = column(parties.size() - 1) + 3;
        var texts = Plain.wrap(rung.text(), WIDTH - textAt);
        for (int i = 0; i < Math.max(texts.size(), 1); i++) {
            var line = lanes(parties, textAt);
            if (i == 0) arrow(line, rung, parties);
            out.append((line + (texts.isEmpty() ? "" : texts.get(i))).stripTrailing()).append('\n');
        }
    }

    private static StringBuilder lanes(List<Party> parties, int width) {
        var line = new StringBuilder(" ".repeat(width));
        for (int i = 0; i < parties.size(); i++) line.setCharAt(column(i), '|');
        return line;
    }

    private static void arrow(StringBuilder line, Rung rung, List<Party> parties) {
        String time =
                rung.time()
                        .map(it -> String.format(Locale.ROOT, "%7.3f", it.toMillis() / 1000.0))
                        .orElse("       ");
        line.replace(0, time.length(), time);
        line.replace(9, 9 + rung.name().length(), rung.name());
        int from = column(parties.indexOf(rung.from()));
        int to = column(parties.indexOf(rung.to()));
        int left = Math.min(from, to);
        int right = Math.max(from, to);
        char dash = rung.isMissing() ? '.' : rung.time().isEmpty() ? ' ' : '-';
        for (int i = left + 1; i < right; i++) line.setCharAt(i, dash);
        if (to > from) line.setCharAt(right - 1, '>');
        else line.setCharAt(left + 1, '<');
        String label = ' ' + Rung.shortened(rung.label(), right - left - 5) + ' ';
        int at = (left + right - label.length() + (to > from ? 1 : 2)) / 2;
        line.replace(at, at + label.length(), label);
    }

    private static void add(StringBuilder out, String indent, List<String> lines) {
        for (var line : lines) out.append(indent).append(line).append('\n');
    }
}
