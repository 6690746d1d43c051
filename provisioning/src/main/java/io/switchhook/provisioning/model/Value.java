package io.switchhook.provisioning.model;

import java.util.Optional;

/// What a configuration file says of a parameter. An empty value says nothing, so there is none.
public sealed interface Value {
    /// How a file says [Default].
    String RESET = "%NULL%";

    /// Characters of a text; with the longest name that still fits in a line.
    int LONGEST = 1024;

    /// Back to what the factory has. A parameter that is not named any more keeps its value, so this has to be said.
    record Default() implements Value {}

    /// A text that stands in one line, and reads back as it is.
    record Text(String text) implements Value {
        /// @throws IllegalArgumentException if [Value#fault] finds one
        public Text {
            Value.fault(text)
                    .ifPresent(fault -> {
                        throw new IllegalArgumentException(fault);
                    });
        }

        /// Without the text, which may be a password.
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /// Reads what stands behind the `=`, without the white space around it.
    ///
    /// @return nothing for an empty text
    /// @throws IllegalArgumentException if it cannot stand in a line
    static Optional<Value> of(String text) {
        if (text.isEmpty()) return Optional.empty();
        return Optional.of(text.equals(RESET) ? new Default() : new Text(text));
    }

    /// Why a text cannot be a value of whatever parameter: whoever chooses a name must not be able to write a line of his own.
    static Optional<String> fault(String text) {
        if (text.isEmpty()) return Optional.of("is empty");
        if (text.length() > LONGEST) return Optional.of("has more than " + LONGEST + " characters");
        if (!text.strip().equals(text)) return Optional.of("begins or ends with a space");
        if (text.equals(RESET)) return Optional.of("is what resets a parameter");
        if (text.codePoints().anyMatch(Value::isBreaking))
            return Optional.of("has characters that cannot stand in a line");
        return Optional.empty();
    }

    /// How the file says it.
    default String written() {
        return switch (this) {
            case Default _ -> RESET;
            case Text(var text) -> text;
        };
    }

    /// Control characters and whatever some reader takes for the end of a line; a lone surrogate has no bytes.
    private static boolean isBreaking(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    true;
            default -> character == '\ufeff';
        };
    }
}
