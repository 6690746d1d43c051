package io.switchhook.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.grammar.MalformedValue;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every leniency: on, the description is understood; off, it is malformed.
class SdpLeniencyTest {
    private static final String PLAIN =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            a=sendonly
            m=audio 4000 RTP/AVP 0
            a=ptime:20
            """
                    .replace("\n", "\r\n");

    /// What is replaced in the plain description, by what, and how it is written then.
    record Sample(SdpLeniency leniency, String plain, String bent, String written) {
        @Override
        public String toString() {
            return leniency + " " + bent;
        }

        byte[] bytes() {
            assertThat(PLAIN).contains(plain);
            return PLAIN.replace(plain, bent).getBytes(StandardCharsets.UTF_8);
        }
    }

    static List<Sample> samples() {
        return List.of(
                new Sample(SdpLeniency.LF_ONLY_LINES, "s=-\r\n", "s=-\n", "s=-\r\n"),
                new Sample(SdpLeniency.MISSING_LAST_LINE_END, ":20\r\n", ":20", ":20\r\n"),
                new Sample(
                        SdpLeniency.TRAILING_BLANK_LINES, ":20\r\n", ":20\r\n\r\n\r\n", ":20\r\n"),
                new Sample(SdpLeniency.EXTRA_SPACE, "t=0 0", "t=0  0", "t=0 0"),
                new Sample(SdpLeniency.EXTRA_SPACE, "t=0 0", "t=0\t0", "t=0 0"),
                new Sample(SdpLeniency.EXTRA_SPACE, "AVP 0", "AVP 0 ", "AVP 0"),
                new Sample(SdpLeniency.EXTRA_SPACE, "a=sendonly", "a=sendonly ", "a=sendonly"),
                new Sample(SdpLeniency.MISSING_SESSION_NAME, "s=-\r\n", "", ""),
                new Sample(SdpLeniency.EMPTY_VALUE, "s=-", "s=", "s="),
                new Sample(SdpLeniency.EMPTY_VALUE, "ptime:20", "ptime:", "ptime:"),
                new Sample(SdpLeniency.EMPTY_VALUE, "s=-", "s=-\r\ni=", "s=-\r\ni="),
                new Sample(SdpLeniency.MISSING_TIME, "t=0 0\r\n", "", ""),
                new Sample(SdpLeniency.LINE_OUT_OF_ORDER, "s=-", "i=x\r\ns=-", "i=x\r\ns=-"),
                new Sample(SdpLeniency.UNKNOWN_LINE, "t=0 0", "y=  \r\nt=0 0", "y=  \r\nt=0 0"),
                new Sample(SdpLeniency.MISSING_FORMAT, "AVP 0", "AVP", "AVP"),
                new Sample(
                        SdpLeniency.UNDERSCORE_IN_HOST,
                        "c=IN IP4 1",
                        "c=IN IP4 a_1",
                        "c=IN IP4 a_1"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void on(Sample sample) {
        var read = parse(sample.bytes(), Set.of(sample.leniency));
        assertThat(new String(read.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo(PLAIN.replace(sample.plain, sample.written));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void off(Sample sample) {
        var others = EnumSet.allOf(SdpLeniency.class);
        others.remove(sample.leniency);
        assertThatThrownBy(() -> parse(sample.bytes(), others))
                .isInstanceOf(MalformedValue.class)
                .hasMessageEndingWith(sample.leniency.meaning());
    }

    private static SessionDescription parse(byte[] bytes, Set<SdpLeniency> leniencies) {
        return new SdpParser(SdpLimits.DEFAULT, leniencies).parse(bytes, 0, bytes.length);
    }

    @Test
    void theGrammarAsItIsWrittenTakesThePlainDescription() {
        byte[] bytes = PLAIN.getBytes(StandardCharsets.UTF_8);
        assertThatCode(() -> parse(bytes, Set.of())).doesNotThrowAnyException();
    }

    @Test
    void everyLeniencyHasItsTestAndNamesItsRule() {
        assertThat(samples()).extracting(Sample::leniency).contains(SdpLeniency.values());
        for (var leniency : SdpLeniency.values()) {
            assertThat(leniency.section()).matches("RFC \\d+ §[\\d.]+");
            assertThat(leniency.meaning()).hasSizeGreaterThan(10);
        }
    }
}
