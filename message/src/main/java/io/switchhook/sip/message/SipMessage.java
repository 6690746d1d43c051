package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import java.util.function.UnaryOperator;

/// A request or a response: RFC 3261 §7. Immutable.
public sealed interface SipMessage permits Request, Response {

    Headers headers();

    Body body();

    /// A copy with edited headers.
    SipMessage with(UnaryOperator<Headers.Editor> edits);

    /// Writes start line, headers and body.
    void writeTo(ByteSink out);

    default byte[] toByteArray() {
        var out = new ByteSink(1500);
        writeTo(out);
        return out.toByteArray();
    }
}
