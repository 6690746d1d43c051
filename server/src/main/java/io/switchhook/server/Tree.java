package io.switchhook.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a configuration says, before anybody knows what it means; each part knows where it was said.
sealed interface Tree {
    Place place();

    /// One value; empty and not quoted where nothing was said.
    record Scalar(Place place, String text, boolean quoted) implements Tree {
        boolean isAbsent() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    record Items(Place place, List<Tree> items) implements Tree {}

    record Section(Place place, List<Entry> entries) implements Tree {
        Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        Section with(Entry entry) {
            var changed = new ArrayList<>(entries);
            changed.removeIf(old -> old.key().equals(entry.key()));
            changed.add(entry);
            return new Section(place, changed);
        }
    }

    /// A key and what stands behind it.
    ///
    /// @param place of the key
    record Entry(Place place, String key, Tree value) {}
}
