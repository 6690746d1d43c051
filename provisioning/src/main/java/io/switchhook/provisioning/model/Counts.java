package io.switchhook.provisioning.model;

import java.util.Map;
import java.util.Optional;

/// How far the numbers in names go: `account` to 6, `account.X.codec` to 13.
///
/// A row holds for what is below it too, unless that has a row of its own: `dialplan.replace` for
/// `dialplan.replace.prefix`.
final class Counts {
    private final Map<String, Integer> last;

    Counts(Map<String, Integer> last) {
        this.last = Map.copyOf(last);
    }

    /// The largest number of a letter; nothing if no row tells.
    Optional<Integer> last(String counted) {
        for (String name = counted; ; name = name.substring(0, name.lastIndexOf('.'))) {
            var found = last.get(name);
            if (found != null) return Optional.of(found);
            if (name.indexOf('.') < 0) return Optional.empty();
        }
    }

    /// 0 where no row tells.
    int of(String counted) {
        return last(counted).orElse(0);
    }

    /// Whether the model has any parameter of this pattern.
    boolean hasAny(NamePattern pattern) {
        return pattern.letters().stream().allMatch(letter -> of(pattern.counted(letter)) > 0);
    }

    /// `account goes from 1 to 3`.
    Optional<String> fault(NamePattern pattern, Map<Character, Integer> numbers) {
        for (char letter : pattern.letters()) {
            String counted = pattern.counted(letter);
            int most = of(counted);
            int number = numbers.getOrDefault(letter, 0);
            if (number < 1 || number > most)
                return Optional.of(counted + " goes from 1 to " + most);
        }
        return Optional.empty();
    }
}
