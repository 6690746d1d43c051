package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;

/// The shortest session interval that is taken: RFC 4028 §5.
public record MinSe(int seconds, Parameters parameters) {

    public static MinSe of(int seconds) {
        return new MinSe(seconds, Parameters.EMPTY);
    }

    static MinSe parse(Scanner in) {
        int seconds = in.deltaSeconds();
        return new MinSe(seconds, Parameters.ofHeader(in));
    }

    public void writeTo(ByteSink out) {
        out.put(seconds);
        parameters.writeTo(out);
    }
}
