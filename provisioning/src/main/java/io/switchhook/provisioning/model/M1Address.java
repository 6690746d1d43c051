package io.switchhook.provisioning.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where the older form has a parameter: section, path and key. Numbers are in any of the three.
public final class M1Address {
    private final M1Template section;
    private final M1Template path;
    private final M1Template key;
    private final int unit;

    /// @param unit by how many of the older form's units the newer one counts
    M1Address(M1Template section, M1Template path, M1Template key, int unit) {
        this.section = section;
        this.path = path;
        this.key = key;
        this.unit = unit;
    }

    /// An address with its numbers.
    public record Line(String section, String path, String key) {}

    public Line line(Map<Character, Integer> numbers) {
        return new Line(section.text(numbers), path.text(numbers), key.text(numbers));
    }

    /// The numbers of a line that is at this address; capitals do not matter.
    Optional<Map<Character, Integer>> numbers(Line line) {
        var numbers = new HashMap<Character, Integer>();
        boolean fits =
                take(section, line.section(), numbers)
                        && take(path, line.path(), numbers)
                        && take(key, line.key(), numbers);
        return fits ? Optional.of(numbers) : Optional.empty();
    }

    private static boolean take(M1Template template, String text, Map<Character, Integer> numbers) {
        if (!template.fits(text)) return false;
        template.number(text)
                .ifPresent(number -> {
                    if (template.hasNumber()) numbers.put(template.letter(), number);
                });
        return true;
    }

    /// The letters of the numbers that it has.
    boolean hasLetter(char letter) {
        return section.letter() == letter || path.letter() == letter || key.letter() == letter;
    }

    /// A value of the older form in units of the newer one, rounded up: nobody is to wait shorter than was said.
    public String newer(String value) {
        if (unit == 1 || !value.matches("[0-9]{1,9}")) return value;
        return Integer.toString((Integer.parseInt(value) + unit - 1) / unit);
    }

    /// The other way round.
    public String older(String value) {
        if (unit == 1 || !value.matches("[0-9]{1,8}")) return value;
        return Integer.toString(Integer.parseInt(value) * unit);
    }

    /// What can be looked up without knowing numbers.
    String shape() {
        return shape(section.shape(), key.shape());
    }

    static String shape(String section, String key) {
        return section + '/' + key;
    }

    @Override
    public String toString() {
        return "[ " + section.shape() + " ] " + key.shape();
    }
}
