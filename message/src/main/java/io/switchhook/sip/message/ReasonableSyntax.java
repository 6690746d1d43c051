package io.switchhook.sip.message;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderName.Known;
import java.util.List;

/// The check at the door: RFC 3261 §8.1.1 (mandatory fields), §16.3 item 1. Whoever stands behind it need not ask
/// whether there is a Via.
public final class ReasonableSyntax {
    private static final List<HeaderName> ONCE =
            List.of(
                    Known.FROM,
                    Known.TO,
                    Known.CALL_ID,
                    Known.CSEQ,
                    Known.MAX_FORWARDS,
                    Known.CONTENT_LENGTH);

    private ReasonableSyntax() {}

    /// @throws MalformedMessage with the answer to give
    public static void check(Request request) {
        try {
            var headers = request.headers();
            headers.require(Header.VIA);
            headers.require(Header.FROM);
            headers.require(Header.TO);
            headers.require(Header.CALL_ID);
            var cseq = headers.require(Header.CSEQ);
            headers.get(Header.MAX_FORWARDS);
            for (var name : ONCE)
                if (headers.lines(name) > 1) throw MalformedField.at(name, "more than one", 0);
            if (!cseq.method().equals(request.method()))
                throw MalformedField.at(Known.CSEQ, "method is not that of the request", 0);
            request.uri();
        } catch (MalformedField e) {
            throw MalformedMessage.answerable(e.text(), request, StatusCode.BAD_REQUEST);
        } catch (MalformedValue e) {
            throw MalformedMessage.answerable(
                    "Request-URI: " + e.getMessage(), request, StatusCode.BAD_REQUEST);
        }
    }

    /// @throws MalformedMessage that cannot be answered: responses are dropped
    public static void check(Response response) {
        try {
            var headers = response.headers();
            headers.require(Header.VIA);
            headers.require(Header.FROM);
            headers.require(Header.TO);
            headers.require(Header.CALL_ID);
            headers.require(Header.CSEQ);
        } catch (MalformedField e) {
            throw MalformedMessage.unanswerable(e.text());
        }
    }

    /// An error response with whatever of §8.2.6.2's fields the request has.
    static Response rejection(Request request, StatusCode status, String text) {
        var from = request.headers();
        var headers =
                Headers.EMPTY.with(h -> {
                    for (var name :
                            List.of(Known.VIA, Known.FROM, Known.TO, Known.CALL_ID, Known.CSEQ))
                        h.copy(from, name);
                    return h.add(Header.CONTENT_LENGTH, 0);
                });
        return new Response(
                status, status.reasonPhrase() + " (" + text + ")", headers, Body.EMPTY, null);
    }
}
