package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import java.util.Optional;

/// Authorization and Proxy-Authorization: RFC 3261 §20.7, RFC 7616 §3.4.
///
/// @param scheme `Digest`, or another that nobody here knows
public record Credentials(String scheme, AuthParameters parameters) {

    static Credentials parse(Scanner in) {
        String scheme = in.token();
        return new Credentials(scheme, AuthParameters.parse(in));
    }

    public boolean isDigest() {
        return scheme.equalsIgnoreCase("Digest");
    }

    /// A parameter without its quotes: `username`, `realm`, `nonce`, `uri`, `response`, `algorithm`,
    /// `cnonce`, `opaque`, `qop`, `nc`.
    public Optional<String> get(String name) {
        return parameters.get(name);
    }

    public void writeTo(ByteSink out) {
        out.put(scheme).put(' ');
        parameters.writeTo(out);
    }
}
