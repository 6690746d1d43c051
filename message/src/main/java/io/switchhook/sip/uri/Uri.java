package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;

/// What a Request-URI or an address names: RFC 3261 §19.1, RFC 3966, or something of another scheme.
public sealed interface Uri permits SipUri, TelUri, OpaqueUri {

    /// The scheme in lower case.
    String scheme();

    void writeTo(ByteSink out);

    /// Reads to the end of the scanner, or to a character that no URI can hold.
    static Uri parse(Scanner in) {
        int from = in.position();
        int colon = in.indexOf(':');
        if (colon == in.end() || colon == from) throw in.malformed("expected a URI scheme and ':'");
        if (!Chars.isAlpha(in.peek())) throw in.malformed("a URI scheme starts with a letter");
        for (int i = from; i < colon; i++) {
            int c = in.peekAt(i);
            if (!Chars.isAlpha(c) && !Chars.isDigit(c) && c != '+' && c != '-' && c != '.') {
                throw in.malformed("expected a URI scheme");
            }
        }
        in.moveTo(colon + 1);
        if (isScheme(in, from, colon, "sip")) return SipUri.parse(in, false);
        if (isScheme(in, from, colon, "sips")) return SipUri.parse(in, true);
        if (isScheme(in, from, colon, "tel")) return TelUri.parse(in);
        return OpaqueUri.parse(in, in.text(from, colon));
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

    private static boolean isScheme(Scanner in, int from, int to, String scheme) {
        if (to - from != scheme.length()) return false;
        for (int i = 0; i < scheme.length(); i++) {
            if (Chars.lower(in.peekAt(from + i)) != scheme.charAt(i)) return false;
        }
        return true;
    }
}
