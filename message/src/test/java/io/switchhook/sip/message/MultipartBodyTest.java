package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.MediaType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MultipartBodyTest {
    private static MediaType type(String boundary) {
        var mixed = MediaType.of("multipart", "mixed");
        return new MediaType("multipart", "mixed", mixed.parameters().with("boundary", boundary));
    }

    private static MultipartBody parse(String boundary, String text) {
        byte[] bytes = Corpus.crlf(text);
        return MultipartBody.parse(type(boundary), Body.of(bytes, 0, bytes.length));
    }

    @Test
    void partsBetweenBoundaries() {
        var multipart =
                parse(
                        "\"a b\"",
                        """
                        preamble
                        --a b
                        Content-Type: application/sdp
                        Content-Disposition: session

                        v=0
                        s=--a b

                        --a b \t

                        --a bc is no boundary
                        --a b--
                        epilogue
                        --a b
                        """);
        assertThat(multipart.parts()).hasSize(2);
        var first = multipart.parts().getFirst();
        assertThat(first.body()).hasToString("v=0\r\ns=--a b\r\n");
        assertThat(first.mediaType().is("application/sdp")).isTrue();
        assertThat(first.headers().require(Header.CONTENT_DISPOSITION).type()).isEqualTo("session");
        var second = multipart.parts().getLast();
        assertThat(second.body()).hasToString("--a bc is no boundary");
        assertThat(second.mediaType()).isEqualTo(MediaType.TEXT_PLAIN);
        assertThat(multipart.find("text/PLAIN")).hasValue(second);
        assertThat(multipart.find("image/png")).isEmpty();
    }

    @Test
    void emptyParts() {
        assertThat(parse("x", "--x\n\n--x--").parts())
                .singleElement()
                .extracting(Part::body)
                .hasToString("");
        assertThat(parse("x", "--x\n--x--").parts()).hasSize(1);
        assertThat(parse("x", "--x--").parts()).isEmpty();
    }

    @Test
    void whatIsBroken() {
        for (String text :
                List.of("", "--x", "--x\n\nbody", "text", "--x\nno colon\n\nbody\n--x--"))
            assertThatExceptionOfType(MalformedValue.class).isThrownBy(() -> parse("x", text));
        for (String boundary : List.of("\"\"", "x".repeat(71)))
            assertThatExceptionOfType(MalformedValue.class)
                    .isThrownBy(() -> parse(boundary, "--x--"));
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(() -> MultipartBody.parse(MediaType.SDP, Body.EMPTY));
    }

    @Test
    void partsAreBounded() {
        assertThat(parse("x", "--x\n\n\n".repeat(32) + "--x--").parts()).hasSize(32);
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(() -> parse("x", "--x\n\n\n".repeat(33) + "--x--"));
    }

    @Test
    void nestingIsBounded() {
        var inner = Part.of(MediaType.SDP, Body.of("v=0\r\n"));
        for (int i = 0; i < 3; i++) inner = wrapped(inner, "b" + i);
        var sdp = new MultipartBody(List.of(inner)).find("application/sdp");
        assertThat(sdp.orElseThrow().body()).hasToString("v=0\r\n");
        var deep = wrapped(inner, "b3");
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(() -> new MultipartBody(List.of(deep)).find("application/sdp"));
    }

    private static Part wrapped(Part part, String boundary) {
        return Part.of(type(boundary), new MultipartBody(List.of(part)).toBody(boundary));
    }

    @Test
    void writtenAndRead() {
        var parts =
                IntStream.range(0, 5)
                        .mapToObj(i ->
                                Part.of(MediaType.of("text", "x" + i), Body.of("\r\n" + i + "\n")))
                        .toList();
        var read = MultipartBody.parse(type("--=_b"), new MultipartBody(parts).toBody("--=_b"));
        assertThat(read.parts()).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(read.parts().get(i).body()).hasToString("\r\n" + i + "\n");
            assertThat(read.parts().get(i).mediaType().subtype()).isEqualTo("x" + i);
        }
    }
}
