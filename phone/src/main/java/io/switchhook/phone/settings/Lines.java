package io.switchhook.phone.settings;

import java.util.Set;
import java.util.TreeSet;

/// The accounts that a rule of the dial plan is for.
///
/// @param numbers from 1; empty for all
public record Lines(Set<Integer> numbers) {
    public static final Lines ALL = new Lines(Set.of());
    private static final int MOST = 16;

    public Lines {
        numbers = Set.copyOf(numbers);
    }

    /// Reads `1,3`; nothing and `0` are all.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Lines parse(String text) {
        if (text.isBlank()) return ALL;
        var numbers = new TreeSet<Integer>();
        for (var part : text.split(",", -1)) {
            int number = number(part.strip());
            if (number == 0) return ALL;
            numbers.add(number);
        }
        return new Lines(numbers);
    }

    private static int number(String text) {
        if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) <= MOST)
            return Integer.parseInt(text);
        throw new IllegalArgumentException("expected lines such as 1,2; '" + text + "' is none");
    }

    public boolean include(int line) {
        return numbers.isEmpty() || numbers.contains(line);
    }
}
