package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;

/// When the request was sent by its sender's clock, and how long the answer took: RFC 3261 §20.38.
///
/// @param stamp decimal seconds as they were sent
/// @param delay decimal seconds that the UAS took; empty for none
public record Timestamp(String stamp, String delay) {

    static Timestamp parse(Scanner in) {
        String stamp = decimal(in);
        in.skipSpace();
        return new Timestamp(stamp, in.atEnd() ? "" : decimal(in));
    }

    private static String decimal(Scanner in) {
        int from = in.position();
        int at = from;
        while (Chars.isDigit(in.peekAt(at))) at++;
        if (in.peekAt(at) == '.') at++;
        while (Chars.isDigit(in.peekAt(at))) at++;
        if (!Chars.isDigit(in.peekAt(from)) && at - from < 2)
            throw in.malformed("expected a decimal number");
        in.moveTo(at);
        return in.text(from, at);
    }

    public void writeTo(ByteSink out) {
        out.put(stamp);
        if (!delay.isEmpty()) out.put(' ').put(delay);
    }
}
