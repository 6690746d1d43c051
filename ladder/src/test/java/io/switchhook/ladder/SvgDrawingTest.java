package io.switchhook.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgDrawingTest {

    static Stream<Ladder> ladders() {
        return VerdictsTest.scenes().values().stream().map(Scene::ladder);
    }

    private static Document parsed(String svg) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @ParameterizedTest
    @MethodSource("ladders")
    void each_ladder_is_a_document_that_needs_nothing_else(Ladder ladder) throws Exception {
        String svg = SvgDrawing.draw(ladder);
        var document = parsed(svg);
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo(Row.title(ladder));
        assertThat(svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("href", "url(", "@import", "<script", "src=");
        assertThat(svg).contains("prefers-color-scheme: dark").doesNotContain("0123456789abcdef");
    }

    @Test
    void there_is_a_row_for_each_rung_and_it_can_be_read_aloud() throws Exception {
        var ladder = Scene.talking().ladder();
        var document = parsed(SvgDrawing.draw(ladder));
        assertThat(document.getElementsByTagName("g").getLength()).isEqualTo(Row.of(ladder).size());
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .contains(
                        "User A 1001 to Switchhook: INVITE, asks for a call to 1002",
                        "User B 1002 to Switchhook: 180 Ringing, rings");
    }

    @Test
    void no_text_of_the_network_becomes_an_element() throws Exception {
        var ladder =
                new Scene()
                        .from(
                                Scene.A,
                                "INVITE sip:1002@x SIP/2.0\nFrom: \"<script>&\u0001\u202e\" <sip:1001@x>;tag=a")
                        .to(Scene.A, "SIP/2.0 404 \"]]><g onload='x'>")
                        .ladder();
        var document = parsed(SvgDrawing.draw(ladder));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("g").getLength()).isEqualTo(2);
    }
}
