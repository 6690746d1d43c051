package io.switchhook.phone.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which values a parameter can have.
public sealed interface Kind {
    /// Characters of any text.
    int LONGEST = 1024;

    /// `0` or `1`.
    record Flag() implements Kind {}

    /// A whole number.
    record Number(int min, int max) implements Kind {}

    /// A decimal number of seconds above 0, at most 100: the timers of RFC 3261.
    record Seconds() implements Kind {}

    /// One of a few numbers.
    record Choice(List<Integer> values) implements Kind {
        public Choice {
            values = List.copyOf(values);
        }
    }

    /// Any text up to [#LONGEST] characters.
    record Text() implements Kind {}

    /// The same, never to be shown.
    record Secret() implements Kind {}

    /// What is allowed, if the text is not: `expected a number from 0 to 60`.
    default Optional<String> fault(String text) {
        boolean isAllowed =
                switch (this) {
                    case Flag _ -> text.equals("0") || text.equals("1");
                    case Number(int min, int max) -> isWithin(text, min, max);
                    case Seconds _ -> isSeconds(text);
                    case Choice(var values) ->
                            isWithin(text, 0, Integer.MAX_VALUE)
                                    && values.contains(Integer.parseInt(text));
                    case Text _, Secret _ -> text.length() <= LONGEST;
                };
        return isAllowed ? Optional.empty() : Optional.of("expected " + allowed());
    }

    /// In words: `a number from 0 to 60`.
    default String allowed() {
        return switch (this) {
            case Flag _ -> "0 or 1";
            case Number(int min, int max) -> "a number from " + min + " to " + max;
            case Seconds _ -> "seconds, such as 0.5";
            case Choice(var values) ->
                    "one of " + String.join(", ", values.stream().map(String::valueOf).toList());
            case Text _, Secret _ -> "at most " + LONGEST + " characters";
        };
    }

    private static boolean isWithin(String text, int min, int max) {
        if (text.isEmpty() || text.length() > 10) return false;
        long value = 0;
        for (char c : text.toCharArray()) {
            if (c < '0' || c > '9') return false;
            value = value * 10 + c - '0';
        }
        return value >= min && value <= max;
    }

    private static boolean isSeconds(String text) {
        int dot = text.indexOf('.');
        String whole = dot < 0 ? text : text.substring(0, dot);
        String fraction = dot < 0 ? "0" : text.substring(dot + 1);
        if (fraction.length() > 3 || !isWithin(whole, 0, 99) || !isWithin(fraction, 0, 999))
            return false;
        return Double.parseDouble(text) > 0;
    }

    /// By its notation in the table: `flag`, `text`, `secret`, `seconds`, `1..65535`, `0,2,4`.
    static Kind of(String notation) {
        return switch (notation) {
            case "flag" -> new Flag();
            case "text" -> new Text();
            case "secret" -> new Secret();
            case "seconds" -> new Seconds();
            default -> numeric(notation);
        };
    }

    private static Kind numeric(String notation) {
        int dots = notation.indexOf("..");
        if (dots > 0)
            return new Number(
                    Integer.parseInt(notation.substring(0, dots)),
                    Integer.parseInt(notation.substring(dots + 2)));
        return new Choice(Arrays.stream(notation.split(",")).map(Integer::valueOf).toList());
    }
}
