package io.switchhook.phone.settings;

import java.util.List;

/// A number of one pattern is dialed as another.
///
/// @param replacement where `$n` stands for the n-th group, n being one digit: `9001$145$2` is `9001`, the first group,
///     `45`, the second one
public record ReplaceRule(DialPattern prefix, String replacement, Lines lines) {

    /// @throws IllegalArgumentException if the replacement names a group that the pattern does not have, or is too long
    public ReplaceRule {
        if (replacement.length() > DialPattern.LONGEST)
            throw new IllegalArgumentException(
                    "a replacement has at most " + DialPattern.LONGEST + " characters");
        for (int i = 0; i < replacement.length(); i++) {
            int group = group(replacement, i);
            if (group > prefix.groups())
                throw new IllegalArgumentException("'" + prefix + "' has no group for $" + group);
        }
    }

    /// @throws IllegalArgumentException with what is wrong
    public static ReplaceRule parse(String prefix, String replacement, String lines) {
        return new ReplaceRule(DialPattern.parse(prefix), replacement, Lines.parse(lines));
    }

    /// The number to be dialed.
    ///
    /// @param groups what [DialPattern#match] found
    String filled(List<String> groups) {
        var number = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            int group = group(replacement, i);
            if (group > 0) {
                number.append(groups.get(group - 1));
                i++;
            } else {
                number.append(replacement.charAt(i));
            }
        }
        return number.toString();
    }

    /// The n of a `$n` at a position, or 0.
    private static int group(String text, int at) {
        if (text.charAt(at) != '$' || at + 1 == text.length()) return 0;
        char digit = text.charAt(at + 1);
        return digit >= '1' && digit <= '9' ? digit - '0' : 0;
    }
}
