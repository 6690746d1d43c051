package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;

/// The dialog to be replaced (RFC 3891 §6.1) or joined (RFC 3911 §7.1).
///
/// @param callId that of the dialog
/// @param parameters `;to-tag=`, `;from-tag=` as the receiver of the request sees them, `;early-only`
public record Replaces(CallId callId, Parameters parameters) {

    public static Replaces of(CallId callId, String toTag, String fromTag) {
        var tags = Parameters.EMPTY.with("to-tag", toTag).with("from-tag", fromTag);
        return new Replaces(callId, tags);
    }

    /// Reads the value, as it stands in `?Replaces=` of a Refer-To once its escapes are undone.
    ///
    /// @throws io.switchhook.sip.grammar.MalformedValue if it breaks the grammar
    public static Replaces parse(String text) {
        var in = Scanner.of(text);
        in.skipSpace();
        var replaces = parse(in);
        in.expectEnd();
        return replaces;
    }

    static Replaces parse(Scanner in) {
        int from = in.position();
        int at = from;
        while (in.peekAt(at) >= 0 && in.peekAt(at) != ';' && !Chars.isSpace(in.peekAt(at))) at++;
        if (at == from) throw in.malformed("empty Call-ID");
        in.moveTo(at);
        var replaces = new Replaces(new CallId(in.text(from, at)), Parameters.ofHeader(in));
        if (replaces.toTag().isEmpty() || replaces.fromTag().isEmpty())
            throw in.malformed("to-tag and from-tag are both needed");
        return replaces;
    }

    public String toTag() {
        return parameters.get("to-tag").orElse("");
    }

    public String fromTag() {
        return parameters.get("from-tag").orElse("");
    }

    /// Whether only a dialog that is not confirmed yet is meant.
    public boolean isEarlyOnly() {
        return parameters.has("early-only");
    }

    public void writeTo(ByteSink out) {
        out.put(callId.value());
        parameters.writeTo(out);
    }
}
