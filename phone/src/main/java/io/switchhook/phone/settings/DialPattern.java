package io.switchhook.phone.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a dialed number is compared with, as a whole: `.` is any string that is not empty, `x` one character, `[5-7]` and
/// `[2,5]` one of several, `( )` a group; anything else is itself.
///
/// Comparing takes time in proportion to the length of the pattern times that of the number, both of which are bounded:
/// a pattern of many dots costs no more than others do.
public final class DialPattern {
    /// Characters of a pattern, and of a number that a pattern matches.
    public static final int LONGEST = 128;

    private sealed interface Element {
        record AnyString() implements Element {}

        record AnyOne() implements Element {}

        /// @param allowed the characters, not as ranges
        record OneOf(String allowed) implements Element {}

        default boolean takes(char c) {
            return switch (this) {
                case AnyString _, AnyOne _ -> true;
                case OneOf(var allowed) -> allowed.indexOf(c) >= 0;
            };
        }
    }

    /// The elements from `from` up to `to`.
    private record Group(int from, int to) {}

    private final String text;
    private final List<Element> elements;
    private final List<Group> groups;

    private DialPattern(String text, List<Element> elements, List<Group> groups) {
        this.text = text;
        this.elements = List.copyOf(elements);
        this.groups = List.copyOf(groups);
    }

    /// @throws IllegalArgumentException with what is wrong and where
    public static DialPattern parse(String text) {
        return new Parser(text).parse();
    }

    /// How many groups there are.
    public int groups() {
        return groups.size();
    }

    public boolean matches(String number) {
        return match(number).isPresent();
    }

    /// What the groups stand for, first group first, if the number is of this pattern. A dot takes as much as it can.
    public Optional<List<String>> match(String number) {
        if (number.length() > LONGEST) return Optional.empty();
        var fits = fits(number);
        if (!fits[0][0]) return Optional.empty();
        int[] starts = starts(number, fits);
        return Optional.of(
                groups.stream()
                        .map(group -> number.substring(starts[group.from()], starts[group.to()]))
                        .toList());
    }

    /// Whether the elements from i on can be all of the number from j on: filled in from the end, each once.
    private boolean[][] fits(String number) {
        int last = number.length();
        var fits = new boolean[elements.size() + 1][last + 1];
        fits[elements.size()][last] = true;
        for (int i = elements.size() - 1; i >= 0; i--) {
            boolean repeats = elements.get(i) instanceof Element.AnyString;
            for (int j = last - 1; j >= 0; j--)
                fits[i][j] =
                        elements.get(i).takes(number.charAt(j))
                                && (fits[i + 1][j + 1] || repeats && fits[i][j + 1]);
        }
        return fits;
    }

    /// Where each element begins, and behind them where the number ends.
    private int[] starts(String number, boolean[][] fits) {
        var starts = new int[elements.size() + 1];
        int j = 0;
        for (int i = 0; i < elements.size(); i++) {
            starts[i] = j++;
            if (elements.get(i) instanceof Element.AnyString) while (fits[i][j]) j++;
        }
        starts[elements.size()] = number.length();
        return starts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DialPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// As it was written.
    @Override
    public String toString() {
        return text;
    }

    private static final class Parser {
        private final String text;
        private final List<Element> elements = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();
        private int at;
        private int opened = -1;

        Parser(String text) {
            this.text = text;
        }

        DialPattern parse() {
            if (text.isEmpty() || text.length() > LONGEST)
                throw new IllegalArgumentException(
                        "expected a pattern of 1 to " + LONGEST + " characters");
            while (at < text.length()) element(text.charAt(at++));
            if (opened >= 0) throw wrong("')' is missing");
            return new DialPattern(text, elements, groups);
        }

        private void element(char c) {
            switch (c) {
                case '.' -> elements.add(new Element.AnyString());
                case 'x' -> elements.add(new Element.AnyOne());
                case '[' -> elements.add(new Element.OneOf(set()));
                case '(' -> open();
                case ')' -> close();
                case ']' -> throw wrong("']' without '['");
                default -> elements.add(new Element.OneOf(String.valueOf(c)));
            }
        }

        private void open() {
            if (opened >= 0) throw wrong("a group in a group");
            opened = elements.size();
        }

        private void close() {
            if (opened < 0) throw wrong("')' without '('");
            if (opened == elements.size()) throw wrong("an empty group");
            groups.add(new Group(opened, elements.size()));
            opened = -1;
        }

        private String set() {
            int end = text.indexOf(']', at);
            if (end < 0) throw wrong("']' is missing");
            var allowed = new StringBuilder();
            for (var part : text.substring(at, end).split(",", -1)) addRange(part.strip(), allowed);
            at = end + 1;
            return allowed.toString();
        }

        private void addRange(String part, StringBuilder allowed) {
            boolean isRange = part.length() == 3 && part.charAt(1) == '-';
            if (part.isEmpty()) throw wrong("an empty set");
            if (!isRange) {
                allowed.append(part);
                return;
            }
            char first = part.charAt(0);
            char last = part.charAt(2);
            if (first > last || last > '~') throw wrong("no range: " + part);
            for (char c = first; c <= last; c++) allowed.append(c);
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(
                    "'" + text + "' is no pattern: " + what + " at character " + at);
        }
    }
}
