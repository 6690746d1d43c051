package io.switchhook.phone.settings;

/// What is put in front of numbers of some lengths.
///
/// @param minLength digits of the shortest number that gets it
/// @param maxLength digits of the longest one
public record AreaCode(String code, int minLength, int maxLength, Lines lines) {

    boolean isFor(String number, int line) {
        return lines.include(line)
                && number.length() >= minLength
                && number.length() <= maxLength
                && number.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
