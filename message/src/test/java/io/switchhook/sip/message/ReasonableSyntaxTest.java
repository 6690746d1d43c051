package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReasonableSyntaxTest {
    private static Request with(int viaParameters, int toParameters) {
        return Corpus.request(
                """
                OPTIONS sip:a SIP/2.0
                Via: SIP/2.0/UDP a;branch=z9hG4bK1%s
                Max-Forwards: 70
                From: <sip:a@example.com>;tag=1
                To: <sip:b@example.com>%s
                Call-ID: c
                CSeq: 1 OPTIONS

                """
                        .formatted(parameters(viaParameters - 1), parameters(toParameters)));
    }

    private static String parameters(int number) {
        return IntStream.range(0, number).mapToObj(i -> ";p" + i).collect(Collectors.joining());
    }

    @Test
    void roomIsLeftForWhatTheAnswerNeeds() {
        assertThatCode(() -> ReasonableSyntax.check(with(62, 62))).doesNotThrowAnyException();
        assertThatExceptionOfType(MalformedMessage.class)
                .isThrownBy(() -> ReasonableSyntax.check(with(63, 0)))
                .satisfies(e -> assertThat(e.answer()).as("by such a Via").isEmpty());
        assertThatExceptionOfType(MalformedMessage.class)
                .isThrownBy(() -> ReasonableSyntax.check(with(1, 63)))
                .satisfies(e ->
                        assertThat(e.answer().orElseThrow().status())
                                .isEqualTo(StatusCode.BAD_REQUEST));
    }
}
