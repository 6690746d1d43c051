package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;

/// A key for the media in the clear: `k=`, RFC 8866 §5.12, obsolete and to be ignored.
///
/// @param value `prompt`, or `clear`, `base64` or `uri`, a colon and the key
public record EncryptionKey(String value) implements Line {
    /// What stands before the colon.
    public String method() {
        int colon = value.indexOf(':');
        return colon < 0 ? value : value.substring(0, colon);
    }

    @Override
    public char type() {
        return 'k';
    }

    @Override
    public void writeTo(ByteSink out) {
        Octets.write(value, out);
    }

    @Override
    public String toString() {
        return "k=...";
    }
}
