package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;
import java.util.Locale;

/// A URI of a scheme that is carried but not understood.
///
/// @param name the scheme as it was sent
/// @param rest what follows the colon
public record OpaqueUri(String name, String rest) implements Uri {

    static OpaqueUri parse(Scanner in) {
        String name = scheme(in);
        int from = in.position();
        int at = from;
        while (in.peekAt(at) > ' ' && in.peekAt(at) != '>') at++;
        if (at == from) throw in.malformed("nothing behind the URI scheme");
        in.moveTo(at);
        return new OpaqueUri(name, in.text(from, at));
    }

    private static String scheme(Scanner in) {
        int from = in.position();
        if (!Chars.isAlpha(in.peek())) throw in.malformed("expected a URI scheme and ':'");
        int at = from;
        while (isSchemeChar(in.peekAt(at))) at++;
        if (in.peekAt(at) != ':') throw in.malformed("expected a URI scheme and ':'");
        in.moveTo(at + 1);
        return in.text(from, at);
    }

    private static boolean isSchemeChar(int c) {
        return Chars.isAlpha(c) || Chars.isDigit(c) || c == '+' || c == '-' || c == '.';
    }

    @Override
    public String scheme() {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void writeTo(ByteSink out) {
        out.put(name).put(':').put(rest);
    }

    @Override
    public String toString() {
        return name + ':' + rest;
    }
}
