package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;

/// A Contact value: `*`, or an address (RFC 3261 §20.10).
public sealed interface Contact {

    /// `*`: all bindings, in a REGISTER that removes them (§10.2.2).
    record Star() implements Contact {}

    record Address(NameAddr address) implements Contact {}

    static Contact of(NameAddr address) {
        return new Address(address);
    }

    static Contact parse(Scanner in) {
        in.skipSpace();
        if (in.peek() != '*') return new Address(NameAddr.parse(in));
        int mark = in.position();
        in.accept('*');
        in.skipSpace();
        if (in.atEnd()) return new Star();
        in.moveTo(mark);
        return new Address(NameAddr.parse(in));
    }

    default void writeTo(ByteSink out) {
        switch (this) {
            case Star() -> out.put('*');
            case Address(var address) -> address.writeTo(out);
        }
    }
}
