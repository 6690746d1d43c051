package io.switchhook.provisioning.resource;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// An entry as it is compared with what a user typed: capitals, accents and the spaces in numbers do not matter.
///
/// @param name its words, each behind a space
/// @param numbers without what only helps to read them
record Searchable(PhoneBook.Entry entry, String name, List<String> numbers) {
    /// What a phone puts in place of what was typed; it leaves it there if nothing was.
    private static final String NOTHING_TYPED = "#SEARCH";

    /// Nobody types more, and each word costs a look at every name.
    private static final int LONGEST = 64;

    static Searchable of(PhoneBook.Entry entry) {
        var numbers = entry.numbers().stream().map(it -> it.replaceAll("[ ()/.-]+", "")).toList();
        return new Searchable(entry, " " + plain(entry.name()), numbers);
    }

    /// What a user typed, in words; none if he typed nothing.
    static List<String> words(String typed) {
        if (typed.equals(NOTHING_TYPED)) return List.of();
        String wanted = plain(typed.substring(0, Math.min(typed.length(), LONGEST))).strip();
        return Arrays.stream(wanted.split("\\s+")).filter(it -> !it.isEmpty()).toList();
    }

    /// Each of the words begins a word of the name, or is in a number.
    boolean fits(List<String> words) {
        return words.stream().allMatch(this::fits);
    }

    private boolean fits(String word) {
        return name.contains(" " + word) || numbers.stream().anyMatch(it -> it.contains(word));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^\\p{L}\\p{N}+*#]+", " ")
                .toLowerCase(Locale.ROOT);
    }
}
