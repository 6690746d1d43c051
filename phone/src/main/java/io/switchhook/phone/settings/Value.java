package io.switchhook.phone.settings;

/// What stands behind the `=` of a configuration file.
public sealed interface Value {
    /// Nothing: the setting stays as it is.
    record Unchanged() implements Value {}

    /// `%NULL%`: back to the factory default.
    record Default() implements Value {}

    /// Anything else, without the white space at its ends.
    record Text(String text) implements Value {
        /// Without the text, which may be a password.
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    static Value of(String text) {
        if (text.isEmpty()) return new Unchanged();
        return text.equals("%NULL%") ? new Default() : new Text(text);
    }
}
