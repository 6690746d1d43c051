package io.switchhook.provisioning.model;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A text with at most one number in it that follows from a parameter's: `memory{N+10}`, `/config/voip/sipAccount{X-1}.cfg`.
///
/// @param letter of the parameter; `-` if there is no number
/// @param shift what is added to the parameter's number
record M1Template(String before, char letter, int shift, String after) {
    private static final Pattern FORM =
            Pattern.compile("([^{}]*)\\{([A-Z])([+-][0-9]{1,2})?}([^{}]*)");
    private static final int MOST_DIGITS = 3;

    /// @throws IllegalArgumentException if the braces are not as above
    static M1Template of(String text) {
        var matcher = FORM.matcher(text);
        if (matcher.matches()) {
            int shift = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
            return new M1Template(
                    matcher.group(1), matcher.group(2).charAt(0), shift, matcher.group(4));
        }
        if (text.contains("{") || text.contains("}"))
            throw new IllegalArgumentException("'" + text + "' has braces that mean nothing");
        return new M1Template(text, '-', 0, "");
    }

    boolean hasNumber() {
        return letter != '-';
    }

    String text(Map<Character, Integer> numbers) {
        if (!hasNumber()) return before;
        Integer number = numbers.get(letter);
        if (number == null) throw new IllegalArgumentException("no number for " + letter);
        return before + (number + shift) + after;
    }

    /// What can be looked up without knowing numbers.
    String shape() {
        return (before + (hasNumber() ? "#" : "") + after).toLowerCase(Locale.ROOT);
    }

    /// Whether a text is of this form, whatever the number; capitals do not matter.
    boolean fits(String text) {
        return hasNumber() ? number(text).isPresent() : text.equalsIgnoreCase(before);
    }

    /// The parameter's number in a text of this form.
    OptionalInt number(String text) {
        int digits = text.length() - before.length() - after.length();
        if (digits < 1
                || digits > MOST_DIGITS
                || !text.regionMatches(true, 0, before, 0, before.length())
                || !text.regionMatches(
                        true, text.length() - after.length(), after, 0, after.length()))
            return OptionalInt.empty();
        String number = text.substring(before.length(), before.length() + digits);
        boolean isNumber = number.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? OptionalInt.of(Integer.parseInt(number) - shift) : OptionalInt.empty();
    }
}
