package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A body of several parts: RFC 2046 §5.1, RFC 5621 §3.
///
/// Read only by who needs a part; a proxy passes the [Body] on.
///
/// @param parts at most [#MAX_PARTS]
public record MultipartBody(List<Part> parts) {
    /// How many parts one multipart may have.
    public static final int MAX_PARTS = 32;

    /// How deep [#find] looks into multiparts within multiparts.
    public static final int MAX_NESTING = 4;

    private static final MessageParser PARSER =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());

    public MultipartBody {
        parts = List.copyOf(parts);
    }

    /// Splits a body at the boundary that its type names. Text before the first and behind the last boundary is ignored.
    ///
    /// @throws MalformedValue if there is no boundary, no last boundary, or more than [#MAX_PARTS] parts
    public static MultipartBody parse(MediaType type, Body body) {
        String boundary = type.parameters().unquoted("boundary").orElse("");
        if (boundary.isEmpty() || boundary.length() > 70)
            throw new MalformedValue("a multipart needs a boundary of 1 to 70 characters", 0);
        byte[] bytes = body.toByteArray();
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        var parts = new ArrayList<Part>();
        int from = -1;
        int at = delimiter(bytes, delimiter, 0);
        while (at >= 0) {
            if (from >= 0) parts.add(PARSER.part(bytes, from, lineEndBefore(bytes, from, at)));
            int behind = at + delimiter.length;
            if (isDashes(bytes, behind)) return new MultipartBody(parts);
            if (parts.size() == MAX_PARTS)
                throw new MalformedValue("more than " + MAX_PARTS + " parts", at);
            from = nextLine(bytes, behind);
            at = delimiter(bytes, delimiter, from);
        }
        throw new MalformedValue("a multipart without its last boundary", bytes.length);
    }

    /// Where the delimiter next stands at the start of a line and alone on it, or -1.
    private static int delimiter(byte[] bytes, byte[] delimiter, int from) {
        for (int at = from; at + delimiter.length <= bytes.length; at = nextLine(bytes, at)) {
            if (startsWith(bytes, at, delimiter) && endsLine(bytes, at + delimiter.length))
                return at;
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) if (bytes[at + i] != prefix[i]) return false;
        return true;
    }

    /// Whether nothing but `--` and white space follows on the line.
    private static boolean endsLine(byte[] bytes, int from) {
        int at = isDashes(bytes, from) ? from + 2 : from;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t')) at++;
        return at == bytes.length || bytes[at] == '\r' || bytes[at] == '\n';
    }

    private static boolean isDashes(byte[] bytes, int at) {
        return at + 1 < bytes.length && bytes[at] == '-' && bytes[at + 1] == '-';
    }

    private static int nextLine(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') at++;
        return Math.min(at + 1, bytes.length);
    }

    /// The line end before a delimiter belongs to the delimiter.
    private static int lineEndBefore(byte[] bytes, int from, int at) {
        if (at == from) return at;
        return at - 2 >= from && bytes[at - 2] == '\r' ? at - 2 : at - 1;
    }

    /// The first part of a media type, e.g. `application/sdp`; looks into nested multiparts.
    ///
    /// @throws MalformedValue if a nested multipart is broken, or nested deeper than [#MAX_NESTING]
    public Optional<Part> find(String mediaType) {
        return find(mediaType, MAX_NESTING);
    }

    private Optional<Part> find(String mediaType, int depth) {
        if (depth == 0) throw new MalformedValue("multiparts nested too deep", 0);
        for (var part : parts) {
            if (part.mediaType().is(mediaType)) return Optional.of(part);
            var nested = part.nested().flatMap(multipart -> multipart.find(mediaType, depth - 1));
            if (nested.isPresent()) return nested;
        }
        return Optional.empty();
    }

    /// The body to send, with a boundary that must not occur in any part.
    public Body toBody(String boundary) {
        var out = new ByteSink(1024);
        for (var part : parts) {
            out.put("--").put(boundary).crlf();
            part.headers().writeTo(out);
            part.body().writeTo(out);
            out.crlf();
        }
        out.put("--").put(boundary).put("--").crlf();
        return Body.of(out.toByteArray(), 0, out.length());
    }
}
