package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageParserTest {
    private static final String BASE =
            """
            Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKa
            Max-Forwards: 70
            From: <sip:a@example.com>;tag=1
            To: <sip:b@example.com>
            Call-ID: 1
            CSeq: 1 MESSAGE
            """;
    private static final String START = "MESSAGE sip:b@example.com SIP/2.0\n";
    private static final MessageLimits SMALL = new MessageLimits(400, 100, 10);

    private static MessageParser parser(MessageLimits limits) {
        return new MessageParser(limits, Leniencies.all());
    }

    private static MalformedMessage rejected(MessageLimits limits, String text) {
        byte[] bytes = Corpus.crlf(text);
        return catchThrowableOfType(
                MalformedMessage.class, () -> parser(limits).parseDatagram(bytes, 0, bytes.length));
    }

    private static void assertAnswer(MalformedMessage e, int status, String text) {
        assertThat(e.text()).isEqualTo(text);
        var answer = e.answer().orElseThrow();
        assertThat(answer.status()).isEqualTo(StatusCode.of(status));
        assertThat(answer.toString())
                .startsWith(
                        "SIP/2.0 " + answer.status() + " (" + text + ")\r\nVia: SIP/2.0/UDP a.ex")
                .contains("\r\nFrom: <sip:a@", "\r\nTo: <sip:b", "\r\nCall-ID: 1\r\nCSeq: 1 MES")
                .endsWith("\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void theDefaultLimits() {
        assertThat(MessageLimits.DEFAULT).isEqualTo(new MessageLimits(65536, 1048576, 256));
        assertThat(parser(SMALL).limits()).isEqualTo(SMALL);
    }

    @Test
    void aHeadThatIsTooLarge() {
        assertAnswer(
                rejected(SMALL, START + BASE + "X: " + "x".repeat(400) + "\n\n"),
                513,
                "head larger than 400 bytes");
    }

    @Test
    void aBodyThatIsTooLarge() {
        String text = START + BASE + "\n" + "x".repeat(101);
        assertAnswer(rejected(SMALL, text), 413, "body larger than 100 bytes");
        byte[] head = Corpus.crlf(START + BASE + "Content-Length: 101\n\n");
        var e =
                catchThrowableOfType(
                        MalformedMessage.class,
                        () -> parser(SMALL).parseHead(head, 0, head.length));
        assertAnswer(e, 413, "body larger than 100 bytes");
    }

    @Test
    void tooManyLines() {
        assertAnswer(
                rejected(SMALL, START + BASE + "X: y\n".repeat(5) + "\n"),
                400,
                "more than 10 header lines");
        assertThat(rejected(SMALL, START + BASE + "X: y\n".repeat(4) + "\n")).isNull();
    }

    @Test
    void theDefaultsHold() {
        String lines = START + BASE + "X: y\n".repeat(251) + "\n";
        assertThat(rejected(MessageLimits.DEFAULT, lines).text()).contains("256");
        String head = START + BASE + "X: " + "y".repeat(66_000) + "\n\n";
        assertThat(rejected(MessageLimits.DEFAULT, head).answer().orElseThrow().status().value())
                .isEqualTo(513);
    }

    @Test
    void aHeadOnAStreamThatDoesNotEnd() {
        byte[] beginning = Corpus.crlf("\n\n" + START + BASE + "X: " + "x".repeat(500));
        var e = parser(SMALL).headTooLarge(beginning, 0, beginning.length);
        assertAnswer(e, 513, "head larger than 400 bytes");
        byte[] noise = "x".repeat(500).getBytes(StandardCharsets.UTF_8);
        assertThat(parser(SMALL).headTooLarge(noise, 0, 500).answer()).isEmpty();
        byte[] response = Corpus.crlf("SIP/2.0 200 OK\n" + BASE);
        assertThat(parser(SMALL).headTooLarge(response, 0, response.length).answer()).isEmpty();
        byte[] ack = Corpus.crlf(START.replace("MESSAGE", "ACK") + BASE);
        assertThat(parser(SMALL).headTooLarge(ack, 0, ack.length).answer()).isEmpty();
        byte[] nothing = new byte[0];
        assertThat(parser(SMALL).headTooLarge(nothing, 0, 0).answer()).isEmpty();
    }

    @Test
    void aStreamOfMessages() {
        String one = START + BASE + "l: 5\n\n";
        byte[] bytes = Corpus.crlf("junk\n\n" + one + "hello" + one + "world");
        int start = 8;
        int end = MessageParser.endOfHead(bytes, start, bytes.length);
        var parser = parser(MessageLimits.DEFAULT);
        var head = parser.parseHead(bytes, start, end);
        int length = MessageParser.contentLength(head);
        var message = MessageParser.withBody(head, Body.of(bytes, end, end + length));
        assertThat(message.body()).hasToString("hello");
        assertThat(message.toByteArray()).isEqualTo(Corpus.crlf(one + "hello"));
        start = end + length;
        end = MessageParser.endOfHead(bytes, start, bytes.length);
        assertThat(end + 5).isEqualTo(bytes.length);
    }

    @Test
    void theEndOfAHead() {
        assertThat(endOfHead("a\r\n\r\nb")).isEqualTo(5);
        assertThat(endOfHead("a\n\nb")).isEqualTo(3);
        assertThat(endOfHead("a\n\r\nb")).isEqualTo(4);
        for (String no : new String[] {"", "a", "\n", "a\n", "a\r\n", "a\r\n\r", "a\r\n \r\n"})
            assertThat(endOfHead(no)).isEqualTo(-1);
    }

    private static int endOfHead(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MessageParser.endOfHead(bytes, 0, bytes.length);
    }

    @Test
    void theEndOfAHeadIsFoundInPieces() {
        byte[] bytes = Corpus.crlf(START + BASE + "\n");
        int scanned = 0;
        for (int have = 0; have < bytes.length; have++) {
            int from = Math.max(0, scanned - 3);
            assertThat(MessageParser.endOfHead(bytes, from, have)).isEqualTo(-1);
            scanned = have;
        }
        assertThat(MessageParser.endOfHead(bytes, scanned - 3, bytes.length))
                .isEqualTo(bytes.length);
    }

    @Test
    void aStreamNeedsALength() {
        byte[] bytes = Corpus.crlf(START + BASE + "\n");
        var e =
                catchThrowableOfType(
                        MalformedMessage.class,
                        () -> parser(SMALL).parseHead(bytes, 0, bytes.length));
        assertAnswer(e, 400, "missing Content-Length");
    }

    @Test
    void aDatagramDoesNot() {
        var request = Corpus.request(START + BASE + "\nbody");
        assertThat(request.body()).hasToString("body");
        assertThat(request.headers().get(Header.CONTENT_LENGTH)).isEmpty();
        request = Corpus.request("\n\n" + START + BASE + "Content-Length: 2\n\nbody");
        assertThat(request.body()).hasToString("bo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "\n",
                "x",
                "x\n\n",
                "OPTIONS\n\n",
                "OPTIONS sip:a\n\n",
                "OPTIONS SIP/2.0\n\n",
                "OPTIONS  SIP/2.0\n\n",
                "OPTI(ONS sip:a SIP/2.0\n\n",
                " OPTIONS sip:a SIP/2.0\n\n",
                "OPTIONS\tsip:a\tSIP/2.0\n\n",
                "OPTIONS sip:a HTTP/1.1\n\n",
                "OPTIONS sip:a SIP/2.0",
                "SIP/2.0\n\n",
                "SIP/2.0 \n\n",
                "SIP/2.0 20\n\n",
                "SIP/2.0 099 x\n\n",
                "SIP/2.0 700 x\n\n",
                "SIP/2.0 2000 x\n\n",
                "SIP/2.0 20x x\n\n",
                "SIP/2.0 200x\n\n",
                "SIP/3.0 200 OK\n\n",
                "SIP/2.0200 OK\n\n",
                "SIP/2.0 200 OK\nno colon\n\n",
                "SIP/2.0 200 OK\nContent-Length: 5\n\n",
                "SIP/2.0 200 OK\nContent-Length: x\n\n",
                "GET / HTTP/1.1\nHost: x\n\n",
            })
    void whatCannotBeAnswered(String text) {
        var e = rejected(MessageLimits.DEFAULT, text);
        assertThat(e).isNotNull();
        assertThat(e.answer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no colon\n",
                ": no name\n",
                "na me: x\n",
                "Content-Length: -1\n",
                "Content-Length: 1\n",
                "Content-Length: 99999999999999999999\n",
                "Content-Length: 0\nl: 0\n",
                "Content-Length:\n",
                "Content-Length: 0, 0\n",
                " folded\n",
            })
    void whatIsAnsweredWith400(String line) {
        String text = line.startsWith(" ") ? START + line + BASE : START + BASE + line;
        var e =
                rejected(
                        MessageLimits.DEFAULT,
                        text.replace("MESSAGE\n folded", "MESSAGE\n") + "\n");
        assertThat(e.answer().map(Response::status)).hasValue(StatusCode.BAD_REQUEST);
    }

    @Test
    void aBareCarriageReturnEndsNoLine() {
        byte[] bytes =
                (Corpus.request(START + BASE + "X: @\n\n").toString().replace('@', '\r'))
                        .getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(MalformedMessage.class)
                .isThrownBy(() -> Corpus.parse(bytes))
                .withMessage("CR without LF");
    }

    @Test
    void anAckIsNeverAnswered() {
        var e = rejected(SMALL, START.replace("MESSAGE", "ACK") + BASE + "no colon\n\n");
        assertThat(e.answer()).isEmpty();
    }

    @Test
    void headerNamesInAnyForm() {
        var request = Corpus.request(START + "I: 1\ncAlL-iD : 2\nx-Y: 3\nX-y: 4\n\n");
        assertThat(request.headers().lines(Known.CALL_ID)).isEqualTo(2);
        assertThat(request.headers().require(Header.CALL_ID).value()).isEqualTo("1");
        assertThat(request.headers().lines(HeaderName.of("X-Y"))).isEqualTo(2);
        assertThat(HeaderName.of("x-y"))
                .isEqualTo(HeaderName.of("X-Y"))
                .hasSameHashCodeAs(HeaderName.of("X-Y"));
        assertThat(HeaderName.of("x-y").text()).isEqualTo("x-y");
        assertThat(HeaderName.of("")).isEqualTo(new HeaderName.Extension(""));
        for (var known : Known.values()) {
            assertThat(HeaderName.of(known.text().toUpperCase(java.util.Locale.ROOT)))
                    .isSameAs(known);
            assertThat(known.section()).contains("§");
        }
    }

    @Test
    void compactForms() {
        String forms =
                "v=Via f=From t=To i=Call-ID m=Contact l=Content-Length c=Content-Type "
                        + "e=Content-Encoding k=Supported s=Subject a=Accept-Contact j=Reject-Contact "
                        + "d=Request-Disposition r=Refer-To b=Referred-By o=Event u=Allow-Events "
                        + "x=Session-Expires y=Identity";
        for (String form : forms.split(" ")) {
            assertThat(HeaderName.of(form.substring(0, 1)).text()).isEqualTo(form.substring(2));
            assertThat(HeaderName.of(form.substring(2)))
                    .isSameAs(HeaderName.of(form.substring(0, 1)));
        }
        assertThat(HeaderName.of("z")).isInstanceOf(HeaderName.Extension.class);
    }

    @Test
    void methods() {
        assertThat(Corpus.request("INVITE sip:a SIP/2.0\n\n").method()).isSameAs(Method.INVITE);
        assertThat(Corpus.request("invite sip:a SIP/2.0\n\n").method())
                .isEqualTo(Method.of("invite"))
                .isNotEqualTo(Method.INVITE);
    }

    @Test
    void anotherBodyHasAnotherLength() {
        var request = Corpus.request(START + BASE + "l: 4\n\nbody").withBody(Body.of("more text"));
        assertThat(request.headers().lines(Known.CONTENT_LENGTH)).isEqualTo(1);
        assertThat(((Request) Corpus.parse(request.toByteArray())).body()).hasToString("more text");
        var response = Response.to(request, StatusCode.OK, "1").withBody(Body.of("x"));
        assertThat(response.headers().require(Header.CONTENT_LENGTH)).isEqualTo(1);
        assertThat(response.toString()).endsWith("\r\nContent-Length: 1\r\n\r\nx");
    }

    @Test
    void aComposedResponse() {
        var request = Corpus.request(START + BASE + "Timestamp: 5.5\n\n");
        assertThat(Response.to(request, StatusCode.RINGING, "9").toString())
                .isEqualTo(
                        new String(
                                Corpus.crlf(
                                        "SIP/2.0 180 Ringing\n"
                                                + BASE.replace("Max-Forwards: 70\n", "")
                                                        .replace(
                                                                "b@example.com>",
                                                                "b@example.com>;tag=9")
                                                + "Content-Length: 0\n\n"),
                                StandardCharsets.UTF_8));
        var trying = Response.to(request, StatusCode.TRYING, "");
        assertThat(trying.headers().require(Header.TO).tag()).isEmpty();
        assertThat(trying.headers().require(Header.TIMESTAMP).stamp()).isEqualTo("5.5");
        var inDialog = request.with(h -> h.append(Header.TO, ";tag=7"));
        assertThat(Response.to(inDialog, StatusCode.OK, "9").headers().require(Header.TO).tag())
                .isEqualTo("7");
        assertThat(Response.to(request, StatusCode.OK, "So\r\nX: y", "9").toString())
                .startsWith("SIP/2.0 200 So  X: y\r\nVia");
    }
}
