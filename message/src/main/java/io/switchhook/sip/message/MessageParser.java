package io.switchhook.sip.message;

import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Bytes to messages: RFC 3261 §7. Finds the lines and their names; values are read when asked for.
///
/// Immutable and shared by all threads. The arrays it is given belong to the messages it returns.
public final class MessageParser {
    private final MessageLimits limits;
    private final Leniencies leniencies;

    public MessageParser(MessageLimits limits, Leniencies leniencies) {
        this.limits = limits;
        this.leniencies = leniencies;
    }

    public MessageLimits limits() {
        return limits;
    }

    /// Reads the message in a datagram; what is behind the body is ignored (§18.3).
    ///
    /// @throws MalformedMessage if there is none
    public SipMessage parseDatagram(byte[] bytes, int start, int end) {
        var head = new Head(bytes, skipBlankLines(bytes, start, end), end);
        var message = head.message();
        int length = head.contentLength(message);
        if (length < 0) length = end - head.position;
        if (length > end - head.position) {
            throw head.defect(
                    message, StatusCode.BAD_REQUEST, "Content-Length is larger than the body");
        }
        return withBody(message, Body.of(bytes, head.position, head.position + length));
    }

    /// Reads a message whose head is complete, from a stream; its body is to be read next.
    ///
    /// @param end behind the blank line, as [#endOfHead] found it
    /// @throws MalformedMessage if it is none, or its body has no or too large a length; the stream is then
    ///     out of step and must be closed
    public SipMessage parseHead(byte[] bytes, int start, int end) {
        var head = new Head(bytes, start, end);
        var message = head.message();
        int length = head.contentLength(message);
        if (length < 0)
            throw head.defect(message, StatusCode.BAD_REQUEST, "missing Content-Length");
        if (length > limits.bodyBytes()) {
            throw head.defect(
                    message,
                    StatusCode.of(413),
                    "body larger than " + limits.bodyBytes() + " bytes");
        }
        return message;
    }

    /// The Content-Length of a message that [#parseHead] returned.
    public static int contentLength(SipMessage message) {
        return message.headers().require(Header.CONTENT_LENGTH);
    }

    /// The message with its body.
    public static SipMessage withBody(SipMessage message, Body body) {
        if (body.isEmpty()) return message;
        return switch (message) {
            case Request request -> request.with(body);
            case Response response -> response.with(body);
        };
    }

