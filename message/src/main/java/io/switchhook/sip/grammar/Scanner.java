package io.switchhook.sip.grammar;

import java.nio.charset.StandardCharsets;

/// A cursor over a stretch of bytes that knows the words of RFC 3261 §25.1.
///
/// Methods that read return what they read and move on, or throw [MalformedValue] where they stand.
public final class Scanner {
    /// For text that no sender is to be counted for.
    private static final Leniencies LENIENT = Leniencies.all();

    private final byte[] bytes;
    private final int start;
    private int end;
    private final Leniencies leniencies;
    private int position;

    public Scanner(byte[] bytes, int start, int end, Leniencies leniencies) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.leniencies = leniencies;
        this.position = start;
    }

    public static Scanner of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Scanner(bytes, 0, bytes.length, LENIENT);
    }

    public int position() {
        return position;
    }

    public void moveTo(int position) {
        this.position = position;
    }

    public int end() {
        return end;
    }

    public boolean atEnd() {
        return position >= end;
    }

    /// The next byte (0 to 255), or -1 at the end.
    public int peek() {
        return position < end ? bytes[position] & 0xff : -1;
    }

    /// The byte at an absolute position, or -1 outside.
    public int peekAt(int at) {
        return at >= start && at < end ? bytes[at] & 0xff : -1;
    }

    /// Consumes the character if it is next.
    public boolean accept(char c) {
        if (position < end && bytes[position] == c) {
            position++;
            return true;
        }
        return false;
    }

    /// Consumes the text, which is in lower case, if it is next in any case.
    public boolean acceptIgnoringCase(String text) {
        if (position + text.length() > end) return false;
        for (int i = 0; i < text.length(); i++) {
            if (Chars.lower(bytes[position + i]) != text.charAt(i)) return false;
        }
        position += text.length();
        return true;
    }

    public void expect(char c) {
        if (!accept(c)) throw malformed("expected '" + c + "'");
    }

    /// `SWS`: optional white space, folds included.
    public void skipSpace() {
        int at = position;
        while (at < end && Chars.isSpace(bytes[at])) at++;
        position = at;
    }

    /// Where the bytes of a class that start at `from` end.
    private int end(int from, int bits) {
        int at = from;
        while (at < end && Chars.is(bytes[at] & 0xff, bits)) at++;
        return at;
    }

    /// Where the token that starts at `from` ends; `from` itself if there is none.
    public int endOfToken(int from) {
        return end(from, Chars.TOKEN);
    }

    /// The same for a host name or IPv4 address.
    public int endOfHost(int from) {
        return end(from, Chars.HOST);
    }

    /// The same for a name or value of a URI parameter.
    public int endOfParameter(int from) {
        return end(from, Chars.PARAMETER);
    }

    /// The same for the unescaped part of a user.
    public int endOfPlainUser(int from) {
        return end(from, Chars.USER);
    }

    /// A separator with the white space that the grammar allows around it, e.g. `SEMI`, `COMMA`, `EQUAL`.
    public boolean acceptSeparator(char c) {
        int mark = position;
        skipSpace();
        if (accept(c)) {
            skipSpace();
            return true;
        }
        position = mark;
        return false;
    }

    public String token() {
        int from = position;
        skipToken();
        return Words.of(bytes, from, position);
    }

    /// Moves behind a token.
    public void skipToken() {
        int at = end(position, Chars.TOKEN);
        if (at == position) throw malformed("expected a token");
        position = at;
    }

    /// A decimal number from 0 to `max`, which is less than 10^17.
    public long number(long max) {
        int at = position;
        long value = 0;
        for (; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + bytes[at] - '0';
            if (value > max) {
                position = at;
                throw malformed("number larger than " + max);
            }
        }
        if (at == position) throw malformed("expected a number");
        position = at;
        return value;
    }

    /// A number of seconds, 0 to 2^32-1; what an `int` does not hold is taken for the largest one.
    public int deltaSeconds() {
        return (int) Math.min(number(0xffff_ffffL), Integer.MAX_VALUE);
    }

    /// A quoted string with its quotes and escapes as they were sent.
    public String rawQuotedString() {
        int from = position;
        skipQuotedString();
        return text(from, position);
    }

    private void skipQuotedString() {
        if (peek() != '"') throw malformed("expected '\"'");
        for (int at = position + 1; at < end; at++) {
            byte c = bytes[at];
            if (c == '"') {
                position = at + 1;
                return;
            }
            if (c == '\\') at++;
        }
        throw malformed("quoted string without its closing quote");
    }

    /// Undoes the quotes and escapes of a quoted string; other text is returned as it is.
    public static String unquote(String raw) {
        if (raw.length() < 2 || raw.charAt(0) != '"') return raw;
        if (raw.indexOf('\\') < 0) return raw.substring(1, raw.length() - 1);
        var plain = new StringBuilder(raw.length());
        for (int i = 1; i < raw.length() - 1; i++) {
            if (raw.charAt(i) == '\\' && i + 1 < raw.length() - 1) i++;
            plain.append(raw.charAt(i));
        }
        return plain.toString();
    }

    /// Puts text into quotes, escaping quotes and backslashes.
    public static String quote(String plain) {
        return '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Moves to the next `,` that is outside quotes and angle brackets, or to the end.
    public void skipToComma() {
        while (position < end) {
            int c = bytes[position];
            if (c == ',') return;
            if (c == '"') skipQuotedString();
            else if (c == '<') skipToCloser('>');
            else position++;
        }
    }

    private void skipToCloser(char closer) {
        int from = position;
        while (position < end) {
            if (bytes[position++] == closer) return;
        }
        position = from;
        throw malformed("expected '" + closer + "'");
    }

    /// The first byte of a kind at or after the cursor, or the end; the cursor stays.
    public int indexOf(char c) {
        return Chars.indexOf(bytes, position, end, c);
    }

    /// The text from `from` to `to`, decoded as UTF-8.
    public String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /// The same for text that is ASCII: nothing is checked, and so it is faster.
    public String ascii(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// The same; words that most messages have are shared objects.
    public String word(int from, int to) {
        return from == to ? "" : Words.of(bytes, from, to);
    }

    /// All that is left, without the white space at its ends.
    public String rest() {
        skipSpace();
        int last = end;
        while (last > position && Chars.isSpace(bytes[last - 1])) last--;
        String rest = text(position, last);
        position = end;
        return rest;
    }

    /// Makes the text end at a position before its end, until it is widened again; returns the end to widen it to.
    public int narrow(int to) {
        int wide = end;
        end = to;
        return wide;
    }

    /// Undoes [#narrow].
    public void widen(int to) {
        end = to;
    }

    /// Goes on if the leniency is allowed, else the text is malformed here.
    public void lenient(Leniency leniency) {
        if (!leniencies.allow(leniency)) throw malformed(leniency.meaning());
    }

    public MalformedValue malformed(String what) {
        return new MalformedValue(what, position - start);
    }

    /// The value must end here, white space aside.
    public void expectEnd() {
        skipSpace();
        if (!atEnd()) throw malformed("unexpected text");
    }
}
