package io.switchhook.provisioning.model;

import java.util.Map;

/// A parameter that was looked up by its name.
///
/// @param numbers what stands in the name for each letter of the pattern
public record Found(Parameter parameter, Map<Character, Integer> numbers) {
    public Found {
        numbers = Map.copyOf(numbers);
    }

    /// The name that was looked up.
    public String name() {
        var letters = parameter.pattern().letters();
        return parameter.pattern().name(letters.stream().mapToInt(numbers::get).toArray());
    }
}
