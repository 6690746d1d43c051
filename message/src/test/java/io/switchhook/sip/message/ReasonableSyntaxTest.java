package io.switchhook.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    From: <sip:a@b>;tag=1            | To: <sip:c@d                | To: expected '>' behind the URI at byte 8
                    From: <sip:a@b>;tag=1            | To: <sip:c@d>;tag=1;tag=\"   | To: quoted string without its closing quote at byte 20
                    From: <sip:a@>                   | To: <sip:c@d>               | From: expected a host at byte 7
                    Subject: none                    | To: <sip:c@d>               | missing From
                    From: Bob <tel:1>;tag=1          | To: sip:c@d                 |
                    """)
    void bothAddressesOfAResponseAreAddresses(String from, String to, @Nullable String defect) {
        String text = "SIP/2.0 200 OK\nVia: SIP/2.0/UDP a\n%s\n%s\nCall-ID: c\nCSeq: 1 BYE\n\n";
        byte[] bytes = text.formatted(from, to).getBytes(StandardCharsets.UTF_8);
        var response = (Response) Corpus.parse(bytes);
        if (defect == null)
            assertThatCode(() -> ReasonableSyntax.check(response)).doesNotThrowAnyException();
        else
            assertThatExceptionOfType(MalformedMessage.class)
                    .isThrownBy(() -> ReasonableSyntax.check(response))
                    .withMessage(defect);
    }
}
