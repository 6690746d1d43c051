package io.switchhook.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A table in Markdown, whose columns are also straight in a terminal.
final class MarkdownTable {
    private MarkdownTable() {}

    /// @param rows of as many cells each; the first is the head
    static String of(List<List<String>> rows) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows)
            for (int i = 0; i < widths.length; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        var lines = new ArrayList<String>();
        for (var row : rows) lines.add(line(row, widths));
        var rule = new ArrayList<String>();
        for (int width : widths) rule.add("-".repeat(width));
        lines.add(1, line(rule, widths));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells, int[] widths) {
        var padded = new ArrayList<String>();
        for (int i = 0; i < widths.length; i++)
            padded.add(cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()));
        return padded.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    /// Median, least and most, or one value if there is no more.
    ///
    /// @param format of each
    static String spread(String format, Spread spread) {
        return spread.least() == spread.most()
                ? text(format, spread.median())
                : text(
                        format + " (" + format + " to " + format + ")",
                        spread.median(),
                        spread.least(),
                        spread.most());
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
