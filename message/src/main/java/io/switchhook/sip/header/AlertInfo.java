package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;

/// How to ring: RFC 3261 §20.4, and the words that servers and phones have agreed on beside it.
public sealed interface AlertInfo {

    /// `<http://www.example.com/sounds/moo.wav>;info=ring3`, `<urn:alert:service:call-waiting>` (RFC 7462).
    record Ring(NameAddr address) implements AlertInfo {}

    /// What stands without `<`: `info=alert-autoanswer`, `Auto Answer`, `ring-answer`.
    record Words(String text) implements AlertInfo {}

    static AlertInfo parse(Scanner in) {
        in.skipSpace();
        if (in.peek() == '<') return new Ring(NameAddr.parse(in));
        int from = in.position();
        in.skipToComma();
        String text = in.text(from, in.position()).strip();
        if (text.isEmpty()) throw in.malformed("expected '<' or text");
        return new Words(text);
    }

    default void writeTo(ByteSink out) {
        switch (this) {
            case Ring(var address) -> address.writeTo(out);
            case Words(var text) -> out.put(text);
        }
    }
}
