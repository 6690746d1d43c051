package io.switchhook.pbx.directory;

import java.util.Locale;
import java.util.Optional;

/// When a call is forwarded: RFC 5359 §2.8 to §2.10.
public enum Forward {
    /// Before any phone rings.
    ALWAYS,
    /// When all phones are busy.
    BUSY,
    /// When nobody has answered for a while, or no phone can be reached.
    NO_ANSWER;

    /// As commands write it.
    public static Optional<Forward> of(String word) {
        for (var forward : values())
            if (forward.toString().equals(word)) return Optional.of(forward);
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
