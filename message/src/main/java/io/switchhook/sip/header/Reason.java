package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;

/// Why a request was sent: RFC 3326 §2.
///
/// @param protocol `SIP`, `Q.850` or another
public record Reason(String protocol, Parameters parameters) {

    /// `SIP;cause=200;text="Call completed elsewhere"`
    public static Reason sip(int cause, String text) {
        return new Reason(
                "SIP",
                Parameters.EMPTY
                        .with("cause", Integer.toString(cause))
                        .with("text", Scanner.quote(text)));
    }

    static Reason parse(Scanner in) {
        String protocol = in.token();
        return new Reason(protocol, Parameters.ofHeader(in));
    }

    public void writeTo(ByteSink out) {
        out.put(protocol);
        parameters.writeTo(out);
    }
}
