package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.message.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bytes to descriptions: what is understood, what is not and where, and the limits.
class SdpParserTest {
    private static final String HEAD = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\n";
    private static final String PLAIN =
            HEAD + "c=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0\n";

    private static SessionDescription strictly(byte[] bytes) {
        return SdpParser.strict().parse(bytes, 0, bytes.length);
    }

    private static void comesBack(byte[] bytes) {
        assertThat(strictly(bytes).toByteArray()).isEqualTo(bytes);
    }

    @Test
    void everyLineOfTheGrammarComesBack() {
        comesBack(
                Corpus.crlf(
                        """
                        v=0
                        o=jdoe 3724394400 3724394405 IN IP4 198.51.100.1
                        s=Call to John Smith
                        i=SDP Offer #1
                        u=http://www.jdoe.example.com/home.html
                        e=Jane Doe <jane@jdoe.example.com>
                        e=jane@example.com (Jane)
                        p=+1 617 555-6011
                        c=IN IP4 233.252.0.1/127/2
                        b=X-YZ:128
                        b=AS:1
                        t=3724394400 3724398000
                        r=7d 1h 0 25h
                        r=604800 3600 0 90000
                        z=3730928400 -1h 3749680800 0
                        t=3724484400 3724488000
                        k=prompt
                        a=tool:x\s
                        a=recvonly
                        m=audio 49170/2 RTP/AVP 0 8
                        i=title
                        c=IN IP6 2001:db8::2
                        c=IN IP6 2001:db8::3
                        b=TIAS:64000
                        k=clear:x
                        a=unknown:: =
                        m=video 0 UDP/TLS/RTP/SAVPF 99
                        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
                        m=message 7394 TCP/MSRP *
                        """));
    }

    @Test
    void bytesThatAreNoUtf8ComeBack() {
        byte[] latin = Corpus.crlf(PLAIN.replace("s=-", "s=M?ller \\ é")).clone();
        latin[new String(latin, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xfc;
        comesBack(latin);
        comesBack(Corpus.crlf(PLAIN.replace("s=-", "s=Müller 漢 😀")));
        var name = strictly(Corpus.crlf(PLAIN.replace("s=-", "s=Müller"))).name();
        assertThat(name).isEqualTo("Müller");
    }

    @Test
    void aWindowOfAnArrayIsEnough() {
        byte[] bytes = Corpus.crlf("xx" + PLAIN + "yy");
        var read = SdpParser.strict().parse(bytes, 2, bytes.length - 2);
        assertThat(read).isEqualTo(strictly(Corpus.crlf(PLAIN)));
        byte[] broken = Corpus.crlf("xxv=0\no=- 1 x");
        assertThatThrownBy(() -> SdpParser.lenient().parse(broken, 2, broken.length))
                .isInstanceOfSatisfying(
                        MalformedValue.class, e -> assertThat(e.offset()).isEqualTo(11));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=0 | v=1 | line 1: number larger than 0 | 2",
                "v=0 | w=0 | line 1: expected v=0 | 0",
                "v=0 | 0 | line 1: expected a letter and '=' | 0",
                "v=0 | v=0,v=0 | line 2: a second v= line | 4",
                "o=- 1 | o=- x | line 2: expected a number | 8",
                "o=- 1 1 IN IP4 192.0.2.1, | '' | line 5: there is no o= line | 35",
                "s=- | s:- | line 3: expected '=' | 30",
                "s=- | s=-,,a=b | line 4: a blank line | 33",
                "t=0 0 | t=0 | line 5: expected a space | 55",
                "t=0 0 | t=0 0 0 | line 5: unexpected text | 58",
                "t=0 0 | b=AS | line 5: expected ':' | 56",
                "audio 4000 | audio 65536 | line 6: number larger than 65535 | 70",
                "audio 4000 | audio -1 | line 6: expected a number | 66",
                "4000 RTP/AVP | 4000/0 RTP/AVP | line 6: expected a number larger than 0 | 71",
                "RTP/AVP | RTP/ | line 6: expected a token | 75",
                "RTP/AVP 0 | RTP/AVP 0,t=0 0 | line 7: t= in a media description | 81",
                "192.0.2.1,t | 192.0.2.256,t | line 4: not an address of IP4 | 42"
            })
    void whatIsWrongIsSaidAndWhere(String plain, String broken, String what, int offset) {
        String from = plain.replace(',', '\n');
        assertThat(PLAIN).contains(from);
        int at = PLAIN.lastIndexOf(from);
        if (broken.isEmpty() || plain.startsWith("v")) at = PLAIN.indexOf(from);
        String text =
                PLAIN.substring(0, at)
                        + broken.replace(',', '\n')
                        + PLAIN.substring(at + from.length());
        if (broken.endsWith(",t")) assertThat(text).contains(".256\nt");
        assertThatThrownBy(() -> SessionDescription.parse(text))
                .isInstanceOfSatisfying(
                        MalformedValue.class,
                        e -> {
                            assertThat(e.text()).isEqualTo(what);
                            assertThat(e.offset()).isEqualTo(offset);
                        });
    }

    @Test
    void nothingIsNoDescription() {
        assertThatThrownBy(() -> SessionDescription.parse("")).isInstanceOf(MalformedValue.class);
        assertThatThrownBy(() -> SessionDescription.parse("\r\n\r\n"))
                .isInstanceOf(MalformedValue.class);
        assertThatThrownBy(() -> SessionDescription.parse("v=0\r\n"))
                .hasMessage("line 1: there is no o= line");
    }

    @Test
    void bytesThatNoLineMayHaveAreMalformed() {
        for (String one : new String[] {"\0", "\r"})
            assertThatThrownBy(() -> SessionDescription.parse(HEAD + "i=a" + one + "b\n"))
                    .hasMessage("line 4: NUL or CR inside a line");
    }

    @Test
    void everyLimitHolds() {
        var all = EnumSet.allOf(SdpLeniency.class);
        var parser = new SdpParser(new SdpLimits(300, 12, 40, 3, 2), all);
        accepts(parser, PLAIN);
        accepts(parser, PLAIN + "a=x\n".repeat(3));
        refuses(parser, PLAIN + "a=x\n".repeat(4), "line 10: more than 3 attributes");
        accepts(parser, PLAIN + "m=a 0 b c\n" + "a=x\n".repeat(3));
        refuses(parser, PLAIN + "m=a 0 b c\n".repeat(2), "line 8: more than 2 media descriptions");
        accepts(parser, HEAD + "e=x\n".repeat(9));
        refuses(parser, HEAD + "e=x\n".repeat(10), "line 13: more than 12 lines");
        accepts(parser, HEAD + "i=" + "x".repeat(38));
        refuses(parser, HEAD + "i=" + "x".repeat(39), "line 4: more than 40 bytes");
        refuses(parser, "v".repeat(301), "more than 300 bytes");
    }

    private static void accepts(SdpParser parser, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(parser.parse(bytes, 0, bytes.length).lines()).isNotEmpty();
    }

    private static void refuses(SdpParser parser, String text, String what) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> parser.parse(bytes, 0, bytes.length))
                .isInstanceOf(MalformedValue.class)
                .hasMessage(what);
    }
}
