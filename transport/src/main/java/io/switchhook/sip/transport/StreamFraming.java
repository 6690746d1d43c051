package io.switchhook.sip.transport;

import io.netty.buffer.ByteBuf;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.message.StatusCode;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into messages by Content-Length: RFC 3261 §18.3. For one thread.
///
/// Bytes are only ever put behind those that are there, and a full array is replaced, never shifted; so a message is a
/// window on the array and nothing is copied twice. An idle connection holds no array.
final class StreamFraming {
    private static final byte[] NOTHING = {};

    /// What is found in the stream.
    interface Found {
        void message(SipMessage message, int bytes);

        /// A double CRLF between messages (RFC 5626 §4.4.1).
        void ping();

        /// Bytes that are no message; why follows.
        ///
        /// @param callId empty for none
        default void unread(byte[] bytes, int from, int to, String callId) {}

        /// A message that is none, behind which the next one can be found.
        void malformed(MalformedMessage cause);

        /// Where the next message begins cannot be told; what comes is to be ignored.
        void lost(String cause, Optional<Response> answer);
    }

    private final MessageParser parser;
    private final Found found;
    private byte[] bytes = NOTHING;
    private int start;
    private int end;

    /// Up to here there is no end of a head.
    private int searched;

    private @Nullable SipMessage head;
    private int headBytes;
    private int bodyBytes;

    /// What is left of the body of a malformed message.
    private int skipped;

    private int lineEnds;
    private boolean lost;

    StreamFraming(MessageParser parser, Found found) {
        this.parser = parser;
        this.found = found;
    }

    /// Whether a message has begun and not ended.
    boolean isInside() {
        return !lost && (start < end || head != null || skipped > 0);
    }

    void read(ByteBuf in) {
        if (lost) return;
        append(in);
        while (!lost && step()) {}
        if (start == end || lost) {
            bytes = NOTHING;
            start = end = searched = 0;
        }
    }

    private void append(ByteBuf in) {
        int more = in.readableBytes();
        int kept = end - start;
        if (end + more > bytes.length) {
            var larger = new byte[kept == 0 ? more : Math.max(2 * kept, kept + more)];
            System.arraycopy(bytes, start, larger, 0, kept);
            bytes = larger;
            searched = Math.max(0, searched - start);
            start = 0;
            end = kept;
        }
        in.readBytes(bytes, end, more);
        end += more;
    }

    /// Takes what it can; whether there may be more to take.
    private boolean step() {
        if (skipped > 0) {
            int some = Math.min(skipped, end - start);
            skipped -= some;
            start += some;
            return start < end;
        }
        if (head != null) return body(head);
        return skipLineEnds() && head();
    }

    private boolean skipLineEnds() {
        while (start < end && (bytes[start] == '\r' || bytes[start] == '\n')) {
            if (bytes[start++] == '\n' && ++lineEnds == 2) {
                lineEnds = 0;
                found.ping();
            }
        }
        if (start == end) return false;
        lineEnds = 0;
        return true;
    }

    private boolean head() {
        int limit = parser.limits().headBytes();
        int endOfHead = MessageParser.endOfHead(bytes, Math.max(start, searched - 3), end);
        searched = end;
        if (endOfHead < 0 && beginsTls()) {
            lose("it is TLS, where SIP is spoken plain", start, end, Optional.empty());
            return false;
        }
        if (endOfHead < 0 && end - start <= limit) return false;
        if (endOfHead < 0 || endOfHead - start > limit) {
            lose(
                    "head larger than " + limit + " bytes",
                    start,
                    start + limit,
                    tooLarge(start + limit));
            return false;
        }
        int from = start;
        start = endOfHead;
        searched = start;
        try {
            var message = parser.parseHead(bytes, from, endOfHead);
            headBytes = endOfHead - from;
            bodyBytes = MessageParser.contentLength(message);
            head = message;
        } catch (MalformedMessage e) {
            skipped = bodyOfMalformed(from, endOfHead);
            if (skipped < 0) {
                skipped = 0;
                lose(e.text(), from, endOfHead, e.answer());
            } else {
                found.unread(bytes, from, endOfHead, Records.callId(e));
                found.malformed(e);
            }
        }
        return true;
    }

    private boolean body(SipMessage message) {
        if (end - start < bodyBytes) return false;
        var whole = MessageParser.withBody(message, Body.of(bytes, start, start + bodyBytes));
        start += bodyBytes;
        searched = start;
        head = null;
        found.message(whole, headBytes + bodyBytes);
        return start < end;
    }

    /// A handshake record (RFC 8446 §5.1), which would otherwise be waited behind for the end of a head.
    private boolean beginsTls() {
        return end - start > 2 && bytes[start] == 0x16 && bytes[start + 1] == 0x03;
    }

    private void lose(String cause, int from, int to, Optional<Response> answer) {
        lost = true;
        head = null;
        found.unread(bytes, from, to, answer.map(Records::callId).orElse(""));
        found.lost(cause, answer);
    }

    /// 513 (Message Too Large, §21.5.7) to the lines that are there, as far as they can be answered.
    private Optional<Response> tooLarge(int limit) {
        int lastLine = limit;
        while (lastLine > start && bytes[lastLine - 1] != '\n') lastLine--;
        var lines = Arrays.copyOfRange(bytes, start, lastLine + 2);
        lines[lines.length - 2] = '\r';
        lines[lines.length - 1] = '\n';
        var status = StatusCode.of(513);
        try {
            return switch (parser.parseDatagram(lines, 0, lines.length)) {
                case Request request -> {
                    request.headers().require(Header.VIA);
                    yield Optional.of(Response.to(request, status, ""));
                }
                case Response _ -> Optional.empty();
            };
        } catch (MalformedMessage e) {
            return e.answer().map(a -> Response.of(status, a.headers(), Body.EMPTY));
        } catch (MalformedField e) {
            return Optional.empty();
        }
    }

    /// The length of the body behind a head that cannot be parsed, if it is SIP and leaves no doubt; else -1.
    private int bodyOfMalformed(int from, int to) {
        int at = endOfLine(from, to);
        if (!namesVersion(from, at)) return -1;
        int length = -1;
        while (at < to) {
            int next = endOfLine(at, to);
            int colon = at;
            while (colon < next && bytes[colon] != ':') colon++;
            int nameEnd = colon;
            while (nameEnd > at && Chars.isSpace(bytes[nameEnd - 1])) nameEnd--;
            if (colon < next
                    && HeaderName.of(bytes, at, nameEnd) == HeaderName.Known.CONTENT_LENGTH) {
                if (length >= 0) return -1;
                length = number(colon + 1, next);
                if (length < 0) return -1;
            }
            at = next;
        }
        return length;
    }

    private int endOfLine(int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') at++;
        return Math.min(at + 1, to);
    }

    private boolean namesVersion(int from, int to) {
        for (int i = from; i + 4 <= to; i++)
            if (bytes[i] == 'S'
                    && bytes[i + 1] == 'I'
                    && bytes[i + 2] == 'P'
                    && bytes[i + 3] == '/') return true;
        return false;
    }

    private int number(int from, int to) {
        int at = from;
        while (at < to && Chars.isSpace(bytes[at])) at++;
        int digits = at;
        long value = 0;
        while (at < to && Chars.isDigit(bytes[at]) && value <= parser.limits().bodyBytes())
            value = value * 10 + bytes[at++] - '0';
        if (at == digits || value > parser.limits().bodyBytes()) return -1;
        while (at < to && Chars.isSpace(bytes[at])) at++;
        return at == to ? (int) value : -1;
    }
}
