package io.switchhook.sip.message;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.uri.Parameters;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The check at the door: RFC 3261 §8.1.1 (mandatory fields), §16.3 item 1. Whoever stands behind it need not ask
/// whether there is a Via.
///
/// A message is held to the leniencies of the [MessageParser] that read it.
public final class ReasonableSyntax {
    private static final Set<Known> ONCE =
            EnumSet.of(
                    Known.FROM,
                    Known.TO,
                    Known.CALL_ID,
                    Known.CSEQ,
                    Known.MAX_FORWARDS,
                    Known.CONTENT_LENGTH,
                    Known.CONTENT_TYPE,
                    Known.EXPIRES);

    /// For each known name a bit if it may be there once only, else 0.
    private static final int[] ONCE_BIT = onceBits();

    /// Of Via and To: room is left for `received` and `rport`, and for `tag`.
    private static final int MOST_PARAMETERS = Parameters.MAX_SIZE - 2;

    private static final List<HeaderName> ECHOED =
            List.of(Known.VIA, Known.FROM, Known.TO, Known.CALL_ID, Known.CSEQ);

    private ReasonableSyntax() {}

    private static int[] onceBits() {
        int[] bits = new int[Known.values().length];
        int bit = 1;
        for (var name : ONCE) {
            bits[name.ordinal()] = bit;
            bit <<= 1;
        }
        return bits;
    }

    private static void checkOnce(Headers headers) {
        int seen = 0;
        for (int i = 0; i < headers.size(); i++) {
            if (!(headers.name(i) instanceof Known name)) continue;
            int bit = ONCE_BIT[name.ordinal()];
            if ((seen & bit) != 0) throw MalformedField.at(name, "more than one", 0);
            seen |= bit;
        }
    }

    /// Checks that the fields every request must have are there, once each, and can be read, and so the
    /// Request-URI, Max-Forwards and Expires.
    ///
    /// @throws MalformedMessage with the answer to give
    public static void check(Request request) {
        try {
            checkFields(request, request.leniencies());
            request.uri();
        } catch (MalformedField e) {
            throw MalformedMessage.answerable(e.text(), request, StatusCode.BAD_REQUEST);
        } catch (MalformedValue e) {
            throw MalformedMessage.answerable(
                    "Request-URI: " + e.text() + " at byte " + e.offset(),
                    request,
                    StatusCode.BAD_REQUEST);
        }
    }

    private static void checkFields(Request request, Leniencies leniencies) {
        var headers = request.headers();
        checkOnce(headers);
        var via = headers.require(Header.VIA);
        var from = headers.require(Header.FROM);
        checkRoom(Known.VIA, via.parameters());
        checkRoom(Known.TO, headers.require(Header.TO).parameters());
        headers.require(Header.CALL_ID);
        var cseq = headers.require(Header.CSEQ);
        if (!cseq.method().equals(request.method()))
            throw MalformedField.at(Known.CSEQ, "method is not that of the request", 0);
        if (headers.get(Header.MAX_FORWARDS).isEmpty())
            lenient(leniencies, Leniency.MISSING_MAX_FORWARDS, Known.MAX_FORWARDS);
        if (from.tag().isEmpty()) lenient(leniencies, Leniency.MISSING_FROM_TAG, Known.FROM);
        if (!via.hasMagicCookie()) lenient(leniencies, Leniency.MISSING_MAGIC_COOKIE, Known.VIA);
        headers.get(Header.EXPIRES);
        try {
            headers.get(Header.DATE);
        } catch (MalformedField e) {
            lenient(leniencies, Leniency.INVALID_DATE, Known.DATE);
        }
    }

    /// Whether an answer by this Via could be sent.
    static boolean hasRoom(Via via) {
        return via.parameters().size() <= MOST_PARAMETERS;
    }

    private static void checkRoom(HeaderName name, Parameters parameters) {
        if (parameters.size() > MOST_PARAMETERS)
            throw MalformedField.at(name, "more than " + MOST_PARAMETERS + " parameters", 0);
    }

    private static void lenient(Leniencies leniencies, Leniency leniency, HeaderName name) {
        if (!leniencies.allow(leniency)) throw MalformedField.at(name, leniency.meaning(), 0);
    }

    /// @throws MalformedMessage that cannot be answered: responses are dropped
    public static void check(Response response) {
        try {
            var headers = response.headers();
            checkOnce(headers);
            checkRoom(Known.VIA, headers.require(Header.VIA).parameters());
            checkAddress(headers, Header.FROM);
            checkAddress(headers, Header.TO);
            headers.require(Header.CALL_ID);
            headers.require(Header.CSEQ);
        } catch (MalformedField e) {
            throw MalformedMessage.unanswerable(e.text());
        }
    }

    /// A proxy finds the way of a response by its Via and never asks from whom to whom it goes.
    private static void checkAddress(Headers headers, HeaderType<NameAddr> type) {
        if (!headers.isPlainAddress(type.name())) headers.require(type);
    }

    /// An error response with whatever of §8.2.6.2's fields the request has.
    static Response rejection(Request request, StatusCode status, String text) {
        var headers =
                Headers.EMPTY.with(h -> {
                    for (var name : ECHOED) h.copy(request.headers(), name);
                    return h.add(Header.CONTENT_LENGTH, 0);
                });
        String phrase = status.reasonPhrase() + " (" + text + ")";
        return Response.of(status, phrase, headers, Body.EMPTY);
    }
}
