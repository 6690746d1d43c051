package io.switchhook.sip.message;

import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Via;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bytes that are no SIP message, or one that cannot be handled: what is wrong, and how to answer.
public final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String SEPARATORS = ";,= \t\r\n";

    private final transient @Nullable Request request;
    private final transient @Nullable StatusCode status;
    private final boolean cutShort;

    private MalformedMessage(
            String text, @Nullable Request request, @Nullable StatusCode status, boolean cutShort) {
        super(text, null, false, false);
        this.request = request;
        this.status = status;
        this.cutShort = cutShort;
    }

    /// Nothing that could be answered: a response, an ACK, or bytes that are no SIP.
    static MalformedMessage unanswerable(String text) {
        return new MalformedMessage(text, null, null, false);
    }

    static MalformedMessage answerable(String text, Request request, StatusCode status) {
        return new MalformedMessage(text, request, status, false);
    }

    MalformedMessage cutShort() {
        return new MalformedMessage(text(), request, status, true);
    }

    /// Whether a datagram ends before the body does that it announces.
    public boolean isCutShort() {
        return cutShort;
    }

    public String text() {
        return java.util.Objects.requireNonNull(getMessage());
    }

    /// The error response to send, without a To tag; empty where the sender cannot be answered: it sent a
    /// response or an ACK, or its Via cannot be told. A top Via that breaks the grammar stands in the response as
    /// far as it was understood, so that the response can be sent by it.
    public Optional<Response> answer() {
        if (request == null || status == null || request.method() == Method.ACK)
            return Optional.empty();
        var rejection = ReasonableSyntax.rejection(request, status, text());
        try {
            var via = rejection.headers().require(Header.VIA);
            return ReasonableSyntax.hasRoom(via) ? Optional.of(rejection) : Optional.empty();
        } catch (MalformedField e) {
            return understood(rejection.headers(), e.offset())
                    .filter(ReasonableSyntax::hasRoom)
                    .map(via -> rejection.with(h -> h.replaceLine(Header.VIA, via)));
        }
    }

    /// The top Via before a defect.
    private static Optional<Via> understood(Headers headers, int defect) {
        for (var field : headers.fields()) {
            if (field.name() != Known.VIA) continue;
            byte[] value = field.text().getBytes(StandardCharsets.UTF_8);
            int end = Math.min(defect, value.length);
            while (end > 0 && SEPARATORS.indexOf(value[end - 1]) >= 0) end--;
            try {
                var in = new Scanner(value, 0, end, Source.COMPOSED);
                return Optional.of(Header.VIA.reader().apply(in));
            } catch (MalformedValue e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
