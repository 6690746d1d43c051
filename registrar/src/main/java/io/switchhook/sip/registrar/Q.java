package io.switchhook.sip.registrar;

import io.switchhook.sip.header.NameAddr;
import java.util.OptionalInt;

/// `qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )` in thousandths: RFC 3261 §25.1.
final class Q {
    static final int MAX = 1000;

    private Q() {}

    /// The q of a contact; empty if it states none, or something that is none.
    static OptionalInt of(NameAddr contact) {
        var text = contact.parameters().get("q");
        return text.isEmpty() ? OptionalInt.empty() : parse(text.get());
    }

    static boolean isMalformed(NameAddr contact) {
        return contact.parameters().has("q") && of(contact).isEmpty();
    }

    private static OptionalInt parse(String text) {
        int length = text.length();
        if (length == 0 || length > 5) return OptionalInt.empty();
        int whole = text.charAt(0) - '0';
        if (whole != 0 && whole != 1 || length > 1 && text.charAt(1) != '.')
            return OptionalInt.empty();
        int thousandths = whole * MAX;
        for (int i = 2, weight = 100; i < length; i++, weight /= 10) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) return OptionalInt.empty();
            thousandths += digit * weight;
        }
        return thousandths > MAX ? OptionalInt.empty() : OptionalInt.of(thousandths);
    }
}
