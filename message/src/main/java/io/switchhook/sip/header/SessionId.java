package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;
import java.util.Locale;

/// What names a call across back-to-back user agents: RFC 7989 §5.
///
/// @param local the sender's UUID: 32 hexadecimal digits in lower case
/// @param parameters `;remote=` with the other side's UUID
public record SessionId(String local, Parameters parameters) {
    /// The UUID of a side that has none yet.
    public static final String NIL = "0".repeat(32);

    public static SessionId of(String local, String remote) {
        return new SessionId(local, Parameters.EMPTY.with("remote", remote));
    }

    static SessionId parse(Scanner in) {
        int from = in.position();
        int at = from;
        while (Chars.isHex(in.peekAt(at))) at++;
        if (at - from != 32) throw in.malformed("expected 32 hexadecimal digits");
        in.moveTo(at);
        return new SessionId(in.text(from, at).toLowerCase(Locale.ROOT), Parameters.ofHeader(in));
    }

    /// The other side's UUID; [#NIL] for none, as in the first request of a call.
    public String remote() {
        return parameters.get("remote").map(r -> r.toLowerCase(Locale.ROOT)).orElse(NIL);
    }

    public void writeTo(ByteSink out) {
        out.put(local);
        parameters.writeTo(out);
    }
}
