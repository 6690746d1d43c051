package io.switchhook.phone.settings;

/// A number of this pattern is dialed without a press of the send key.
public record DialNowRule(DialPattern pattern, Lines lines) {

    /// @throws IllegalArgumentException with what is wrong
    public static DialNowRule parse(String pattern, String lines) {
        return new DialNowRule(DialPattern.parse(pattern), Lines.parse(lines));
    }
}
