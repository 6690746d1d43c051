package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;

/// What is subscribed to: RFC 6665 §8.2.1.
///
/// @param type the event package, perhaps with templates: `dialog`, `message-summary`, `presence.winfo`
/// @param parameters `;id=` and those of the package
public record Event(String type, Parameters parameters) {

    public static Event of(String type) {
        return new Event(type, Parameters.EMPTY);
    }

    static Event parse(Scanner in) {
        String type = in.token();
        return new Event(type, Parameters.ofHeader(in));
    }

    /// The `id` parameter; empty for none.
    public String id() {
        return parameters.get("id").orElse("");
    }

    /// Whether both name the same subscription within a dialog: type and `id` byte by byte, other parameters
    /// aside (RFC 6665 §8.2.1).
    public boolean matches(Event other) {
        return type.equals(other.type) && id().equals(other.id());
    }

    public void writeTo(ByteSink out) {
        out.put(type);
        parameters.writeTo(out);
    }
}
