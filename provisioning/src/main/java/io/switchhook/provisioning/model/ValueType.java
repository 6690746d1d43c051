package io.switchhook.provisioning.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Which values a parameter takes.
public sealed interface ValueType {
    /// `0` for off, `1` for on.
    record Switch() implements ValueType {}

    /// One of a few.
    ///
    /// @param meanings of each value, in the order of the maker; what needs no word is its own meaning
    record Choice(SequencedMap<String, String> meanings) implements ValueType {
        public Choice {
            meanings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(meanings));
        }
    }

    /// A whole number.
    record Range(long first, long last) implements ValueType {}

    /// Seconds, above 0 and below 100, with up to three decimals.
    record Seconds() implements ValueType {}

    /// The number of a port, 0 for whichever.
    record Port() implements ValueType {}

    /// A name or an address of a host, without a port.
    record Host() implements ValueType {}

    /// An absolute URL of FTP, TFTP, HTTP or HTTPS. It may have variables such as `$mac`, and `#SEARCH`.
    record Url(int most) implements ValueType {}

    /// `hh:mm`.
    record TimeOfDay() implements ValueType {}

    /// Numbers with commas between them.
    record Numbers() implements ValueType {}

    /// A login and its password, with a colon between.
    record Login() implements ValueType {}

    /// Anything of at most so many characters.
    record Text(int most) implements ValueType {}

    /// The same, never to be shown.
    record Secret(int most) implements ValueType {}

    /// Whether a value must not be shown or logged.
    default boolean isSecret() {
        return this instanceof Secret || this instanceof Login;
    }

    /// What is expected instead, if the parameter does not take the value: `expected 0 or 1`.
    default Optional<String> fault(String value) {
        boolean isTaken =
                switch (this) {
                    case Switch _ -> value.equals("0") || value.equals("1");
                    case Choice(var meanings) -> meanings.containsKey(value);
                    case Range(long first, long last) -> isNumber(value, first, last);
                    case Seconds _ -> Shape.SECONDS.fits(value) && Double.parseDouble(value) > 0;
                    case Port _ -> isNumber(value, 0, 65535);
                    case Host _ -> Shape.HOST.fits(value);
                    case Url(int most) -> value.length() <= most && Shape.URL.fits(value);
                    case TimeOfDay _ -> Shape.TIME.fits(value);
                    case Numbers _ -> Shape.NUMBERS.fits(value);
                    case Login _ -> Shape.LOGIN.fits(value);
                    case Text(int most) -> value.length() <= most;
                    case Secret(int most) -> value.length() <= most;
                };
        return isTaken ? Optional.empty() : Optional.of("expected " + expected());
    }

    /// In words: `a number from 0 to 60`.
    default String expected() {
        return switch (this) {
            case Switch _ -> "0 or 1";
            case Choice(var meanings) -> "one of " + words(meanings);
            case Range(long first, long last) -> "a number from " + first + " to " + last;
            case Seconds _ -> "seconds, such as 0.5";
            case Port _ -> "a port from 0 to 65535";
            case Host _ -> "a host";
            case Url(int most) -> "a URL of at most " + most + " characters";
            case TimeOfDay _ -> "a time, such as 07:30";
            case Numbers _ -> "numbers with commas between them";
            case Login _ -> "a login and its password, with a colon between";
            case Text(int most) -> "at most " + most + " characters";
            case Secret(int most) -> "at most " + most + " characters";
        };
    }

    private static String words(Map<String, String> meanings) {
        var words = new StringBuilder();
        meanings.forEach((value, meaning) -> {
            words.append(words.isEmpty() ? "" : ", ").append(value);
            if (!meaning.equals(value)) words.append(" (").append(meaning).append(')');
        });
        return words.toString();
    }

    private static boolean isNumber(String value, long first, long last) {
        if (!Shape.NUMBER.fits(value)) return false;
        long number = Long.parseLong(value);
        return number >= first && number <= last;
    }

    /// What texts look like. None of the patterns goes back over what it has read more than once.
    enum Shape {
        NUMBER("[+-]?[0-9]{1,10}"),
        SECONDS("[0-9]{1,2}(\\.[0-9]{1,3})?"),
        HOST("\\[[0-9A-Fa-f:.]{2,45}]|[0-9A-Za-z_.:-]{1,255}"),
        URL("(?i:https?|s?ftps?|tftp)://[^\\s<>\"]+"),
        TIME("([01][0-9]|2[0-3]):[0-5][0-9]"),
        NUMBERS("[0-9*#+]+(, ?[0-9*#+]+)*+"),
        LOGIN("[^:]+:.+");

        private final Pattern pattern;

        Shape(String regex) {
            this.pattern = Pattern.compile(regex);
        }

        boolean fits(String text) {
            return pattern.matcher(text).matches();
        }
    }
}
