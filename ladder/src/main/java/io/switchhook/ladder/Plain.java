package io.switchhook.ladder;

import java.util.ArrayList;
import java.util.List;

/// Text for a terminal: nothing in it moves the cursor, changes colors, or turns the direction of writing.
public final class Plain {
    private static final char LEFT_TO_RIGHT = '\u200e';

    private Plain() {}

    /// With `\x1b` and the like for what cannot be shown.
    static String text(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) return text;
        var out = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(c -> {
                    if (isShown(c)) out.appendCodePoint(c);
                    else if (c < 0x100) out.append(String.format("\\x%02x", c));
                    else out.append(String.format("\\u%04x", c));
                });
        return out.toString();
    }

    /// Whether a character neither moves the cursor, nor ends a line, nor turns the direction of writing, and can be seen.
    public static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /// With a mark behind what is written from right to left, so that a number or a sign behind it stays there: UAX #9.
    static String leftToRight(String text) {
        if (text.chars().allMatch(c -> c < 0x590)) return text;
        var out = new StringBuilder(text.length() + 8);
        boolean before = false;
        for (int c : text.codePoints().toArray()) {
            boolean now = isFromTheRight(c);
            boolean ends = before && !now && Character.getType(c) != Character.NON_SPACING_MARK;
            if (ends) out.append(LEFT_TO_RIGHT);
            out.appendCodePoint(c);
            if (now || ends) before = now;
        }
        if (before) out.append(LEFT_TO_RIGHT);
        return out.toString();
    }

    static boolean isFromTheRight(int c) {
        return switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
                    true;
            default -> false;
        };
    }

    /// At most so many characters, with `..` for what was left out.
    static String clipped(String text, int width) {
        if (text.length() <= width) return text;
        if (width <= 2) return text.substring(0, Math.max(0, width));
        int end = width - 2;
        if (Character.isHighSurrogate(text.charAt(end - 1))) end--;
        return text.substring(0, end) + "..";
    }

    /// Breaks a text at its blanks, and words that are too long anywhere.
    ///
    /// @param width of a line in characters, 1 at least
    public static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) line.append(' ');
            String rest = word;
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(rest);
        }
        if (!line.isEmpty()) lines.add(line.toString());
        return lines;
    }
}
