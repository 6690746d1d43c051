package io.switchhook.provisioning.form;

/// A line of a configuration file.
///
/// @param number from 1
/// @param text as it is, without what ends it
/// @param end `\n`, `\r\n`, `\r`, or nothing behind the last line
/// @param content what it says
public record Line(int number, String text, String end, Content content) {

    /// What a line says.
    public sealed interface Content {
        /// Nothing, or something for people.
        record Comment() implements Content {}

        /// `#!version:1.0.0.1`, and whatever else begins so.
        record Version() implements Content {}

        /// `[ name ]`.
        record Section(String name) implements Content {}

        /// `path = …` in a section.
        record Path(String path) implements Content {}

        /// `name.part = value`, wherever it stands.
        record Setting(String name, String value) implements Content {}

        /// `key = value` in a section.
        ///
        /// @param path empty if the section has none so far
        record OldSetting(String section, String path, String key, String value)
                implements Content {}

        /// `include:config "file"`, in files that end in `.boot`.
        record Include(String file) implements Content {}

        /// None of these.
        record Other() implements Content {}
    }

    /// Without the text, which may have a password.
    @Override
    public String toString() {
        return "Line[" + number + "]";
    }
}
