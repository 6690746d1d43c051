package io.switchhook.sip.header;

import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;

/// What all messages of one dialog, and all registrations of one phone, have in common: RFC 3261 §20.8.
/// Compares byte by byte.
public record CallId(String value) {
    static CallId parse(Scanner in) {
        int from = in.position();
        int at = from;
        while (at < in.end() && !Chars.isSpace(in.peekAt(at))) at++;
        if (at == from) throw in.malformed("empty Call-ID");
        in.moveTo(at);
        return new CallId(in.text(from, at));
    }
}
