package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.Scanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The `name=value, name="value"` of challenges and credentials; the comma separates parameters, not values.
public record AuthParameters(List<Entry> entries) {

    /// @param name empty for what has no name, as in `Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==`
    /// @param raw as it was sent, quotes included
    public record Entry(String name, String raw) {}

    public AuthParameters {
        entries = List.copyOf(entries);
    }

    /// Starts an ordered list of parameters.
    public static AuthParameters empty() {
        return new AuthParameters(List.of());
    }

    static AuthParameters parse(Scanner in) {
        var entries = new ArrayList<Entry>(12);
        in.skipSpace();
        while (!in.atEnd()) {
            int from = in.position();
            String name = in.token();
            if (in.acceptSeparator('=') && !in.atEnd() && in.peek() != '=') {
                String raw = in.peek() == '"' ? in.rawQuotedString() : bareValue(in);
                entries.add(new Entry(name, raw));
            } else {
                in.moveTo(from);
                entries.add(new Entry("", bareValue(in)));
            }
            if (!in.acceptSeparator(',')) break;
            if (in.atEnd()) in.lenient(Leniency.EMPTY_LIST_ELEMENT);
        }
        return new AuthParameters(entries);
    }

    /// A token; or what lazy senders leave unquoted, up to the comma.
    private static String bareValue(Scanner in) {
        int from = in.position();
        in.skipToComma();
        String value = in.text(from, in.position()).strip();
        if (value.isEmpty()) throw in.malformed("parameter without its value");
        return value;
    }

    /// The value without quotes.
    public Optional<String> get(String name) {
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            if (entry.name.equalsIgnoreCase(name)) return Optional.of(Scanner.unquote(entry.raw));
        }
        return Optional.empty();
    }

    /// With a parameter whose value stands in quotes.
    public AuthParameters withQuoted(String name, String value) {
        return with(name, Scanner.quote(value));
    }

    /// With a parameter whose value is a token.
    public AuthParameters with(String name, String token) {
        var longer = new ArrayList<>(entries);
        longer.add(new Entry(name, token));
        return new AuthParameters(longer);
    }

    public void writeTo(ByteSink out) {
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) out.put(", ");
            var entry = entries.get(i);
            if (!entry.name.isEmpty()) out.put(entry.name).put('=');
            out.put(entry.raw);
        }
    }
}
