package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;

/// More on why: RFC 3261 §20.43.
///
/// @param code 300 to 399
/// @param agent the host, or a pseudonym, that added it
/// @param text for a person
public record Warning(int code, String agent, String text) {

    static Warning parse(Scanner in) {
        int code = (int) in.number(999);
        if (code < 100) throw in.malformed("a warning code has three digits");
        in.skipSpace();
        int from = in.position();
        int at = from;
        while (in.peekAt(at) >= 0 && in.peekAt(at) != '"' && !Chars.isSpace(in.peekAt(at))) at++;
        if (at == from) throw in.malformed("expected the warning agent");
        in.moveTo(at);
        String agent = in.text(from, at);
        in.skipSpace();
        return new Warning(code, agent, Scanner.unquote(in.rawQuotedString()));
    }

    public void writeTo(ByteSink out) {
        out.put(code).put(' ').put(agent).put(' ').put(Scanner.quote(text));
    }
}
