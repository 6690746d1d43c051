package io.switchhook.server;

import java.util.Locale;

/// How ladders are shown.
enum TraceFormat {
    /// For a terminal.
    TEXT,
    /// A picture.
    SVG,
    /// An object for each ladder, one on a line.
    JSON,
    /// A file for Wireshark.
    PCAPNG;

    /// The one with this name; text for what is none.
    static TraceFormat of(String name) {
        for (var format : values()) if (format.toString().equals(name)) return format;
        return TEXT;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
