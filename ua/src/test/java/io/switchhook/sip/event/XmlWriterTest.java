package io.switchhook.sip.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class XmlWriterTest {
    @Test
    void writesElements() {
        var xml =
                new XmlWriter()
                        .begin("a")
                        .attribute("n", 7)
                        .begin("b:c")
                        .attribute("v", "<\"&>")
                        .end()
                        .begin("d")
                        .text("<\"&>")
                        .end()
                        .end();

        assertThat(xml.body())
                .hasToString(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<a n=\"7\"><b:c v=\"&lt;&quot;&amp;&gt;\"/><d>&lt;\"&amp;&gt;</d></a>\n");
    }

    /// What a parser reads is what was written, but for what no XML can hold.
    @Test
    void whateverStandsInItCanBeRead() throws Exception {
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--)
                text.append(
                        (char)
                                (random.nextBoolean()
                                        ? random.nextInt(128)
                                        : random.nextInt(65536)));
            var written = text.toString();
            var body =
                    new XmlWriter().begin("a").attribute("v", written).text(written).end().body();
            var read =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(body.toByteArray()))
                            .getDocumentElement();
            assertThat(read.getTextContent()).isEqualTo(legible(written));
            assertThat(read.getAttribute("v")).isEqualTo(legible(written));
        }
    }

    private static String legible(String text) {
        var legible = new StringBuilder();
        text.codePoints()
                .map(c ->
                        c >= 0x20 && c <= 0xd7ff
                                        || c == '\t'
                                        || c == '\n'
                                        || c == '\r'
                                        || c >= 0xe000 && c <= 0xfffd
                                        || c >= 0x10000
                                ? c
                                : 0xfffd)
                .forEach(legible::appendCodePoint);
        return legible.toString();
    }

    @Test
    void insistsOnEnds() {
        assertThatThrownBy(() -> new XmlWriter().begin("a").body())
                .isInstanceOf(IllegalStateException.class);
    }
}
