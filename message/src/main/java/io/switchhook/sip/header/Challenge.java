package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import java.util.Optional;

/// WWW-Authenticate and Proxy-Authenticate: RFC 3261 §20.44, RFC 7616 §3.3. One challenge a line.
public record Challenge(String scheme, AuthParameters parameters) {

    static Challenge parse(Scanner in) {
        String scheme = in.token();
        return new Challenge(scheme, AuthParameters.parse(in));
    }

    /// A parameter without its quotes: `realm`, `nonce`, `algorithm`, `qop`, `stale`, `opaque`, `domain`.
    public Optional<String> get(String name) {
        return parameters.get(name);
    }

    public void writeTo(ByteSink out) {
        out.put(scheme).put(' ');
        parameters.writeTo(out);
    }
}
