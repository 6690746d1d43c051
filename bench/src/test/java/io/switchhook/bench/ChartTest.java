package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// What is drawn is what was measured, where it belongs, and also in words.
class ChartTest {
    private static final Chart CHART =
            new Chart(
                    "A call & its price",
                    "bindings",
                    "µs of processor time",
                    List.of(
                            new Chart.Curve(
                                    "1 %",
                                    List.of(
                                            point(100, 300, 280, 340),
                                            point(10_000, 310, 300, 330),
                                            point(1_000_000, 320, 310, 330))),
                            new Chart.Curve(
                                    "100 %",
                                    List.of(
                                            point(100, 300, 300, 300),
                                            point(1_000_000, 300, 290, 310)))));

    private static Chart.Point point(double place, double median, double least, double most) {
        return new Chart.Point(place, new Spread(median, least, most));
    }

    private static Document parsed(Chart chart) throws Exception {
        var source = new InputSource(new StringReader(ChartSvg.of(chart)));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
    }

    private static List<Element> all(Document document, String tag, String type) {
        var found = new ArrayList<Element>();
        var nodes = document.getElementsByTagName(tag);
        for (int i = 0; i < nodes.getLength(); i++)
            if (nodes.item(i) instanceof Element element
                    && element.getAttribute("class").equals(type)) found.add(element);
        return found;
    }

    @Test
    void pointsStandWhereTheyBelong() throws Exception {
        var curves = all(parsed(CHART), "path", "curve");
        // 100, 10,000 and 1,000,000 are two powers of ten apart; 400 is the top of the axis, 0 its
        // foot
        assertThat(curves.getFirst().getAttribute("d"))
                .isEqualTo("M100.0 141.3 L335.0 134.1 L570.0 127.0");
        assertThat(curves.getLast().getAttribute("d")).isEqualTo("M100.0 141.3 L570.0 141.3");
    }

    @Test
    void barsGoFromTheLeastToTheMost() throws Exception {
        var bars = all(parsed(CHART), "path", "bar");
        assertThat(bars).hasSize(5);
        assertThat(bars.getFirst().getAttribute("d")).startsWith("M100.0 155.5 V112.8 ");
    }

    @Test
    void namesDoNotCoverEachOther() throws Exception {
        var names = all(parsed(CHART), "text", "name");
        assertThat(names).extracting(Element::getTextContent).containsExactly("1 %", "100 %");
        double first = Double.parseDouble(names.getFirst().getAttribute("y"));
        double second = Double.parseDouble(names.getLast().getAttribute("y"));
        assertThat(second - first).isGreaterThanOrEqualTo(17);
    }

    @Test
    void itIsToldInWords() throws Exception {
        var document = parsed(CHART);
        assertThat(document.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("A call & its price");
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo(
                        "µs of processor time, by bindings. 1 %: 300 (280 to 340) at 100, "
                                + "310 (300 to 330) at 10,000, 320 (310 to 330) at 1,000,000. "
                                + "100 %: 300 at 100, 300 (290 to 310) at 1,000,000.");
    }

    @Test
    void aZeroHasAPlaceToo() throws Exception {
        var chart =
                new Chart(
                        "t",
                        "a",
                        "u",
                        List.of(
                                new Chart.Curve(
                                        "c",
                                        List.of(
                                                point(0, 1, 1, 1),
                                                point(1_000, 1, 1, 1),
                                                point(10_000, 1, 1, 1)))));
        assertThat(all(parsed(chart), "path", "curve").getFirst().getAttribute("d"))
                .isEqualTo("M100.0 70.0 L335.0 70.0 L570.0 70.0");
    }

    @Test
    void darkPagesHaveColorsOfTheirOwn() {
        assertThat(ChartSvg.of(CHART)).contains("@media (prefers-color-scheme: dark)");
    }

    @Test
    void anAxisHasRoundValues() {
        assertThat(Ticks.upTo(340)).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0);
        assertThat(Ticks.upTo(1)).first().isEqualTo(0.0);
        assertThat(Ticks.upTo(0.9).getLast()).isGreaterThanOrEqualTo(0.9);
        assertThat(Ticks.upTo(0)).isNotEmpty();
    }

    @Test
    void nothingIsNoChart() {
        assertThatThrownBy(() -> new Chart("t", "a", "u", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
