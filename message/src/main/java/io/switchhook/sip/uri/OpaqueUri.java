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

    static OpaqueUri parse(Scanner in, String name) {
        int from = in.position();
        while (!in.atEnd() && in.peek() != '>' && !Chars.isSpace(in.peek()))
            in.moveTo(in.position() + 1);
        if (in.position() == from) throw in.malformed("nothing behind the URI scheme");
        return new OpaqueUri(name, in.text(from, in.position()));
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
