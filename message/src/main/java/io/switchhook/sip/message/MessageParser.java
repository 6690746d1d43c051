package io.switchhook.sip.message;

import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.MalformedValue;
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
        var head = new Head(bytes, skipBlankLines(bytes, start, end), end, Extent.DATAGRAM);
        var message = head.message();
        int length = head.contentLength(message);
        if (length < 0) length = end - head.position;
        if (length > end - head.position) {
            throw head.defect(
                            message,
                            StatusCode.BAD_REQUEST,
                            "Content-Length is larger than the body")
                    .cutShort();
        }
        if (length > limits.bodyBytes()) throw head.bodyTooLarge(message);
        return withBody(message, Body.of(bytes, head.position, head.position + length));
    }

    /// Reads a message whose head is complete, from a stream; its body is to be read next. Blank lines before the
    /// start line are skipped.
    ///
    /// @param end behind the blank line, as [#endOfHead] found it
    /// @throws MalformedMessage if it is none, or its body has no or too large a length; the stream is then
    ///     out of step and must be closed
    public SipMessage parseHead(byte[] bytes, int start, int end) {
        var head = new Head(bytes, skipBlankLines(bytes, start, end), end, Extent.HEAD);
        var message = head.message();
        int length = head.contentLength(message);
        if (length < 0)
            throw head.defect(message, StatusCode.BAD_REQUEST, "missing Content-Length");
        if (length > limits.bodyBytes()) throw head.bodyTooLarge(message);
        return message;
    }

    /// What is wrong with a stream on which more than [MessageLimits#headBytes] came without an end of the head: a
    /// request is answered with 513 if what came of it suffices, and the connection is to be closed.
    public MalformedMessage headTooLarge(byte[] bytes, int start, int end) {
        try {
            new Head(bytes, skipBlankLines(bytes, start, end), end, Extent.BEGINNING).message();
            throw new IllegalStateException("a beginning was taken for a message");
        } catch (MalformedMessage e) {
            return e;
        }
    }

    /// The header lines of a part of a multipart body; all bytes up to the position behind them are consumed.
    Part part(byte[] bytes, int start, int end) {
        var head = new Head(bytes, start, end, Extent.DATAGRAM);
        var headers = head.headers();
        if (head.defect != null) throw new MalformedValue(head.defect, head.position - start);
        return new Part(headers.with(h -> h), Body.of(bytes, head.position, end));
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

    /// The position behind the blank line that ends a head, or -1 if it has not come yet. Blank lines before the start
    /// line must have been skipped. When more bytes came, the search can go on 3 bytes before the former end.
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

    /// How far the bytes go that a head is read from.
    private enum Extent {
        DATAGRAM,
        HEAD,
        BEGINNING
    }

    /// One pass over the head of one message.
    private final class Head {
        private final Source source;
        private final byte[] bytes;
        private final int start;
        private final int end;
        private final Extent extent;
        private int position;

        /// Behind the content of the line last read, without its end.
        private int lineEnd;

        /// The first thing wrong that can still be answered, or null.
        private @Nullable String defect;

        private boolean endsInLf;

        /// How many lines are a Content-Length.
        private int lengths;

        /// What the only one says if it is digits alone, which need no reader and no object; else -1.
        private int plainLength = -1;

        Head(byte[] bytes, int start, int end, Extent extent) {
            this.source = new Source(bytes, leniencies);
            this.bytes = bytes;
            this.start = start;
            this.position = start;
            this.end = end;
            this.extent = extent;
        }

        SipMessage message() {
            nextLine(false);
            if (defect != null) throw MalformedMessage.unanswerable(defect);
            if (lineEnd - start >= 4 && isVersionPrefix(start)) {
                return response(lineEnd, position);
            }
            return request(lineEnd, position);
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
                at = lineFeed(at);
                if (at == end) {
                    defect("line without its end");
                    lineEnd = position = end;
                    return;
                }
                lineEnd = at > position && bytes[at - 1] == '\r' ? at - 1 : at;
                if (lineEnd == at) endsInLf();
                at++;
                boolean blank = lineEnd == position;
                if (!folded || blank || at >= end || (bytes[at] != ' ' && bytes[at] != '\t')) break;
            }
            position = at;
        }

        /// The next LF, or the end. A CR elsewhere than before it would end a line for some and not for others.
        private int lineFeed(int from) {
            int at = from;
            while (true) {
                at = Chars.control(bytes, at, end);
                if (at == end || bytes[at] == '\n') return at;
                boolean carriageReturn = bytes[at++] == '\r';
                if (carriageReturn && at < end && bytes[at] == '\n') return at;
                if (carriageReturn) defect("CR without LF");
            }
        }

        private void endsInLf() {
            if (endsInLf) return;
            endsInLf = true;
            if (!leniencies.allow(Leniency.LF_ONLY_LINES)) defect(Leniency.LF_ONLY_LINES.meaning());
        }

        private void defect(String what) {
            if (defect == null) defect = what;
        }

        private Response response(int lineEnd, int next) {
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
            var line =
                    new StatusLine.Received(
                            source, StatusCode.of(status), start, at, lineEnd, next);
            var response = new Response(line, headers(), Body.EMPTY);
            if (isTooLarge()) throw headTooLarge(response);
            if (defect != null) throw MalformedMessage.unanswerable(defect);
            return response;
        }

        private Request request(int lineEnd, int next) {
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
            var line =
                    new RequestLine.Received(
                            source, method, start, uriStart, uriEnd, next, extraSpace);
            var request = new Request(line, headers(), Body.EMPTY);
            if (isTooLarge()) throw headTooLarge(request);
            if (!supported)
                throw MalformedMessage.answerable(
                        "SIP/2.0 is spoken here", request, StatusCode.VERSION_NOT_SUPPORTED);
            if (defect != null)
                throw MalformedMessage.answerable(defect, request, StatusCode.BAD_REQUEST);
            return request;
        }

        private boolean isTooLarge() {
            return extent == Extent.BEGINNING || position - start > limits.headBytes();
        }

        private MalformedMessage headTooLarge(SipMessage message) {
            String text = "head larger than " + limits.headBytes() + " bytes";
            return defect(message, StatusCode.of(513), text);
        }

        MalformedMessage bodyTooLarge(SipMessage message) {
            String text = "body larger than " + limits.bodyBytes() + " bytes";
            return defect(message, StatusCode.of(413), text);
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
            var fields = new Field[20];
            int size = 0;
            long names = 0;
            while (true) {
                int start = position;
                if (start >= end) {
                    if (extent != Extent.DATAGRAM || !leniencies.allow(Leniency.MISSING_BLANK_LINE))
                        defect(Leniency.MISSING_BLANK_LINE.meaning());
                    return new Headers(fields, size, names, "");
                }
                nextLine(true);
                if (extent == Extent.BEGINNING && position == end) continue;
                if (lineEnd == start) {
                    String blankLine = position - start == 2 ? "\r\n" : "\n";
                    return new Headers(fields, size, names, blankLine);
                }
                if (size == limits.headerLines()) {
                    defect("more than " + limits.headerLines() + " header lines");
                    continue;
                }
                var field = field(start);
                if (field == null) continue;
                if (size == fields.length) fields = Arrays.copyOf(fields, size * 2);
                fields[size++] = field;
                names |= Headers.bit(field.name());
            }
        }

        /// `field-name HCOLON field-value`; null for a line that is none.
        private @Nullable Field field(int start) {
            int colon = Chars.indexOf(bytes, start, lineEnd, ':');
            int nameEnd = colon;
            while (nameEnd > start && (bytes[nameEnd - 1] == ' ' || bytes[nameEnd - 1] == '\t'))
                nameEnd--;
            var name = HeaderName.of(bytes, start, nameEnd);
            if (colon == lineEnd || (!(name instanceof Known) && !isToken(start, nameEnd))) {
                defect("header line without a name and ':'");
                return null;
            }
            int valueStart = colon + 1;
            while (valueStart < lineEnd && Chars.isSpace(bytes[valueStart])) valueStart++;
            if (name == Known.CONTENT_LENGTH)
                plainLength = lengths++ == 0 ? digits(valueStart, lineEnd) : -1;
            return new Field.Received(source, name, start, valueStart, position);
        }

        /// The number that stands there, or -1 if it is none or has more than nine digits.
        private int digits(int from, int to) {
            if (from == to || to - from > 9) return -1;
            int number = 0;
            for (int at = from; at < to; at++) {
                if (!Chars.isDigit(bytes[at])) return -1;
                number = number * 10 + bytes[at] - '0';
            }
            return number;
        }

        private boolean isToken(int from, int to) {
            for (int i = from; i < to; i++) if (!Chars.isToken(bytes[i] & 0xff)) return false;
            return to > from;
        }

        /// The length of the body; -1 for none said.
        int contentLength(SipMessage message) {
            if (plainLength >= 0) return plainLength;
            try {
                if (lengths > 1) throw MalformedField.at(Known.CONTENT_LENGTH, "more than one", 0);
                return message.headers().get(Header.CONTENT_LENGTH).orElse(-1);
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
