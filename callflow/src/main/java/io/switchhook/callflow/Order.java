package io.switchhook.callflow;

import java.util.List;

/// In which order steps come. At a phone, all of a series come one after the other; what is parallel comes as it likes.
public sealed interface Order {
    record One(Step step) implements Order {}

    record Series(List<Order> parts) implements Order {}

    record Parallel(List<Order> branches) implements Order {}

    /// All of it, or nothing.
    record Maybe(Order part) implements Order {}
}
