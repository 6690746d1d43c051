package io.switchhook.phone.settings;

import java.util.List;

/// Rules of the dial plan in a file of their own.
///
/// @param rules at most 100, in the file's order
/// @param remarks on rows that are no rules
/// @param <T> [DialNowRule] or [ReplaceRule]
public record RuleFile<T>(List<T> rules, List<Remark> remarks) {
    public RuleFile {
        rules = List.copyOf(rules);
        remarks = List.copyOf(remarks);
    }

    /// Reads `<DialNow>` with rows `<Data DialNowRule="1xx" LineID="1,2"/>`. That a row has attributes was not verified.
    ///
    /// @throws UnusableFile if it is no such file
    public static RuleFile<DialNowRule> dialNow(String name, byte[] bytes) throws UnusableFile {
        var rows =
                new XmlRows<>(
                        "DialNow",
                        List.of("Data"),
                        DialPlan.RULES_OF_A_FILE,
                        (_, row) ->
                                DialNowRule.parse(
                                        row.getOrDefault("DialNowRule", ""),
                                        row.getOrDefault("LineID", "")));
        rows.read(name, bytes);
        return new RuleFile<>(rows.rows(), rows.remarks());
    }

    /// Reads `<DialRule>` with rows `<Data Prefix="0(.)" Replace="9$1" LineID=""/>`.
    ///
    /// @throws UnusableFile if it is no such file
    public static RuleFile<ReplaceRule> replace(String name, byte[] bytes) throws UnusableFile {
        var rows =
                new XmlRows<>(
                        "DialRule",
                        List.of("Data"),
                        DialPlan.RULES_OF_A_FILE,
                        (_, row) ->
                                ReplaceRule.parse(
                                        row.getOrDefault("Prefix", ""),
                                        row.getOrDefault("Replace", ""),
                                        row.getOrDefault("LineID", "")));
        rows.read(name, bytes);
        return new RuleFile<>(rows.rows(), rows.remarks());
    }
}
