package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;

/// A telephone number: RFC 3966 §3.
///
/// @param number as it was sent, visual separators included
/// @param parameters `;phone-context=example.com` ...
public record TelUri(String number, Parameters parameters) implements Uri {

    static TelUri parse(Scanner in) {
        int from = in.position();
        while (isNumberChar(in.peek())) in.moveTo(in.position() + 1);
        if (in.position() == from) throw in.malformed("expected a telephone number");
        return new TelUri(in.text(from, in.position()), Parameters.ofUri(in));
    }

    private static boolean isNumberChar(int c) {
        return Chars.isHex(c) || (c >= 0 && "+*#-.()%".indexOf(c) >= 0);
    }

    @Override
    public String scheme() {
        return "tel";
    }

    /// The digits alone: what is dialed, without the visual separators `-`, `.`, `(` and `)`.
    public String digits() {
        var digits = new StringBuilder(number.length());
        Chars.unescape(number)
                .chars()
                .filter(c -> "-.()".indexOf(c) < 0)
                .forEach(c -> digits.append((char) c));
        return digits.toString();
    }

    @Override
    public void writeTo(ByteSink out) {
        out.put("tel:").put(number);
        parameters.writeTo(out);
    }

    @Override
    public String toString() {
        return "tel:" + number + parameters;
    }
}
