package io.switchhook.sip.proxy;

import io.switchhook.sip.uri.Parameters;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a phone says it can do, by the parameters of its Contact, and what a caller asks for: RFC 3840 §9.
///
/// ```
/// audio;video="FALSE";mobility="fixed";methods="INVITE,BYE";+sip.extra="#>=3"
/// ```
/// A value is a list of which one must do: a token, `!` and a token, a `<string>`, or a `#range`.
record FeatureSet(Parameters parameters) {
    private static final Set<String> BASE_TAGS =
            Set.of(
                    "actor",
                    "application",
                    "audio",
                    "automata",
                    "class",
                    "control",
                    "data",
                    "description",
                    "duplex",
                    "events",
                    "extensions",
                    "isfocus",
                    "language",
                    "methods",
                    "mobility",
                    "priority",
                    "schemes",
                    "text",
                    "type",
                    "video");

    /// §9: other parameters of a Contact are not features.
    private static boolean isFeature(String name) {
        return name.startsWith("+") || BASE_TAGS.contains(name.toLowerCase(Locale.ROOT));
    }

    /// Whether the phone said anything about what it can do.
    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        int size = 0;
        for (int i = 0; i < parameters.size(); i++) if (isFeature(parameters.nameAt(i))) size++;
        return size;
    }

    /// How many of these features the other has too, with a value that agrees; -1 if one of them disagrees.
    int agreement(FeatureSet other) {
        int found = 0;
        for (int i = 0; i < parameters.size(); i++) {
            var name = parameters.nameAt(i);
            if (!isFeature(name) || !other.parameters.has(name)) continue;
            if (!agree(value(parameters.valueAt(i)), value(other.parameters.get(name)))) return -1;
            found++;
        }
        return found;
    }

    private static String value(Optional<String> text) {
        var value = text.orElse("TRUE");
        boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean agree(String ones, String others) {
        if (ones.startsWith("<") || others.startsWith("<")) return ones.equals(others);
        for (var one : ones.split(",", -1))
            for (var other : others.split(",", -1))
                if (overlap(one.trim(), other.trim())) return true;
        return false;
    }

    private static boolean overlap(String one, String other) {
        if (one.startsWith("#") && other.startsWith("#"))
            return Range.of(one).overlaps(Range.of(other));
        boolean isNot = one.startsWith("!");
        boolean isOtherNot = other.startsWith("!");
        if (isNot && isOtherNot) return true;
        if (isNot) return !one.substring(1).equalsIgnoreCase(other);
        if (isOtherNot) return !other.substring(1).equalsIgnoreCase(one);
        return one.equalsIgnoreCase(other);
    }

    /// `#=5`, `#>=3`, `#<=7`, `#3:7`; what is none of these holds nothing.
    private record Range(double least, double most) {
        private static final Range NOTHING = new Range(1, 0);

        static Range of(String text) {
            try {
                if (text.startsWith("#>="))
                    return new Range(number(text, 3), Double.POSITIVE_INFINITY);
                if (text.startsWith("#<="))
                    return new Range(Double.NEGATIVE_INFINITY, number(text, 3));
                if (text.startsWith("#=")) return new Range(number(text, 2), number(text, 2));
                int colon = text.indexOf(':');
                if (colon < 0) return NOTHING;
                return new Range(number(text.substring(0, colon), 1), number(text, colon + 1));
            } catch (NumberFormatException e) {
                return NOTHING;
            }
        }

        private static double number(String text, int from) {
            return Double.parseDouble(text.substring(from));
        }

        boolean overlaps(Range other) {
            return Math.max(least, other.least) <= Math.min(most, other.most);
        }
    }
}
