package io.switchhook.ladder;

import io.switchhook.sdp.SdpParser;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.MediaType;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.MultipartBody;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message of a tape, read as far as it can be. Nothing of it is trusted: what is missing or breaks its grammar is
/// empty.
final class Seen {
    private static final MessageParser PARSER =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
    private static final SdpParser SDP = SdpParser.lenient();

    private final long nanos;
    private final Path path;
    private final boolean sent;
    private final byte[] bytes;
    private final int length;
    private final @Nullable SipMessage message;
    private final String defect;
    private final String callId;
    private final String method;
    private final long cseq;
    private final String branch;
    private final Optional<NameAddr> from;
    private final Optional<NameAddr> to;
    private final Optional<SessionDescription> session;

    private Seen(long nanos, Path path, boolean sent, byte[] bytes, int length) {
        this.nanos = nanos;
        this.path = path;
        this.sent = sent;
        this.bytes = bytes;
        this.length = length;
        SipMessage read = null;
        String wrong = "";
        try {
            read = parse(bytes, length);
        } catch (MalformedMessage e) {
            wrong = e.text();
        }
        message = read;
        defect = wrong;
        callId = first(Header.CALL_ID).map(id -> id.value()).orElse("");
        var number = first(Header.CSEQ);
        cseq = number.map(it -> it.number()).orElse(-1L);
        method =
                message instanceof Request request
                        ? request.method().name()
                        : number.map(it -> it.method().name()).orElse("");
        branch = first(Header.VIA).map(Via::branch).orElse("");
        from = first(Header.FROM);
        to = first(Header.TO);
        session = message == null ? Optional.empty() : session(message);
    }

    /// The message of an entry; empty for a remark.
    static Optional<Seen> of(Entry entry) {
        return switch (entry.what()) {
            case Entry.Received(var path, var bytes, int length) ->
                    Optional.of(new Seen(entry.nanos(), path, false, bytes, length));
            case Entry.Sent(var path, var bytes, int length) ->
                    Optional.of(new Seen(entry.nanos(), path, true, bytes, length));
            case Entry.Remarked _ -> Optional.empty();
        };
    }

    /// The head of a message that was cut off says all that is asked of it, whoever has cut it.
    private static SipMessage parse(byte[] bytes, int length) {
        if (bytes.length == length) {
            try {
                return PARSER.parseDatagram(bytes, 0, length);
            } catch (MalformedMessage e) {
                if (!e.isCutShort()) throw e;
            }
        }
        int start = 0;
        while (start < bytes.length && (bytes[start] == '\r' || bytes[start] == '\n')) start++;
        int body = MessageParser.endOfHead(bytes, start, bytes.length);
        if (body < 0) throw PARSER.headTooLarge(bytes, start, bytes.length);
        return MessageParser.withBody(
                PARSER.parseHead(bytes, start, body), Body.of(bytes, body, bytes.length));
    }

    private static Optional<SessionDescription> session(SipMessage message) {
        try {
            var type = message.headers().get(Header.CONTENT_TYPE).orElse(MediaType.TEXT_PLAIN);
            var body =
                    type.isMultipart()
                            ? MultipartBody.parse(type, message.body())
                                    .find("application/sdp")
                                    .map(part -> part.body())
                                    .orElse(Body.EMPTY)
                            : type.is("application/sdp") ? message.body() : Body.EMPTY;
            if (body.isEmpty()) return Optional.empty();
            var octets = body.toByteArray();
            return Optional.of(SDP.parse(octets, 0, octets.length));
        } catch (MalformedValue | MalformedField | MalformedMessage e) {
            return Optional.empty();
        }
    }

    long nanos() {
        return nanos;
    }

    Path path() {
        return path;
    }

    /// Whether the server sent it.
    boolean isSent() {
        return sent;
    }

    byte[] bytes() {
        return bytes;
    }

    /// How long it was.
    int length() {
        return length;
    }

    boolean isMalformed() {
        return message == null;
    }

    /// Why it is no message; empty if it is one.
    String defect() {
        return defect;
    }

    boolean isRequest() {
        return message instanceof Request;
    }

    Optional<Request> request() {
        return message instanceof Request request ? Optional.of(request) : Optional.empty();
    }

    /// 0 for a request.
    int status() {
        return message instanceof Response response ? response.status().value() : 0;
    }

    String reasonPhrase() {
        return message instanceof Response response ? response.reasonPhrase() : "";
    }

    String callId() {
        return callId;
    }

    /// That of the request, for a response as well; empty if it cannot be told.
    String method() {
        return method;
    }

    boolean is(String name) {
        return isRequest() && method.equals(name);
    }

    boolean isResponseTo(String name) {
        return status() > 0 && method.equals(name);
    }

    /// -1 if it cannot be told.
    long cseq() {
        return cseq;
    }

    String branch() {
        return branch;
    }

    Optional<NameAddr> from() {
        return from;
    }

    Optional<NameAddr> to() {
        return to;
    }

    String fromTag() {
        return from.map(NameAddr::tag).orElse("");
    }

    String toTag() {
        return to.map(NameAddr::tag).orElse("");
    }

    Optional<SessionDescription> session() {
        return session;
    }

    String body() {
        return message == null ? "" : message.body().toString();
    }

    <T> Optional<T> first(HeaderType<T> type) {
        if (message == null) return Optional.empty();
        try {
            return message.headers().get(type);
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }

    <T> List<T> all(HeaderType<T> type) {
        if (message == null) return List.of();
        try {
            return message.headers().all(type);
        } catch (MalformedField e) {
            return List.of();
        }
    }

    boolean hasCredentials() {
        return first(Header.AUTHORIZATION).isPresent()
                || first(Header.PROXY_AUTHORIZATION).isPresent();
    }

    /// Whether it has a status by which somebody asks who that is.
    boolean isChallenge() {
        return status() == 401 || status() == 407;
    }

    /// Whether the same end sends the same request, or the same response to it, once more.
    boolean isRepetitionOf(Seen other) {
        if (message == null || other.message == null)
            return message == other.message && java.util.Arrays.equals(bytes, other.bytes);
        return isRequest() == other.isRequest()
                && status() == other.status()
                && cseq == other.cseq
                && method.equals(other.method)
                && (is("ACK") || branch.equals(other.branch))
                && (isRequest() || toTag().equals(other.toTag()));
    }
}
