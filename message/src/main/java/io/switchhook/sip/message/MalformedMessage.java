package io.switchhook.sip.message;

import io.switchhook.sip.header.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bytes that are no SIP message, or one that cannot be handled: what is wrong, and how to answer.
public final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient @Nullable Request request;
    private final transient @Nullable StatusCode status;

    private MalformedMessage(String text, @Nullable Request request, @Nullable StatusCode status) {
        super(text, null, false, false);
        this.request = request;
        this.status = status;
    }

    /// Nothing that could be answered: a response, an ACK, or bytes that are no SIP.
    static MalformedMessage unanswerable(String text) {
        return new MalformedMessage(text, null, null);
    }

    static MalformedMessage answerable(String text, Request request, StatusCode status) {
        return new MalformedMessage(text, request, status);
    }

    public String text() {
        return java.util.Objects.requireNonNull(getMessage());
    }

    /// The error response to send, without a To tag; empty where the sender cannot be answered: it sent a
    /// response or an ACK, or its Via, From, To, Call-ID or CSeq cannot be told.
    public Optional<Response> answer() {
        if (request == null || status == null || request.method() == Method.ACK)
            return Optional.empty();
        try {
            request.headers().require(io.switchhook.sip.header.Header.VIA);
            return Optional.of(ReasonableSyntax.rejection(request, status, text()));
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }
}
