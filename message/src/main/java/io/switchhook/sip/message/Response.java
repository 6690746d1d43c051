package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A response: RFC 3261 §7.2.
public final class Response implements SipMessage {
    private final StatusCode status;
    private final String reasonPhrase;
    private final Headers headers;
    private final Body body;

    /// The status line as it was received, or null for one composed here.
    private final byte @Nullable [] received;

    Response(
            StatusCode status,
            String reasonPhrase,
            Headers headers,
            Body body,
            byte @Nullable [] received) {
        this.status = status;
        this.reasonPhrase = reasonPhrase;
        this.headers = headers;
        this.body = body;
        this.received = received;
    }

    /// A response made here, with the reason phrase that the RFC suggests.
    public static Response of(StatusCode status, Headers headers, Body body) {
        return new Response(status, status.reasonPhrase(), headers, body, null);
    }

    /// The response to a request, with the header fields that §8.2.6 asks for and an empty body.
    ///
    /// @param toTag what is put behind To if it has no tag yet; empty for nothing (a 100)
    public static Response to(Request request, StatusCode status, String toTag) {
        return to(request, status, status.reasonPhrase(), toTag);
    }

    /// The same with a reason phrase of its own.
    public static Response to(
            Request request, StatusCode status, String reasonPhrase, String toTag) {
        var from = request.headers();
        boolean tagged = toTag.isEmpty() || from.require(Header.TO).parameters().has("tag");
        var headers =
                Headers.EMPTY.with(h -> {
                    h.copy(from, Known.VIA).copy(from, Known.FROM).copy(from, Known.TO);
                    if (!tagged) h.append(Header.TO, ";tag=" + toTag);
                    h.copy(from, Known.CALL_ID).copy(from, Known.CSEQ);
                    if (status.equals(StatusCode.TRYING)) h.copy(from, Known.TIMESTAMP);
                    return h.add(Header.CONTENT_LENGTH, 0);
                });
        return new Response(status, reasonPhrase, headers, Body.EMPTY, null);
    }

    public StatusCode status() {
        return status;
    }

    public String reasonPhrase() {
        return reasonPhrase;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public Body body() {
        return body;
    }

    @Override
    public Response with(UnaryOperator<Headers.Editor> edits) {
        return new Response(status, reasonPhrase, headers.with(edits), body, received);
    }

    /// A copy with another body and its Content-Length; Content-Type is the caller's to set.
    public Response withBody(Body body) {
        return with(h -> h.set(Header.CONTENT_LENGTH, body.length())).with(body);
    }

    Response with(Body body) {
        return new Response(status, reasonPhrase, headers, body, received);
    }

    @Override
    public void writeTo(ByteSink out) {
        if (received != null) {
            out.put(received, 0, received.length);
        } else {
            int from = out.length();
            out.put("SIP/2.0 ").put(status.value()).put(' ').put(reasonPhrase);
            out.flatten(from).crlf();
        }
        headers.writeTo(out);
        body.writeTo(out);
    }

    @Override
    public String toString() {
        var out = new ByteSink(1024);
        writeTo(out);
        return out.toString();
    }
}
