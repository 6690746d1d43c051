package io.switchhook.sip.header;

import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;

/// What all messages of one dialog, and all registrations of one phone, have in common: RFC 3261 §20.8.
/// Compares byte by byte.
public record CallId(String value) {
    static CallId parse(Scanner in) {
        int from = in.position();
        while (!in.atEnd() && !Chars.isSpace(in.peek())) in.moveTo(in.position() + 1);
        if (in.position() == from) throw in.malformed("empty Call-ID");
        return new CallId(in.text(from, in.position()));
    }
}
