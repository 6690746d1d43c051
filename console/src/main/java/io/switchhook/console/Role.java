package io.switchhook.console;

import java.util.Locale;
import java.util.Optional;

/// What a user of the console may do. Each may do what the one before may.
public enum Role {
    /// Looks at everything but the users.
    VIEWER,
    /// Changes things too, and manages users.
    ADMIN;

    boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }

    public static Optional<Role> of(String word) {
        for (var role : values()) if (role.toString().equals(word)) return Optional.of(role);
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
