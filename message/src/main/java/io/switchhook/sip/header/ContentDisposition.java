package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;

/// What a body is for: RFC 3261 §20.11.
///
/// @param type `session`, `render`, `icon`, `alert` or another
/// @param parameters `;handling=optional` ...
public record ContentDisposition(String type, Parameters parameters) {

    static ContentDisposition parse(Scanner in) {
        String type = in.token();
        return new ContentDisposition(type, Parameters.ofHeader(in));
    }

    /// Whether who does not understand the body or its use may ignore it; otherwise the answer is 415.
    public boolean isOptional() {
        return parameters.get("handling").filter("optional"::equalsIgnoreCase).isPresent();
    }

    public void writeTo(ByteSink out) {
        out.put(type);
        parameters.writeTo(out);
    }
}