    /// The position behind the blank line that ends a head, or -1 if it has not come yet.
    public static int endOfHead(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] != '\n') continue;
            if (i + 1 < end && bytes[i + 1] == '\n') return i + 2;
            if (i + 2 < end && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') return i + 3;
        }
        return -1;
    }

    /// §7.5: blank lines before the start line are ignored.
    private static int skipBlankLines(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && (bytes[at] == '\r' || bytes[at] == '\n')) at++;
        return at;
    }

    /// One pass over the head of one message.
    private final class Head {
        private final Source source;
        private final byte[] bytes;
        private final int end;
        private int position;

        /// Behind the content of the line last read, without its end.
        private int lineEnd;

        /// The first thing wrong that can still be answered, or null.
        private @Nullable String defect;

        Head(byte[] bytes, int start, int end) {
            this.source = new Source(bytes, leniencies);
            this.bytes = bytes;
            this.position = start;
            this.end = end;
        }

        SipMessage message() {
            int start = position;
            nextLine(false);
            if (defect != null) throw MalformedMessage.unanswerable(defect);
            if (lineEnd - start >= 4 && isVersionPrefix(start)) {
                return response(start, lineEnd, position);
            }
            return request(start, lineEnd, position);
        }

        private boolean isVersionPrefix(int at) {
            return Chars.lower(bytes[at]) == 's'
                    && Chars.lower(bytes[at + 1]) == 'i'
                    && Chars.lower(bytes[at + 2]) == 'p'
                    && bytes[at + 3] == '/';
        }

        /// Moves behind the line at the cursor. With `folded`, a line that starts with white space belongs to it.
        private void nextLine(boolean folded) {
            int at = position;
            while (true) {
                while (at < end && bytes[at] != '\n') at++;
                if (at == end) {
                    defect("line without its end");
                    lineEnd = position = end;
                    return;
                }
                lineEnd = at > position && bytes[at - 1] == '\r' ? at - 1 : at;
                if (lineEnd == at && !leniencies.allow(Leniency.LF_ONLY_LINES))
                    defect("line ends in LF without CR");
                at++;
                boolean blank = lineEnd == position;
                if (!folded || blank || at >= end || (bytes[at] != ' ' && bytes[at] != '\t')) break;
            }
            position = at;
        }

        private void defect(String what) {
            if (defect == null) defect = what;
        }

        private Response response(int start, int lineEnd, int next) {
            int codeAt = start + 8;
            if (!isVersion(start, Math.min(start + 7, lineEnd))
                    || lineEnd < codeAt + 3
                    || bytes[start + 7] != ' ') {
                throw MalformedMessage.unanswerable("not a status line");
            }
            int status = 0;
            int at = codeAt;
            while (at < lineEnd && Chars.isDigit(bytes[at]) && at < codeAt + 4)
                status = status * 10 + bytes[at++] - '0';
            if (at != codeAt + 3 || status < 100 || status > 699)
                throw MalformedMessage.unanswerable("status code out of range");
            if (at == lineEnd) {
                if (!leniencies.allow(Leniency.MISSING_SPACE_BEFORE_REASON))
                    throw MalformedMessage.unanswerable("no space behind the status code");
            } else if (bytes[at++] != ' ') {
                throw MalformedMessage.unanswerable("no space behind the status code");
            }
            String phrase = source.scanner(at, lineEnd).text(at, lineEnd);
            byte[] line = Arrays.copyOfRange(bytes, start, next);
            var headers = headers();
            var response = new Response(StatusCode.of(status), phrase, headers, Body.EMPTY, line);
            if (defect != null) throw MalformedMessage.unanswerable(defect);
            return response;
        }

        private Request request(int start, int lineEnd, int next) {
            int at = start;
            while (at < lineEnd && Chars.isToken(bytes[at] & 0xff)) at++;
            if (at == start || at == lineEnd || bytes[at] != ' ')
                throw MalformedMessage.unanswerable("not a start line");
            var method = Method.of(bytes, start, at);
            int uriStart = skipSpaces(at, lineEnd);
            int versionEnd = skipSpacesBack(lineEnd, uriStart);
            int versionStart = versionEnd;
            while (versionStart > uriStart && bytes[versionStart - 1] != ' ') versionStart--;
            int uriEnd = skipSpacesBack(versionStart, uriStart);
            boolean extraSpace =
                    uriStart != at + 1 || versionEnd != lineEnd || uriEnd != versionStart - 1;
            boolean supported = isVersion(versionStart, versionEnd);
            if (uriEnd <= uriStart || (!supported && !isVersionLike(versionStart, versionEnd))) {
                throw MalformedMessage.unanswerable("not a start line");
            }
            if (extraSpace && !leniencies.allow(Leniency.EXTRA_SPACE_IN_START_LINE))
                defect("extra white space in the start line");
            var line = new RequestLine.Received(source, method, start, uriStart, uriEnd, next);
            var request = new Request(line, headers(), Body.EMPTY);
            if (!supported)
                throw MalformedMessage.answerable(
                        "SIP/2.0 is spoken here", request, StatusCode.VERSION_NOT_SUPPORTED);
            if (defect != null)
                throw MalformedMessage.answerable(defect, request, StatusCode.BAD_REQUEST);
            return request;
        }

        private int skipSpaces(int at, int limit) {
            while (at < limit && bytes[at] == ' ') at++;
            return at;
        }

        private int skipSpacesBack(int at, int limit) {
            while (at > limit && bytes[at - 1] == ' ') at--;
            return at;
        }

        private boolean isVersion(int from, int to) {
            return isVersionLike(from, to)
                    && to - from == 7
                    && bytes[from + 4] == '2'
                    && bytes[from + 5] == '.'
                    && bytes[from + 6] == '0';
        }

        private boolean isVersionLike(int from, int to) {
            return to - from > 4 && isVersionPrefix(from);
        }

        private Headers headers() {
            var fields = new Field[24];
            int size = 0;
            while (true) {
                int start = position;
                if (start >= end) {
                    defect("no blank line behind the headers");
                    return new Headers(Arrays.copyOf(fields, size), "\r\n");
                }
                nextLine(true);
                if (lineEnd == start)
                    return new Headers(
                            Arrays.copyOf(fields, size), position - start == 2 ? "\r\n" : "\n");
                if (size == limits.headerLines()) {
                    defect("more than " + limits.headerLines() + " header lines");
                    continue;
                }
                var field = field(start);
                if (field == null) continue;
                if (size == fields.length) fields = Arrays.copyOf(fields, size * 2);
                fields[size++] = field;
            }
        }

        /// `field-name HCOLON field-value`; null for a line that is none.
        private @Nullable Field field(int start) {
            int at = start;
            while (at < lineEnd && Chars.isToken(bytes[at] & 0xff)) at++;
            int nameEnd = at;
            while (at < lineEnd && (bytes[at] == ' ' || bytes[at] == '\t')) at++;
            if (nameEnd == start || at == lineEnd || bytes[at] != ':') {
                defect("header line without a name and ':'");
                return null;
            }
            int valueStart = at + 1;
            while (valueStart < lineEnd && Chars.isSpace(bytes[valueStart])) valueStart++;
            int valueEnd = lineEnd;
            while (valueEnd > valueStart && Chars.isSpace(bytes[valueEnd - 1])) valueEnd--;
            return new Field.Received(
                    source,
                    HeaderName.of(bytes, start, nameEnd),
                    start,
                    valueStart,
                    valueEnd,
                    position);
        }

        /// The length of the body; -1 for none said.
        int contentLength(SipMessage message) {
            try {
                var headers = message.headers();
                if (headers.lines(Known.CONTENT_LENGTH) > 1)
                    throw MalformedField.at(Known.CONTENT_LENGTH, "more than one", 0);
                return headers.get(Header.CONTENT_LENGTH).orElse(-1);
            } catch (MalformedField e) {
                throw defect(message, StatusCode.BAD_REQUEST, e.text());
            }
        }

        MalformedMessage defect(SipMessage message, StatusCode status, String text) {
            return switch (message) {
                case Request request -> MalformedMessage.answerable(text, request, status);
                case Response _ -> MalformedMessage.unanswerable(text);
            };
        }
    }
}
