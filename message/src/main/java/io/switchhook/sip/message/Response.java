package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import java.util.function.UnaryOperator;

/// A response: RFC 3261 §7.2.
public final class Response implements SipMessage {
    private final StatusLine line;
    private final Headers headers;
    private final Body body;

    Response(StatusLine line, Headers headers, Body body) {
        this.line = line;
        this.headers = headers;
        this.body = body;
    }

    /// A response made here, with the reason phrase that the RFC suggests.
    public static Response of(StatusCode status, Headers headers, Body body) {
        return of(status, status.reasonPhrase(), headers, body);
    }

    static Response of(StatusCode status, String reasonPhrase, Headers headers, Body body) {
        return new Response(new StatusLine.Composed(status, reasonPhrase), headers, body);
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
        return of(status, reasonPhrase, headers, Body.EMPTY);
    }

    public StatusCode status() {
        return line.status();
    }

    public String reasonPhrase() {
        return line.reasonPhrase();
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
        return new Response(line, headers.with(edits), body);
    }

    /// A copy with another body and its Content-Length; Content-Type is the caller's to set.
    public Response withBody(Body body) {
        return with(h -> h.set(Header.CONTENT_LENGTH, body.length())).with(body);
    }

    Response with(Body body) {
        return new Response(line, headers, body);
    }

    @Override
    public void writeTo(ByteSink out) {
        line.writeTo(out);
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
