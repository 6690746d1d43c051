package io.switchhook.provisioning.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// A parameter's name with a capital letter in place of each number: `account.X.codec.Y.enable`.
public record NamePattern(String text) {
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9_]+(\\.([a-z0-9_]+|[A-Z]))*", Pattern.CASE_INSENSITIVE);

    /// @throws IllegalArgumentException if it is no name
    public NamePattern {
        if (!FORM.matcher(text).matches())
            throw new IllegalArgumentException("'" + text + "' is no parameter's name");
    }

    /// The name without its numbers, by which it is looked up: `account.#.codec.#.enable`.
    String shape() {
        var shape = new StringBuilder();
        for (var part : text.split("\\."))
            shape.append(shape.isEmpty() ? "" : ".").append(isLetter(part) ? "#" : part);
        return shape.toString();
    }

    /// The shape of a parameter's name.
    static String shapeOf(String name) {
        var shape = new StringBuilder(name.length());
        for (int from = 0; from <= name.length(); ) {
            int dot = name.indexOf('.', from);
            int to = dot < 0 ? name.length() : dot;
            if (from > 0) shape.append('.');
            if (isNumber(name, from, to)) shape.append('#');
            else shape.append(name, from, to);
            from = to + 1;
        }
        return shape.toString();
    }

    /// The letters, in their order.
    public List<Character> letters() {
        var letters = new ArrayList<Character>();
        for (var part : text.split("\\.")) if (isLetter(part)) letters.add(part.charAt(0));
        return letters;
    }

    /// What is before a letter: the thing that it counts, such as `account.X.codec` for `Y`.
    String counted(char letter) {
        return text.substring(0, text.indexOf("." + letter));
    }

    /// The numbers in a name of this shape.
    SequencedMap<Character, Integer> numbers(String name) {
        var numbers = new LinkedHashMap<Character, Integer>();
        var parts = name.split("\\.", -1);
        var mine = text.split("\\.");
        for (int i = 0; i < mine.length; i++)
            if (isLetter(mine[i])) numbers.put(mine[i].charAt(0), Integer.valueOf(parts[i]));
        return numbers;
    }

    /// The name with these numbers.
    ///
    /// @throws IllegalArgumentException if there are more or fewer of them than letters
    public String name(int... numbers) {
        var letters = letters();
        if (letters.size() != numbers.length)
            throw new IllegalArgumentException(text + " has " + letters.size() + " numbers");
        String name = text;
        for (int i = 0; i < numbers.length; i++)
            name = name.replaceFirst("\\." + letters.get(i) + "(?=\\.|$)", "." + numbers[i]);
        return name;
    }

    private static boolean isLetter(String part) {
        return part.length() == 1 && part.charAt(0) >= 'A' && part.charAt(0) <= 'Z';
    }

    private static boolean isNumber(String name, int from, int to) {
        if (from == to || to - from > 4) return false;
        for (int i = from; i < to; i++)
            if (name.charAt(i) < '0' || name.charAt(i) > '9') return false;
        return true;
    }
}
