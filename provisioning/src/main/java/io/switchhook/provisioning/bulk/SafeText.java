package io.switchhook.provisioning.bulk;

import java.util.regex.Pattern;

/// Texts in cells of spreadsheets. What begins like a formula gets an apostrophe in front, with which it is a text; so does
/// what would look as if it had got one. The way back takes one away.
final class SafeText {
    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);
    private static final Pattern MARKED = Pattern.compile("'+[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);

    private SafeText() {}

    static String toCell(String text) {
        return FORMULA.matcher(text).matches() ? "'" + text : text;
    }

    static String ofCell(String cell) {
        return MARKED.matcher(cell).matches() ? cell.substring(1) : cell;
    }
}
