package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;

/// The order of a request in its dialog: RFC 3261 §20.16.
///
/// @param number 0 to 2^32-1
public record CSeq(long number, Method method) {
    static CSeq parse(Scanner in) {
        long number = in.number(0xffff_ffffL);
        if (!Chars.isSpace(in.peek())) throw in.malformed("expected white space and a method");
        in.skipSpace();
        return new CSeq(number, Method.of(in.token()));
    }

    public void writeTo(ByteSink out) {
        out.put(number).put(' ').put(method.name());
    }
}
