package io.switchhook.provisioning.resource;

import java.util.List;
import java.util.stream.Collectors;

/// Rules of the dial plan in files of their own, at most 100 in each.
public final class DialRules {
    /// The rules that a phone takes from a file.
    public static final int MOST = 100;

    private DialRules() {}

    /// A number that is dialed at once.
    ///
    /// @param number with `x` for a digit, `.` for any digits, and sets such as `[2-7]`
    /// @param lines accounts for which it holds, from 1; empty for all
    public record DialNow(String number, List<Integer> lines) {
        public DialNow {
            lines = List.copyOf(lines);
        }
    }

    /// A number that becomes another.
    ///
    /// @param prefix as the number of [DialNow], with groups in round brackets
    /// @param replacement with `$1` for the first group
    /// @param lines accounts for which it holds, from 1; empty for all
    public record Replace(String prefix, String replacement, List<Integer> lines) {
        public Replace {
            lines = List.copyOf(lines);
        }
    }

    /// The file of `dialplan_dialnow.url`. That its rows have attributes was inferred.
    ///
    /// @throws IllegalArgumentException if there are more rules than a phone takes
    public static String dialNow(List<DialNow> rules) {
        check(rules);
        var xml = new Xml().begin("DialNow");
        for (var rule : rules)
            xml.row("Data", "DialNowRule", rule.number(), "LineID", lines(rule.lines()));
        return xml.end().text();
    }

    /// The file of `dialplan_replace_rule.url`.
    ///
    /// @throws IllegalArgumentException if there are more rules than a phone takes
    public static String replace(List<Replace> rules) {
        check(rules);
        var xml = new Xml().begin("DialRule");
        for (var rule : rules)
            xml.row(
                    "Data",
                    "Prefix",
                    rule.prefix(),
                    "Replace",
                    rule.replacement(),
                    "LineID",
                    lines(rule.lines()));
        return xml.end().text();
    }

    private static void check(List<?> rules) {
        if (rules.size() > MOST) throw new IllegalArgumentException("more than " + MOST + " rules");
    }

    private static String lines(List<Integer> lines) {
        return lines.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
