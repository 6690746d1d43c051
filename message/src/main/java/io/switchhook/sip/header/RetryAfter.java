package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;

/// When to try again: RFC 3261 §20.33.
///
/// @param seconds from now
/// @param comment as it was sent, parentheses included; empty for none
public record RetryAfter(int seconds, String comment, Parameters parameters) {

    public static RetryAfter seconds(int seconds) {
        return new RetryAfter(seconds, "", Parameters.EMPTY);
    }

    static RetryAfter parse(Scanner in) {
        int seconds = in.deltaSeconds();
        in.skipSpace();
        String comment = "";
        if (in.peek() == '(') {
            int from = in.position();
            in.moveTo(Math.min(in.indexOf(')') + 1, in.end()));
            comment = in.text(from, in.position());
        }
        return new RetryAfter(seconds, comment, Parameters.ofHeader(in));
    }

    public void writeTo(ByteSink out) {
        out.put(seconds);
        if (!comment.isEmpty()) out.put(' ').put(comment);
        parameters.writeTo(out);
    }
}
