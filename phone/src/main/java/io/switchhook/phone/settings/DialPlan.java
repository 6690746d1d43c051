package io.switchhook.phone.settings;

import io.switchhook.phone.settings.DialDecision.Blocked;
import io.switchhook.phone.settings.DialDecision.Dial;
import io.switchhook.phone.settings.DialDecision.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What happens between typing a number and calling it.
///
/// A number that is sent is first looked up among the blocked ones. Then the first replace rule that it matches makes
/// another of it, or, if none does, the area code is put in front. The guides do not say in which order; this one lets
/// a blocked number not be reached by rewriting, and an area code not spoil a number that a rule has made.
public record DialPlan(
        List<ReplaceRule> replaceRules,
        List<DialNowRule> dialNowRules,
        Optional<AreaCode> areaCode,
        List<BlockedNumber> blockedNumbers,
        Duration dialNowDelay,
        Duration interDigitTime) {

    /// How many numbers a configuration file may block.
    static final int BLOCKED_NUMBERS = 10;

    /// How many rules a resource file may have.
    static final int RULES_OF_A_FILE = 100;

    public DialPlan {
        replaceRules = List.copyOf(replaceRules);
        dialNowRules = List.copyOf(dialNowRules);
        blockedNumbers = List.copyOf(blockedNumbers);
    }

    /// The same with the rules of a resource file instead.
    public DialPlan withReplaceRules(List<ReplaceRule> rules) {
        return new DialPlan(
                rules, dialNowRules, areaCode, blockedNumbers, dialNowDelay, interDigitTime);
    }

    /// The same with the rules of a resource file instead.
    public DialPlan withDialNowRules(List<DialNowRule> rules) {
        return new DialPlan(
                replaceRules, rules, areaCode, blockedNumbers, dialNowDelay, interDigitTime);
    }

    /// After each digit.
    ///
    /// @param digits all that were typed so far
    /// @param line the account that the call is to go out from, from 1
    public DialDecision typed(String digits, int line) {
        boolean isComplete =
                dialNowRules.stream()
                        .anyMatch(rule ->
                                rule.lines().include(line) && rule.pattern().matches(digits));
        return isComplete ? decided(digits, line, dialNowDelay) : new Wait(interDigitTime);
    }

    /// After the send key, or the time to wait; never [Wait].
    public DialDecision sent(String digits, int line) {
        return decided(digits, line, Duration.ZERO);
    }

    private DialDecision decided(String digits, int line, Duration delay) {
        for (var blocked : blockedNumbers)
            if (blocked.lines().include(line) && blocked.pattern().matches(digits))
                return new Blocked(digits);
        return new Dial(rewritten(digits, line), delay);
    }

    private String rewritten(String digits, int line) {
        for (var rule : replaceRules) {
            if (!rule.lines().include(line)) continue;
            var groups = rule.prefix().match(digits);
            if (groups.isPresent()) return rule.filled(groups.get());
        }
        return areaCode.filter(area -> area.isFor(digits, line))
                .map(area -> area.code() + digits)
                .orElse(digits);
    }
}
