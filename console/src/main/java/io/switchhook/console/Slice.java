package io.switchhook.console;

import java.util.List;

/// A part of a list.
///
/// @param offset of the first item in the whole list
/// @param total of the whole list
public record Slice<T>(List<T> items, int offset, int total) {
    public Slice {
        items = List.copyOf(items);
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
