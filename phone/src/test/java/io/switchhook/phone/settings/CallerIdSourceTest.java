package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerIdSourceTest {

    /// Which of From (F), P-Asserted-Identity (P) and Remote-Party-ID (R) counts: with both, without PAI, without RPID,
    /// with From alone.
    @ParameterizedTest
    @CsvSource({
        "0, F, F, F, F",
        "1, P, -, P, -",
        "2, P, F, P, F",
        "3, R, R, P, F",
        "4, P, R, P, F",
        "5, R, R, F, F",
    })
    void the_first_field_that_is_there_counts(
            int value, String both, String noPai, String noRpid, String neither) {
        var source = CallerIdSource.of(value);
        assertThat(chosen(source, true, true)).isEqualTo(both);
        assertThat(chosen(source, false, true)).isEqualTo(noPai);
        assertThat(chosen(source, true, false)).isEqualTo(noRpid);
        assertThat(chosen(source, false, false)).isEqualTo(neither);
    }

    private static String chosen(CallerIdSource source, boolean pai, boolean rpid) {
        return source.choose(
                        "\"F\" <sip:f@example.com>;tag=1",
                        Optional.of("\"P\" <sip:p@example.com>, <tel:+1>").filter(_ -> pai),
                        Optional.of("\"R\" <sip:r@example.com>;party=calling").filter(_ -> rpid))
                .map(address -> address.rawDisplayName().replace("\"", ""))
                .orElse("-");
    }

    @Test
    void a_malformed_field_is_as_good_as_none() {
        var chosen =
                CallerIdSource.PAI_FROM.choose(
                        "<sip:f@example.com>", Optional.of("\"P <sip:"), Optional.empty());
        assertThat(chosen)
                .hasValueSatisfying(
                        address -> assertThat(address.toString()).isEqualTo("<sip:f@example.com>"));
    }
}
