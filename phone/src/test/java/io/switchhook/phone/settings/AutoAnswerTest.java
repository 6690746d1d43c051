package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoAnswerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alert | Auto Answer                                   | 0",
                "alert | info=alert-autoanswer                         | 0",
                "alert | <http://example.com>;info=alert-autoanswer    | 0",
                "alert | answer-after=0                                | 0",
                "alert | <sip:pbx.example.com>;Answer-After=5          | 5",
                "alert | answer-after=99999999999                      | 3600",
                "alert | answer-after=                                 | -",
                "alert | Bellcore-dr1                                  | -",
                "call  | <sip:pbx.example.com>;answer-after=2          | 2",
                "call  | Auto Answer                                   | -",
                "uri   | sip:1001@example.com;intercom=true            | 0",
                "uri   | <sip:1001@example.com;intercom=true;x=1>      | 0",
                "uri   | sip:1001@example.com;intercom=trueish         | -",
                "uri   | sip:1001@example.com                          | -",
            })
    void callers_ask_in_several_ways(String where, String value, String seconds) {
        var asked =
                AutoAnswer.asked(
                        where.equals("alert") ? List.of(value) : List.of(),
                        where.equals("call") ? List.of(value) : List.of(),
                        where.equals("uri") ? List.of(value) : List.of());
        assertThat(asked.map(Duration::toSeconds).map(String::valueOf).orElse("-"))
                .isEqualTo(seconds);
    }
}
