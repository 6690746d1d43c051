package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Gathers the dial plan; a rule that is no rule is left out.
final class DialPlanReader {
    private final Values values;

    DialPlanReader(Values values) {
        this.values = values;
    }

    DialPlan read() {
        return new DialPlan(
                replaceRules(),
                dialNowRules(),
                areaCode(),
                blockedNumbers(),
                values.seconds("phone_setting.dialnow_delay"),
                values.seconds("phone_setting.inter_digit_time"));
    }

    private List<ReplaceRule> replaceRules() {
        var rules = new ArrayList<ReplaceRule>();
        for (int n = 1; n <= values.profile().dialRules(); n++) {
            String prefix = "dialplan.replace.prefix." + n;
            String replacement = values.word("dialplan.replace.replace." + n);
            String lines = values.word("dialplan.replace.line_id." + n);
            values.text(prefix)
                    .flatMap(
                            text -> rule(prefix, () -> ReplaceRule.parse(text, replacement, lines)))
                    .ifPresent(rules::add);
        }
        return rules;
    }

    private List<DialNowRule> dialNowRules() {
        var rules = new ArrayList<DialNowRule>();
        for (int n = 1; n <= values.profile().dialRules(); n++) {
            String key = "dialplan.dialnow.rule." + n;
            String lines = values.word("dialplan.dialnow.line_id." + n);
            values.text(key)
                    .flatMap(text -> rule(key, () -> DialNowRule.parse(text, lines)))
                    .ifPresent(rules::add);
        }
        return rules;
    }

    private List<BlockedNumber> blockedNumbers() {
        var numbers = new ArrayList<BlockedNumber>();
        for (int n = 1; n <= DialPlan.BLOCKED_NUMBERS; n++) {
            String key = "dialplan.block_out.number." + n;
            String lines = values.word("dialplan.block_out.line_id." + n);
            values.text(key)
                    .flatMap(text -> rule(key, () -> BlockedNumber.parse(text, lines)))
                    .ifPresent(numbers::add);
        }
        return numbers;
    }

    private Optional<AreaCode> areaCode() {
        String key = "dialplan.area_code.code";
        return values.text(key)
                .flatMap(code ->
                        rule(
                                key,
                                () ->
                                        new AreaCode(
                                                code,
                                                values.number("dialplan.area_code.min_len"),
                                                values.number("dialplan.area_code.max_len"),
                                                Lines.parse(
                                                        values.word(
                                                                "dialplan.area_code.line_id")))));
    }

    private <T> Optional<T> rule(String key, Supplier<T> parser) {
        try {
            return Optional.of(parser.get());
        } catch (IllegalArgumentException e) {
            values.remark(key, e.getMessage() + "; the rule is left out");
            return Optional.empty();
        }
    }
}
