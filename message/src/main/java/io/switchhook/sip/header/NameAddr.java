package io.switchhook.sip.header;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.util.Optional;

/// `( name-addr / addr-spec ) *( ; param )`: From, To, Contact, Route and their like (RFC 3261 §20.10).
///
/// @param rawDisplayName as it was sent, quotes included; empty for none
/// @param parameters those of the header field; those of the URI are in the URI
public record NameAddr(String rawDisplayName, Uri uri, Parameters parameters) {

    public static NameAddr of(Uri uri) {
        return new NameAddr("", uri, Parameters.EMPTY);
    }

    public static NameAddr parse(Scanner in) {
        in.skipSpace();
        int from = in.position();
        String name = "";
        if (in.peek() == '"') {
            name = in.rawQuotedString();
            in.skipSpace();
            if (in.peek() != '<') throw in.malformed("expected '<' behind the display name");
        } else {
            int angle = angle(in);
            if (angle > from) name = tokensUntil(in, from, angle);
        }
        if (in.accept('<')) {
            var uri = bracketed(in);
            return new NameAddr(name, uri, Parameters.ofHeader(in));
        }
        return unbracketed(in);
    }

    /// Whether an address stands there alone, written as nearly all senders do: `"name" <sip:user@host>;tag=value`. That is
    /// seen without making one. What is not so may be an address all the same; [#parse] tells.
    public static boolean isPlain(Scanner in) {
        if (in.accept('"')) {
            int quote = in.indexOf('"');
            if (quote == in.end() || in.indexOf('\\') < quote) return false;
            in.moveTo(quote + 1);
            in.skipSpace();
        }
        if (!in.accept('<') || !in.acceptIgnoringCase("sip:")) return false;
        int user = in.position();
        int at = in.endOfPlainUser(user);
        int close = in.endOfHost(at + 1);
        if (at == user || in.peekAt(at) != '@') return false;
        if (close == at + 1 || in.peekAt(close) != '>') return false;
        in.moveTo(close + 1);
        if (in.atEnd()) return true;
        if (!in.acceptIgnoringCase(";tag=") || in.atEnd()) return false;
        return in.endOfToken(in.position()) == in.end();
    }

    /// The `<` before any `,` or `;` or quote, or -1.
    private static int angle(Scanner in) {
        for (int i = in.position(); i < in.end(); i++) {
            int c = in.peekAt(i);
            if (c == '<') return i;
            if (c == ',' || c == ';' || c == '"') return -1;
        }
        return -1;
    }

    private static String tokensUntil(Scanner in, int from, int angle) {
        boolean quotesMissing = false;
        for (int i = from; i < angle; i++) {
            int c = in.peekAt(i);
            if (!Chars.isToken(c) && !Chars.isSpace(c)) quotesMissing = true;
        }
        if (quotesMissing) in.lenient(Leniency.UNQUOTED_DISPLAY_NAME);
        int end = angle;
        while (end > from && Chars.isSpace(in.peekAt(end - 1))) end--;
        if (end == angle) in.lenient(Leniency.NO_SPACE_BEFORE_ADDRESS);
        in.moveTo(angle);
        return in.text(from, end);
    }

    private static Uri bracketed(Scanner in) {
        var uri = Uri.parse(in);
        if (!in.accept('>')) throw in.malformed("expected '>' behind the URI");
        return uri;
    }

    /// §20: outside brackets, `;` starts a header parameter, and neither `,` nor `?` may be in the URI.
    private static NameAddr unbracketed(Scanner in) {
        int from = in.position();
        int end = from;
        while (end < in.end()
                && in.peekAt(end) != ';'
                && in.peekAt(end) != ','
                && !Chars.isSpace(in.peekAt(end))) end++;
        int wide = in.narrow(end);
        var uri = Uri.parse(in);
        if (!in.atEnd()) throw in.malformed("not part of a URI");
        in.widen(wide);
        if (uri instanceof SipUri sip && !sip.headers().isEmpty())
            in.lenient(Leniency.UNBRACKETED_ADDRESS);
        return new NameAddr("", uri, Parameters.ofHeader(in));
    }

    /// The display name without its quotes; empty for none.
    public String displayName() {
        return Scanner.unquote(rawDisplayName);
    }

    /// The `tag` parameter of From and To; empty for none.
    public String tag() {
        return parameters.get("tag").orElse("");
    }

    /// The URI if it is a SIP or SIPS URI.
    public Optional<SipUri> sipUri() {
        return uri instanceof SipUri sip ? Optional.of(sip) : Optional.empty();
    }

    public NameAddr withTag(String tag) {
        return new NameAddr(rawDisplayName, uri, parameters.with("tag", tag));
    }

    public NameAddr with(Parameters changed) {
        return new NameAddr(rawDisplayName, uri, changed);
    }

    public void writeTo(ByteSink out) {
        if (!rawDisplayName.isEmpty()) out.put(rawDisplayName).put(' ');
        out.put('<');
        uri.writeTo(out);
        out.put('>');
        parameters.writeTo(out);
    }

    @Override
    public String toString() {
        var out = new ByteSink(64);
        writeTo(out);
        return out.toString();
    }
}
