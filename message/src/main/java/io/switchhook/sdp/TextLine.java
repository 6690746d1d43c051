package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;

/// A line whose value is kept as it came: `v`, `s`, `i`, `u`, `e`, `p`, `r`, `z` (RFC 8866 §5.1 to §5.11), and lines
/// with a letter that the grammar does not know.
public record TextLine(char type, String value) implements Line {
    private static final String KNOWN = "vsiueprz";

    @Override
    public void writeTo(ByteSink out) {
        Octets.write(value, out);
    }

    /// What an unknown line says may be a secret, so only its letter is shown.
    @Override
    public String toString() {
        return type + "=" + (KNOWN.indexOf(type) >= 0 ? value : "...");
    }
}
