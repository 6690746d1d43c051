package io.switchhook.phone.settings;

/// The two forms of configuration files.
public enum Syntax {
    /// `[ section ]`, `path = /config/…`, `key = value`: firmware up to version 61 or so.
    M1,

    /// `#!version:1.0.0.1`, then `name.part.key = value`: firmware from version 70 on. It may end in sections of the old
    /// form.
    M7;

    /// The first line of the new form.
    static final String M7_FIRST_LINE = "#!version:1.0.0.1";

    /// Which one a file is in: the new one begins with its version, the old one has a section first of all.
    static Syntax of(java.util.List<String> lines) {
        if (!lines.isEmpty() && lines.getFirst().startsWith("#!version")) return M7;
        for (var line : lines) {
            if (line.isBlank() || line.startsWith("#")) continue;
            return line.startsWith("[") ? M1 : M7;
        }
        return M7;
    }
}
