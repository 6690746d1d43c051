package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import java.util.ArrayList;
import java.util.List;

/// What the sender wants hidden: RFC 3323 §4.2.
///
/// @param values `id`, `user`, `header`, `session`, `critical`, `none` or others
public record Privacy(List<String> values) {
    public Privacy {
        values = List.copyOf(values);
    }

    static Privacy parse(Scanner in) {
        var values = new ArrayList<String>(2);
        do {
            values.add(in.token());
        } while (in.acceptSeparator(';'));
        return new Privacy(values);
    }

    public boolean has(String value) {
        return values.stream().anyMatch(value::equalsIgnoreCase);
    }

    public void writeTo(ByteSink out) {
        out.put(String.join(";", values));
    }
}
