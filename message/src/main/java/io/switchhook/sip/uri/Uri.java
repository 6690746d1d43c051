package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;

/// What a Request-URI or an address names: RFC 3261 §19.1, RFC 3966, or something of another scheme.
public sealed interface Uri permits SipUri, TelUri, OpaqueUri {

    /// The scheme in lower case.
    String scheme();

    void writeTo(ByteSink out);

    /// Reads to the end of the scanner, or to a character that no URI can hold.
    static Uri parse(Scanner in) {
        if (in.acceptIgnoringCase("sip:")) return SipUri.parse(in, false);
        if (in.acceptIgnoringCase("sips:")) return SipUri.parse(in, true);
        if (in.acceptIgnoringCase("tel:")) return TelUri.parse(in);
        return OpaqueUri.parse(in);
    }

    /// The whole text as one URI.
    ///
    /// @throws MalformedValue if it is not one
    static Uri parse(String text) {
        var in = Scanner.of(text);
        var uri = parse(in);
        in.expectEnd();
        return uri;
    }
}
