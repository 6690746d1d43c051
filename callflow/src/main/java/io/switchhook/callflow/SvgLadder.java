package io.switchhook.callflow;

import io.switchhook.ladder.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws a result as a picture that needs nothing else, and can be read on a light and on a dark page.
public final class SvgLadder {
    private static final int ROW = 26;
    private static final int TOP = 70;
    private static final int FIRST = 130;
    private static final int GAP = 190;
    private static final int TEXT = 420;

    /// Of a small letter, on the average.
    private static final double LETTER = 6.8;

    /// Without variables, which only browsers know.
    private static final String STYLE =
            """
            <style>
              text { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #1c1f23 }
              .page { fill: #ffffff }
              .lane { stroke: #8a929b; stroke-width: 1 }
              .arrow { stroke: #1c1f23; stroke-width: 1.4; fill: none }
              .head { fill: #1c1f23 }
              .small { font-size: 12px; fill: #656d76 }
              .title { font-size: 16px; font-weight: 600 }
              .party { font-weight: 600; text-anchor: middle }
              .label { text-anchor: middle }
              .good { fill: #1b6e3c }
              .fault, .bad .head, .bad text { fill: #b3261e }
              .bad .arrow { stroke: #b3261e }
              .missing .arrow { stroke-dasharray: 4 4 }
              @media (prefers-color-scheme: dark) {
                text, .head { fill: #e6e8ea }
                .page { fill: #15181b }
                .lane { stroke: #7d8790 }
                .arrow { stroke: #e6e8ea }
                .small { fill: #9aa3ab }
                .good { fill: #6fd79a }
                .fault, .bad .head, .bad text { fill: #ff8a80 }
                .bad .arrow { stroke: #ff8a80 }
              }
            </style>
            """;

    private final FlowResult result;
    private final List<Rung> rungs;
    private final List<Party> parties;
    private final StringBuilder out = new StringBuilder();

    private SvgLadder(FlowResult result) {
        this.result = result;
        this.rungs = Rung.of(result);
        this.parties = Rung.parties(rungs);
    }

    /// The document.
    public static String draw(FlowResult result) {
        return new SvgLadder(result).document();
    }

    private String document() {
        var remarks = new ArrayList<String>();
        for (var remark : Rung.remarks(result)) remarks.addAll(Plain.wrap(remark, 130));
        int laneEnd = TOP + 20 + rungs.size() * ROW;
        int height = laneEnd + 30 + remarks.size() * 20;
        int width = column(parties.size() - 1) + 40 + textWidth();
        out.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                                + " height=\"%d\" role=\"img\">\n",
                        width,
                        height,
                        width,
                        height));
        out.append("<title>").append(Xml.escape(Rung.title(result))).append("</title>\n");
        out.append(STYLE);
        out.append("<rect width=\"100%\" height=\"100%\" class=\"page\"/>\n");
        text(20, 28, "title " + (result.held() ? "good" : "fault"), Rung.title(result));
        for (int i = 0; i < parties.size(); i++) {
            text(column(i), TOP - 10, "party", parties.get(i).name());
            out.append(
                    String.format(
                            Locale.ROOT,
                            "<line class=\"lane\" x1=\"%1$d\" y1=\"%2$d\" x2=\"%1$d\" y2=\"%3$d\"/>\n",
                            column(i),
                            TOP,
                            laneEnd));
        }
        for (int i = 0; i < rungs.size(); i++) rung(rungs.get(i), TOP + 24 + i * ROW);
        for (int i = 0; i < remarks.size(); i++)
            text(20, laneEnd + 26 + i * 20, result.held() ? "" : "fault", remarks.get(i));
        return out.append("</svg>\n").toString();
    }

    private int textWidth() {
        int longest = rungs.stream().mapToInt(rung -> rung.text().length()).max().orElse(0);
        return Math.max(TEXT, (int) (longest * LETTER));
    }

    private static int column(int party) {
        return FIRST + GAP * party;
    }

    private void rung(Rung rung, int y) {
        int from = column(parties.indexOf(rung.from()));
        int to = column(parties.indexOf(rung.to()));
        int tip = to > from ? to - 8 : to + 8;
        boolean bad = rung.isMissing() || rung.isUnexpected();
        out.append("<g class=\"")
                .append(bad ? "bad " : "")
                .append(rung.time().isEmpty() ? "missing" : "")
                .append("\">\n");
        rung.time()
                .ifPresent(it ->
                        text(
                                20,
                                y + 4,
                                "small",
                                String.format(Locale.ROOT, "%.3f", it.toMillis() / 1000.0)));
        text(80, y + 4, "", rung.name());
        out.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"arrow\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
                                + "<path class=\"head\" d=\"M %d %d L %d %d L %d %d Z\"/>\n",
                        from,
                        y,
                        tip,
                        y,
                        to,
                        y,
                        tip,
                        y - 4,
                        tip,
                        y + 4));
        // beside the sender, where no lane crosses it
        text(from + (to > from ? GAP : -GAP) / 2, y - 5, "label", rung.label());
        text(column(parties.size() - 1) + 20, y + 4, "small", rung.text());
        out.append("</g>\n");
    }

    private void text(int x, int y, String style, String text) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n",
                        x,
                        y,
                        style,
                        Xml.escape(text)));
    }
}
