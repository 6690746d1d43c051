package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Edits rewrite the lines they own and no others.
class HeadersEditorTest {
    private static final Via OURS = Via.of("TCP", HostPort.of("proxy.example.com"), "z9hG4bKp");
    private static final NameAddr ROUTE = NameAddr.of(SipUri.parse("sip:p1.example.com;lr"));

    private static String edited(String lines, UnaryOperator<Headers.Editor> edits) {
        String text = "OPTIONS sip:a@example.com SIP/2.0\n" + lines + "\n";
        String printed = Corpus.request(text).with(edits).toString().replace("\r\n", "\n");
        return printed.substring(printed.indexOf('\n') + 1, printed.length() - 1);
    }

    @Test
    void pushPutsALineBeforeItsEquals() {
        String lines = "Subject: x\nv: SIP/2.0/UDP a;branch=1\nVia: SIP/2.0/UDP b\n";
        assertThat(edited(lines, h -> h.push(Header.VIA, OURS)))
                .isEqualTo(
                        """
                        Subject: x
                        Via: SIP/2.0/TCP proxy.example.com;branch=z9hG4bKp
                        v: SIP/2.0/UDP a;branch=1
                        Via: SIP/2.0/UDP b
                        """);
    }

    @Test
    void pushOfANewNameGoesBehindTheVias() {
        String lines = "Via: SIP/2.0/UDP a\nVIA : SIP/2.0/UDP b\nSubject: x\n";
        assertThat(edited(lines, h -> h.push(Header.RECORD_ROUTE, ROUTE)))
                .isEqualTo(
                        """
                        Via: SIP/2.0/UDP a
                        VIA : SIP/2.0/UDP b
                        Record-Route: <sip:p1.example.com;lr>
                        Subject: x
                        """);
    }

    @Test
    void popTakesTheFirstValueOfAList() {
        String lines = "Route: <sip:a;lr>, \"x, y\" <sip:b,c@d;lr> ,<sip:d>\nroute: <sip:e>\n";
        assertThat(edited(lines, h -> h.pop(Header.ROUTE)))
                .isEqualTo("Route: \"x, y\" <sip:b,c@d;lr> ,<sip:d>\nroute: <sip:e>\n");
        assertThat(edited(lines, h -> h.pop(Header.ROUTE).pop(Header.ROUTE)))
                .isEqualTo("Route: <sip:d>\nroute: <sip:e>\n");
        assertThat(edited(lines, h -> h.pop(Header.ROUTE).pop(Header.ROUTE).pop(Header.ROUTE)))
                .isEqualTo("route: <sip:e>\n");
        assertThat(edited("Subject: x\n", h -> h.pop(Header.ROUTE))).isEqualTo("Subject: x\n");
    }

    @Test
    void popUnderstandsFoldsAndTrailingCommas() {
        assertThat(edited("Via: SIP/2.0/UDP a\n ,\n\tSIP/2.0/UDP b\n", h -> h.pop(Header.VIA)))
                .isEqualTo("Via: SIP/2.0/UDP b\n");
        assertThat(edited("Route:\n <sip:a>,\n <sip:b>\n", h -> h.pop(Header.ROUTE)))
                .isEqualTo("Route:\n <sip:b>\n");
        assertThat(edited("Route: <sip:a>,\nTo: x\n", h -> h.pop(Header.ROUTE)))
                .isEqualTo("To: x\n");
    }

    @Test
    void linesWithNothingOnThemHaveNoFirstValue() {
        String lines = "Via: \nv:\nVia: SIP/2.0/UDP a;rport\nVia: SIP/2.0/UDP b\n";
        assertThat(edited(lines, h -> h.pop(Header.VIA)))
                .isEqualTo("Via: \nv:\nVia: SIP/2.0/UDP b\n");
        assertThat(edited(lines, h -> h.fill(Header.VIA, "rport", "9", ";x")))
                .isEqualTo("Via: \nv:\nVia: SIP/2.0/UDP a;rport=9;x\nVia: SIP/2.0/UDP b\n");
        assertThat(edited(lines, h -> h.replaceFirst(Header.VIA, OURS)))
                .isEqualTo(
                        "Via: \nv:\nVia: SIP/2.0/TCP proxy.example.com;branch=z9hG4bKp\nVia: SIP/2.0/UDP b\n");
        assertThat(edited("Via: \n", h -> h.pop(Header.VIA))).isEqualTo("Via: \n");
    }

    @Test
    void popOfABrokenLineSaysSo() {
        assertThatExceptionOfType(MalformedField.class)
                .isThrownBy(() -> edited("Route: \"x <sip:a>\n", h -> h.pop(Header.ROUTE)))
                .satisfies(e -> assertThat(e.name()).isEqualTo(Known.ROUTE));
    }

    @Test
    void appendFollowsTheGrammarAndGoesToTheEndOfWhatBreaksIt() {
        assertThat(edited("To: sip:a\"b\n", h -> h.append(Header.TO, ";tag=1")))
                .isEqualTo("To: sip:a\"b;tag=1\n");
        assertThat(edited("To: <sip:a\n", h -> h.append(Header.TO, ";tag=1")))
                .isEqualTo("To: <sip:a;tag=1\n");
    }

