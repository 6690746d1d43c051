package io.switchhook.provisioning.device;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The hardware address of a device (IEEE 802 EUI-48).
///
/// @param digits twelve hexadecimal digits in lower case, as files are named
public record Mac(String digits) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{12}");

    /// @throws IllegalArgumentException if they are not twelve such digits
    public Mac {
        if (!FORM.matcher(digits).matches())
            throw new IllegalArgumentException("not a MAC address: '" + digits + "'");
    }

    /// @param text in any case, with or without `:` and `-`
    public static Optional<Mac> of(String text) {
        String digits = text.replace(":", "").replace("-", "").toLowerCase(Locale.ROOT);
        return FORM.matcher(digits).matches() ? Optional.of(new Mac(digits)) : Optional.empty();
    }

    @Override
    public String toString() {
        return digits;
    }
}
