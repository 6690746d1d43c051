package io.switchhook.sip.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScannerTest {
    @Test
    void wordsOneAfterTheOther() {
        var in = Scanner.of("token  ;\r\n 42 \"q\\\"\" end ");
        assertThat(in.token()).isEqualTo("token");
        assertThat(in.acceptSeparator(';')).isTrue();
        assertThat(in.acceptSeparator(';')).isFalse();
        assertThat(in.number(42)).isEqualTo(42);
        in.skipSpace();
        assertThat(in.rawQuotedString()).isEqualTo("\"q\\\"\"");
        assertThat(in.rest()).isEqualTo("end");
        assertThat(in.atEnd()).isTrue();
        assertThat(in.peek()).isEqualTo(-1);
        in.expectEnd();
    }

    @Test
    void numbersStopAtTheirBound() {
        assertThat(Scanner.of("4294967295").number(0xffff_ffffL)).isEqualTo(0xffff_ffffL);
        assertThat(Scanner.of("0000000000000000000255").number(255)).isEqualTo(255);
        assertThat(Scanner.of("0").number(0)).isZero();
        for (String no : List.of("", "x", "-1", "256", "1" + "0".repeat(100)))
            assertThatExceptionOfType(MalformedValue.class)
                    .isThrownBy(() -> Scanner.of(no).number(255));
    }

    @Test
    void secondsSaturate() {
        assertThat(Scanner.of("3600").deltaSeconds()).isEqualTo(3600);
        assertThat(Scanner.of("4294967295").deltaSeconds()).isEqualTo(Integer.MAX_VALUE);
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(() -> Scanner.of("4294967296").deltaSeconds());
    }

    @Test
    void quotedStringsMustClose() {
        for (String no : List.of("\"", "\"a", "\"a\\", "\"a\\\"", "a\""))
            assertThatExceptionOfType(MalformedValue.class)
                    .isThrownBy(() -> Scanner.of(no).rawQuotedString());
    }

    @Test
    void quotingAndBack() {
        for (String plain : List.of("", "a", "\"", "\\", "a \"b\" \\c", "жук")) {
            assertThat(Scanner.unquote(Scanner.quote(plain))).isEqualTo(plain);
            assertThat(Scanner.of(Scanner.quote(plain)).rawQuotedString())
                    .isEqualTo(Scanner.quote(plain));
        }
        assertThat(Scanner.unquote("token")).isEqualTo("token");
        assertThat(Scanner.unquote("\"")).isEqualTo("\"");
    }

    @Test
    void commasInQuotesAndBracketsDoNotCount() {
        var in = Scanner.of("\"a,b\\\",\" <c,d> e, f");
        in.skipToComma();
        assertThat(in.rest()).isEqualTo(", f");
    }

    @Test
    void theOffsetIsThatOfTheText() {
        byte[] bytes = "xxabc;d".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var in = new Scanner(bytes, 2, 7, Leniencies.none());
        in.token();
        assertThatExceptionOfType(MalformedValue.class)
                .isThrownBy(in::token)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(3))
                .withMessage("expected a token");
        assertThat(in.peekAt(1)).isEqualTo(-1);
        assertThat(in.peekAt(7)).isEqualTo(-1);
    }

    @Test
    void textIsUtf8() {
        assertThat(Scanner.of("Работа").rest()).isEqualTo("Работа");
        assertThat(new ByteSink(1).put("aЖ").put('b').put(-12L).crlf().toString())
                .isEqualTo("aЖb-12\r\n");
    }

    @Test
    void escapes() {
        assertThat(Chars.unescape("%61%4C%%zz%4")).isEqualTo("aL%%zz%4");
        assertThat(Chars.unescape("%D0%96")).isEqualTo("Ж");
        assertThat(Chars.unescape("%2561")).isEqualTo("%61");
    }
}
