package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import org.jspecify.annotations.Nullable;

/// `Method SP Request-URI SP SIP-Version`: RFC 3261 §7.1, as received or as composed here.
sealed interface RequestLine {
    Method method();

    /// @throws MalformedValue if the Request-URI breaks the grammar
    Uri uri();

    void writeTo(ByteSink out);

    /// The line as the grammar has it: errors are understood, but not passed on (RFC 4475 §3.1.2.7 to 11).
    RequestLine tidied();

    record Composed(Method method, Uri uri) implements RequestLine {
        @Override
        public RequestLine tidied() {
            return this;
        }

        @Override
        public void writeTo(ByteSink out) {
            int from = out.length();
            out.put(method.name()).put(' ');
            uri.writeTo(out);
            out.put(" SIP/2.0").flatten(from).crlf();
        }
    }

    /// A window on the received line.
    final class Received implements RequestLine {
        private final Source source;
        private final Method method;
        private final int start;
        private final int uriStart;
        private final int uriEnd;
        private final int end;

        /// Whether the line was understood by a leniency.
        private boolean bent;

        private @Nullable Uri uri;

        Received(
                Source source,
                Method method,
                int start,
                int uriStart,
                int uriEnd,
                int end,
                boolean bent) {
            this.source = source;
            this.method = method;
            this.start = start;
            this.uriStart = uriStart;
            this.uriEnd = uriEnd;
            this.end = end;
            this.bent = bent;
        }

        Source source() {
            return source;
        }

        @Override
        public Method method() {
            return method;
        }

        @Override
        public Uri uri() {
            var read = uri;
            if (read == null) uri = read = read();
            return read;
        }

        private Uri read() {
            var in = source.scanner(uriStart, uriEnd);
            if (in.peek() == '<' && in.peekAt(uriEnd - 1) == '>') {
                in.lenient(Leniency.BRACKETED_REQUEST_URI);
                bent = true;
                in = source.scanner(uriStart + 1, uriEnd - 1);
            }
            var read = Uri.parse(in);
            if (!in.atEnd()) throw in.malformed("not part of a URI");
            if (!(read instanceof SipUri sip) || sip.headers().isEmpty()) return read;
            in.lenient(Leniency.HEADERS_IN_REQUEST_URI);
            bent = true;
            return sip.asRequestUri();
        }

        @Override
        public RequestLine tidied() {
            uri();
            return bent ? new Composed(method, uri()) : this;
        }

        @Override
        public void writeTo(ByteSink out) {
            out.put(source.bytes(), start, end);
        }
    }
}
