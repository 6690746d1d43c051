package io.switchhook.phone;

import java.util.List;

/// Somebody in a phone book.
///
/// @param numbers the best first
public record Person(String name, List<String> numbers) {
    public Person {
        numbers = List.copyOf(numbers);
    }
}
