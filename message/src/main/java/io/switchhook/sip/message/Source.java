package io.switchhook.sip.message;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Scanner;

/// The bytes a message came in, and the leniencies it is read with.
record Source(byte[] bytes, Leniencies leniencies) {
    /// What lines composed here are read with; nobody counts them.
    static final Leniencies COMPOSED = Leniencies.all();

    static Source composed(byte[] bytes) {
        return new Source(bytes, COMPOSED);
    }

    Scanner scanner(int start, int end) {
        return new Scanner(bytes, start, end, leniencies);
    }
}