    @Test
    void appendKeepsTheValueAsItWasSent() {
        assertThat(edited("t :\n  \"A\"   <sip:a>  \n", h -> h.append(Header.TO, ";tag=1")))
                .isEqualTo("t :\n  \"A\"   <sip:a>;tag=1  \n");
        String vias = "Via:  SIP/2.0/UDP a;x=\",\" , SIP/2.0/UDP b\n";
        assertThat(edited(vias, h -> h.append(Header.VIA, ";received=192.0.2.1")))
                .isEqualTo("Via:  SIP/2.0/UDP a;x=\",\";received=192.0.2.1 , SIP/2.0/UDP b\n");
        assertThatExceptionOfType(MalformedField.class)
                .isThrownBy(() -> edited("X: y\n", h -> h.append(Header.TO, ";tag=1")))
                .withMessage("missing To");
    }

    @Test
    void appendToALineMadeHere() {
        assertThat(edited("X: y\n", h -> h.push(Header.VIA, OURS).append(Header.VIA, ";a=b")))
                .isEqualTo("Via: SIP/2.0/TCP proxy.example.com;branch=z9hG4bKp;a=b\nX: y\n");
    }

    @Test
    void fillGivesAFlagItsValueAndAppends() {
        String folded = "Via: SIP/2.0/UDP a; x=\";rport\"\n ; RPORT ;y , SIP/2.0/UDP b;rport\n";
        assertThat(edited(folded, h -> h.fill(Header.VIA, "rport", "9", ";z")))
                .isEqualTo(
                        "Via: SIP/2.0/UDP a; x=\";rport\"\n ; RPORT=9 ;y;z , SIP/2.0/UDP b;rport\n");
        assertThat(edited("Via: SIP/2.0/UDP a\n", h -> h.fill(Header.VIA, "rport", "9", ";z")))
                .isEqualTo("Via: SIP/2.0/UDP a;z\n");
        String filled = "Via: SIP/2.0/TCP proxy.example.com;branch=z9hG4bKp;z\nX: y\n";
        assertThat(
                        edited(
                                "X: y\n",
                                h -> h.push(Header.VIA, OURS).fill(Header.VIA, "rport", "9", ";z")))
                .isEqualTo(filled);
        assertThatExceptionOfType(MalformedField.class)
                .isThrownBy(() -> edited("X: y\n", h -> h.fill(Header.VIA, "rport", "9", ";z")))
                .withMessage("missing Via");
    }

    @Test
    void appendedLinesCanBeReadAndEditedAgain() {
        var request =
                Corpus.request("OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP a , SIP/2.0/UDP b\n\n");
        var once = request.with(h -> h.append(Header.VIA, ";received=192.0.2.1"));
        assertThat(once.headers().require(Header.VIA).received()).hasValue("192.0.2.1");
        var twice = once.with(h -> h.append(Header.VIA, ";rport=9").pop(Header.VIA));
        assertThat(twice.headers().require(Header.VIA).sentBy().host()).isEqualTo("b");
        assertThat(twice.headers().all(Header.VIA)).hasSize(1);
    }

    @Test
    void replaceFirstLeavesTheOthersOfItsLine() {
        assertThat(
                        edited(
                                "X: y\nVia: SIP/2.0/UDP a , SIP/2.0/UDP b\nv: SIP/2.0/UDP c\n",
                                h -> h.replaceFirst(Header.VIA, OURS)))
                .isEqualTo(
                        """
                        X: y
                        Via: SIP/2.0/TCP proxy.example.com;branch=z9hG4bKp
                        Via: SIP/2.0/UDP b
                        v: SIP/2.0/UDP c
                        """);
    }

    @Test
    void replaceFirstOfAnOnlyLineKeepsItsPlace() {
        String lines = "X: y\nVia: SIP/2.0/UDP a\nTo: z\n";
        assertThat(edited(lines, h -> h.replaceFirst(Header.VIA, OURS)))
                .isEqualTo("X: y\nVia: SIP/2.0/TCP proxy.example.com;branch=z9hG4bKp\nTo: z\n");
    }

    @Test
    void setMakesOneLineOfMany() {
        String lines = "MAX-forwards : 70\nX: y\nMax-Forwards: 3\n";
        assertThat(edited(lines, h -> h.set(Header.MAX_FORWARDS, 69)))
                .isEqualTo("Max-Forwards: 69\nX: y\n");
        assertThat(edited("X: y\n", h -> h.set(Header.MAX_FORWARDS, 69)))
                .isEqualTo("X: y\nMax-Forwards: 69\n");
    }

    @Test
    void removeAndRemoveIf() {
        String lines = "x-Y: 1\nRoute: <sip:a>\nX-y: 2\nRoute: <sip:b>\n";
        assertThat(edited(lines, h -> h.remove(HeaderName.of("X-Y"))))
                .isEqualTo("Route: <sip:a>\nRoute: <sip:b>\n");
        assertThat(edited(lines, h -> h.removeIf(Known.ROUTE, f -> f.text().contains("b"))))
                .isEqualTo("x-Y: 1\nRoute: <sip:a>\nX-y: 2\n");
    }

