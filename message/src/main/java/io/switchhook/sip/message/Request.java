package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.uri.Uri;
import java.util.function.UnaryOperator;

/// A request: RFC 3261 §7.1.
public final class Request implements SipMessage {
    private final RequestLine line;
    private final Headers headers;
    private final Body body;

    Request(RequestLine line, Headers headers, Body body) {
        this.line = line;
        this.headers = headers;
        this.body = body;
    }

    /// A request made here; Content-Length is the caller's to set.
    public static Request of(Method method, Uri uri, Headers headers, Body body) {
        return new Request(new RequestLine.Composed(method, uri), headers, body);
    }

    public Method method() {
        return line.method();
    }

    /// The Request-URI.
    ///
    /// @throws MalformedValue every time, if it breaks the grammar; checked once by [ReasonableSyntax]
    public Uri uri() {
        return line.uri();
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public Body body() {
        return body;
    }

    public Request withUri(Uri uri) {
        return new Request(new RequestLine.Composed(method(), uri), headers, body);
    }

    /// A copy with edited headers. A request line that was understood by a leniency is put right.
    ///
    /// @throws MalformedValue if the Request-URI breaks the grammar
    @Override
    public Request with(UnaryOperator<Headers.Editor> edits) {
        return new Request(line.tidied(), headers.with(edits), body);
    }

    /// What this request is read with; a composed one with everything.
    Leniencies leniencies() {
        return switch (line) {
            case RequestLine.Received received -> received.source().leniencies();
            case RequestLine.Composed _ -> Source.COMPOSED;
        };
    }

    /// A copy with another body and its Content-Length; Content-Type is the caller's to set.
    public Request withBody(Body body) {
        return with(h -> h.set(Header.CONTENT_LENGTH, body.length())).with(body);
    }

    Request with(Body body) {
        return new Request(line, headers, body);
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
