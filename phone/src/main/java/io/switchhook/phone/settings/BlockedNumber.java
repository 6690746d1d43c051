package io.switchhook.phone.settings;

/// Numbers that must not be dialed.
public record BlockedNumber(DialPattern pattern, Lines lines) {

    /// @throws IllegalArgumentException with what is wrong
    public static BlockedNumber parse(String pattern, String lines) {
        return new BlockedNumber(DialPattern.parse(pattern), Lines.parse(lines));
    }
}