    @Test
    void addAndCopyKeepForeignLinesAsTheyCame() {
        var other = Corpus.request("OPTIONS sip:a SIP/2.0\nf  : <sip:a>\nX-1:  2\nx-1 : 3\n\n");
        assertThat(edited("To: b\n", h -> h.copy(other.headers(), HeaderName.of("x-1"))))
                .isEqualTo("To: b\nX-1:  2\nx-1 : 3\n");
        var field = other.headers().fields().getFirst();
        assertThat(edited("To: b\n", h -> h.add(field))).isEqualTo("To: b\nf  : <sip:a>\n");
    }

    @Test
    void anEditLeavesTheOriginalAlone() {
        var request = Corpus.request("OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP a\nTo: b\n\n");
        String before = request.toString();
        request.with(h -> h.pop(Header.VIA).remove(Known.TO).push(Header.VIA, OURS));
        assertThat(request.toString()).isEqualTo(before);
    }

    @Test
    void manyEditsGrowTheList() {
        var headers =
                Headers.EMPTY.with(h -> {
                    for (int i = 0; i < 100; i++) h.push(Header.ROUTE, ROUTE);
                    return h;
                });
        assertThat(headers.lines(Known.ROUTE)).isEqualTo(100);
        assertThat(headers.all(Header.ROUTE)).hasSize(100).containsOnly(ROUTE);
    }

    @Test
    void aComposedLineIsOneLine() {
        var headers = Headers.EMPTY.with(h -> h.add(Header.SUBJECT, "a\r\nVia: SIP/2.0/UDP evil"));
        var request =
                Request.of(
                        io.switchhook.sip.header.Method.OPTIONS, ROUTE.uri(), headers, Body.EMPTY);
        var read = (Request) Corpus.parse(request.toByteArray());
        assertThat(read.headers().fields()).hasSize(1);
        assertThat(read.headers().require(Header.SUBJECT)).isEqualTo("a  Via: SIP/2.0/UDP evil");
    }

    @Test
    void absentAndMalformedAreDifferent() {
        var headers = Corpus.request("OPTIONS sip:a SIP/2.0\nCSeq: x\nRoute:\n\n").headers();
        assertThat(headers.get(Header.TO)).isEmpty();
        assertThat(headers.all(Header.TO)).isEmpty();
        assertThat(headers.get(Header.ROUTE)).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(MalformedField.class)
                    .isThrownBy(() -> headers.get(Header.CSEQ))
                    .withMessage("CSeq: expected a number at byte 0");
        }
        assertThatExceptionOfType(MalformedField.class)
                .isThrownBy(() -> headers.require(Header.TO))
                .withMessage("missing To");
    }

    @Test
    void oneLineReadAsTwoTypes() {
        var headers = Corpus.request("OPTIONS sip:a SIP/2.0\nSubject: 12\n\n").headers();
        var number =
                new HeaderType<Long>(
                        Known.SUBJECT, false, in -> in.number(99), (out, n) -> out.put(n));
        assertThat(headers.require(Header.SUBJECT)).isEqualTo("12");
        assertThat(headers.require(number)).isEqualTo(12);
        assertThat(headers.require(Header.SUBJECT)).isEqualTo("12");
        var composed = Headers.EMPTY.with(h -> h.add(number, 7L));
        assertThat(composed.require(Header.SUBJECT)).isEqualTo("7");
    }

    @Test
    void anExtensionHasAKeyToo() {
        var name = HeaderName.of("X-Line");
        var type = new HeaderType<Long>(name, false, in -> in.number(9), (out, n) -> out.put(n));
        var headers = Corpus.request("OPTIONS sip:a SIP/2.0\nx-line: 3\n\n").headers();
        assertThat(headers.require(type)).isEqualTo(3);
        assertThat(headers.get(type)).hasValue(3L);
        assertThat(edited("To: b\n", h -> h.add(type, 4L))).isEqualTo("To: b\nX-Line: 4\n");
    }

    @Test
    void compactFormsStandForTheNamesThatHaveOne() {
        String lines = "Via: SIP/2.0/UDP a\nFROM :  <sip:a>\n ;tag=1\nMax-Forwards: 70\nX-Y: 1\n";
        assertThat(
                        edited(
                                lines,
                                h ->
                                        h.add(Header.TO, NameAddr.of(SipUri.parse("sip:b")))
                                                .compact()))
                .isEqualTo(
                        """
                        v: SIP/2.0/UDP a
                        f: <sip:a>   ;tag=1
                        Max-Forwards: 70
                        X-Y: 1
                        t: <sip:b>
                        """);
        assertThat(
                        Corpus.request("OPTIONS sip:a SIP/2.0\n" + lines + "\n")
                                .with(Headers.Editor::compact)
                                .headers()
                                .require(Header.FROM)
                                .tag())
                .isEqualTo("1");
    }
}
