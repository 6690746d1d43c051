package io.switchhook.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A part of a list.
///
/// @param offset of the first item in the whole list
/// @param total of the whole list
/// @param searchedTo what is older was not looked at, since that would have taken too long; empty if the list is whole
public record Slice<T>(List<T> items, int offset, int total, Optional<Instant> searchedTo) {
    public Slice {
        items = List.copyOf(items);
    }

    /// Of a list that is whole.
    public Slice(List<T> items, int offset, int total) {
        this(items, offset, total, Optional.empty());
    }

    /// Cuts a whole list.
    ///
    /// @param limit how many items at most
    public static <T> Slice<T> of(List<T> all, int offset, int limit) {
        int from = Math.min(offset, all.size());
        int to = Math.min((int) Math.min(Integer.MAX_VALUE, (long) from + limit), all.size());
        return new Slice<>(all.subList(from, to), from, all.size());
    }
}
