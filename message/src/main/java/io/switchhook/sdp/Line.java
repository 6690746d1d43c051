package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;

/// One line of a session description but `m=`: `<type>=<value>` (RFC 8866 §5).
public sealed interface Line
        permits Origin, Connection, Bandwidth, Timing, EncryptionKey, Attribute, TextLine {

    /// The letter before the `=`.
    char type();

    /// Writes what stands behind the `=`.
    void writeTo(ByteSink out);

    /// Writes the line with its end. It is one line whatever the value holds: CR and LF are written as spaces.
    default void writeLineTo(ByteSink out) {
        out.put(type()).put('=');
        int from = out.length();
        writeTo(out);
        out.flatten(from).crlf();
    }
}
