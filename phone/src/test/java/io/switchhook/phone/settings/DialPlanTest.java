package io.switchhook.phone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.switchhook.phone.settings.DialDecision.Blocked;
import io.switchhook.phone.settings.DialDecision.Dial;
import io.switchhook.phone.settings.DialDecision.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialPlanTest {
    private static final DialPlan PLAN =
            new DialPlan(
                    List.of(
                            ReplaceRule.parse("001(xxx)45(xx)", "9001$145$2", ""),
                            ReplaceRule.parse("0", "100", "2")),
                    List.of(DialNowRule.parse("1xx", ""), DialNowRule.parse("9[1-3,5]", "1")),
                    Optional.of(new AreaCode("0592", 7, 8, Lines.ALL)),
                    List.of(BlockedNumber.parse("0900.", ""), BlockedNumber.parse("199", "")),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(4));

    @Test
    void the_example_of_the_guides() {
        assertThat(PLAN.sent("0012354599", 1)).isEqualTo(new Dial("90012354599", Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "1002,     1, 1002",
        "0,        1, 0",
        "0,        2, 100",
        "1234567,  1, 05921234567",
        "12345678, 1, 059212345678",
        "123456,   1, 123456",
        "*234567,  1, *234567",
        "0900,     1, 0900",
    })
    void a_sent_number_is_rewritten_at_most_once(String typed, int line, String dialed) {
        assertThat(PLAN.sent(typed, line)).isEqualTo(new Dial(dialed, Duration.ZERO));
    }

    @Test
    void a_blocked_number_is_not_dialed() {
        assertThat(PLAN.sent("09001", 1)).isEqualTo(new Blocked("09001"));
        assertThat(PLAN.typed("199", 1)).isEqualTo(new Blocked("199"));
    }

    @Test
    void a_complete_number_is_dialed_without_the_send_key() {
        var wait = new Wait(Duration.ofSeconds(4));
        assertThat(PLAN.typed("", 1)).isEqualTo(wait);
        assertThat(PLAN.typed("10", 1)).isEqualTo(wait);
        assertThat(PLAN.typed("100", 1)).isEqualTo(new Dial("100", Duration.ofSeconds(1)));
        assertThat(PLAN.typed("1000", 1)).isEqualTo(wait);
        assertThat(PLAN.typed("95", 1)).isEqualTo(new Dial("95", Duration.ofSeconds(1)));
        assertThat(PLAN.typed("94", 1)).isEqualTo(wait);
        assertThat(PLAN.typed("95", 2)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({
        ".,         1,      true",
        ".,         '',     false",
        "1.,        1,      false",
        "1.,        12,     true",
        "x,         *,      true",
        "xx,        1,      false",
        "[5-7],     6,      true",
        "[5-7],     8,      false",
        "'[2,5]',   2,      true",
        "'[2,5]',   3,      false",
        "'[2,5]',   ',',    false",
        "'[1-3,7]', 7,      true",
        "1(.)9,     12349,  true",
        "*7[0-9]#,  *75#,   true",
        "+49.,      +4930,  true",
    })
    void a_pattern_is_compared_with_the_whole_number(String pattern, String number, boolean fits) {
        assertThat(DialPattern.parse(pattern).matches(number)).isEqualTo(fits);
    }

    @Test
    void a_dot_takes_as_much_as_it_can() {
        assertThat(DialPattern.parse("(.)0(.)").match("100200300"))
                .contains(List.of("1002003", "0"));
        assertThat(DialPattern.parse("(.)(x)").match("123")).contains(List.of("12", "3"));
    }

    @Test
    void many_dots_cost_no_more_than_few() {
        var pattern = DialPattern.parse(".".repeat(127) + "y");
        assertThat(pattern.matches("1".repeat(128))).isFalse();
        assertThat(DialPattern.parse("(.)".repeat(42)).matches("1".repeat(128))).isTrue();
        assertThat(DialPattern.parse(".").matches("1".repeat(129))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", ")", "()", "((x))", "[", "]", "[]", "[1,]", "[7-5]", "(x"})
    void what_is_no_pattern_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DialPattern.parse(text));
    }

    @Test
    void a_replacement_names_groups_that_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplaceRule.parse("1(x)", "$2", ""))
                .withMessage("'1(x)' has no group for $2");
        assertThat(ReplaceRule.parse("1(x)", "$$1$", "").filled(List.of("7"))).isEqualTo("$7$");
    }

    @Test
    void lines_are_a_list_or_all() {
        assertThat(Lines.parse("")).isEqualTo(Lines.ALL);
        assertThat(Lines.parse("0")).isEqualTo(Lines.ALL);
        assertThat(Lines.parse("1, 3").include(3)).isTrue();
        assertThat(Lines.parse("1, 3").include(2)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Lines.parse("1,,2"));
        assertThatIllegalArgumentException().isThrownBy(() -> Lines.parse("17"));
    }
}
