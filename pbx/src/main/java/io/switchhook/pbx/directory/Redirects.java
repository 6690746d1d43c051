package io.switchhook.pbx.directory;

import java.util.Locale;
import java.util.Optional;

/// What becomes of a 3xx response to a call for an account: RFC 3261 §16.7 item 4.
public enum Redirects {
    /// The server calls the contacts itself.
    RECURSE,
    /// The caller gets the response.
    FORWARD;

    /// As the configuration writes it.
    public static Optional<Redirects> of(String word) {
        for (var redirects : values())
            if (redirects.toString().equals(word)) return Optional.of(redirects);
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
