package io.switchhook.sdp;

import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.MalformedValue;
import java.util.EnumSet;
import java.util.Set;

/// A cursor over one line that knows the words of RFC 8866 §9, whose `token` is not the one of SIP.
///
/// Methods that read return what they read and move on, or throw [MalformedValue] where they stand.
public final class LineScanner {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`{|}~";
    private static final Set<SdpLeniency> LENIENT = EnumSet.allOf(SdpLeniency.class);

    private final byte[] bytes;
    private final int base;
    private final int end;
    private final Set<SdpLeniency> leniencies;
    private int position;

    /// @param base where offsets in errors are counted from
    LineScanner(byte[] bytes, int base, int start, int end, Set<SdpLeniency> leniencies) {
        this.bytes = bytes;
        this.base = base;
        this.end = end;
        this.leniencies = leniencies;
        this.position = start;
    }

    /// A cursor over text that every leniency is allowed to.
    static LineScanner of(String text) {
        byte[] bytes = Octets.of(text);
        return new LineScanner(bytes, 0, 0, bytes.length, LENIENT);
    }

    int position() {
        return position;
    }

    void moveTo(int position) {
        this.position = position;
    }

    public boolean atEnd() {
        return position >= end;
    }

    /// The next byte (0 to 255), or -1 at the end.
    public int peek() {
        return position < end ? bytes[position] & 0xff : -1;
    }

    /// Consumes the character if it is next.
    public boolean accept(char c) {
        if (peek() != c) return false;
        position++;
        return true;
    }

    public void expect(char c) {
        if (!accept(c)) throw malformed("expected '" + c + "'");
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    /// The one space between two parts of a line.
    public void space() {
        if (!isBlank(peek())) throw malformed("expected a space");
        if (peek() == '\t') lenient(SdpLeniency.EXTRA_SPACE);
        position++;
        skipExtraSpace();
    }

    /// Moves over space that should not be there.
    void skipExtraSpace() {
        if (!isBlank(peek())) return;
        lenient(SdpLeniency.EXTRA_SPACE);
        while (isBlank(peek())) position++;
    }

    /// The same as [#space], and whether another part follows.
    public boolean acceptSpace() {
        if (atEnd()) return false;
        int c = peek();
        if (!isBlank(c)) throw malformed("expected a space or the end");
        int at = position;
        while (at < end && isBlank(bytes[at])) at++;
        if (at == end) {
            lenient(SdpLeniency.EXTRA_SPACE);
            position = end;
            return false;
        }
        space();
        return true;
    }

    /// The line must end here, spaces aside.
    public void expectEnd() {
        skipExtraSpace();
        if (!atEnd()) throw malformed("unexpected text");
    }

    private static boolean isToken(int c) {
        return Chars.isAlpha(c) || Chars.isDigit(c) || TOKEN_MARKS.indexOf(c) >= 0;
    }

    /// `token`: media types, names of attributes, formats.
    public String token() {
        int from = position;
        while (isToken(peek())) position++;
        return read(from, "a token");
    }

    /// `non-ws-string`: visible characters.
    public String word() {
        int from = position;
        while (peek() > ' ' && peek() != 0x7f) position++;
        return read(from, "a word");
    }

    /// Visible characters before a character that ends them, or before a space.
    public String wordBefore(char last) {
        int from = position;
        while (peek() > ' ' && peek() != 0x7f && peek() != last) position++;
        return read(from, "a word");
    }

    /// Characters of Base64, padding included.
    String base64() {
        int from = position;
        while (Chars.isAlpha(peek()) || Chars.isDigit(peek()) || "+/=".indexOf(peek()) >= 0)
            position++;
        return read(from, "Base64");
    }

    /// `byte-string`: the line may have any byte but NUL and CR; LF ends it.
    void checkText() {
        for (int at = position; at < end; at++) {
            if (bytes[at] != 0 && bytes[at] != '\r') continue;
            position = at;
            throw malformed("NUL or CR inside a line");
        }
    }

    /// One digit or more, as they came.
    public String digits() {
        int from = position;
        while (Chars.isDigit(peek())) position++;
        return read(from, "a number");
    }

    /// A decimal number from 0 to `max`, which is less than 10^17.
    public long number(long max) {
        int from = position;
        long value = 0;
        while (Chars.isDigit(peek())) {
            value = value * 10 + peek() - '0';
            if (value > max) throw malformed("number larger than " + max);
            position++;
        }
        if (position == from) throw malformed("expected a number");
        return value;
    }

    /// The same for numbers that are not 0.
    public int positive(int max) {
        int from = position;
        int value = (int) number(max);
        if (value > 0) return value;
        position = from;
        throw malformed("expected a number larger than 0");
    }

    private String read(int from, String what) {
        if (position == from) throw malformed("expected " + what);
        return Octets.text(bytes, from, position);
    }

    /// All that is left, as it came.
    public String rest() {
        int from = position;
        position = end;
        return Octets.text(bytes, from, end);
    }

    /// Goes on if the leniency is allowed, else the line is malformed here.
    void lenient(SdpLeniency leniency) {
        if (!leniencies.contains(leniency)) throw malformed(leniency.meaning());
    }

    public MalformedValue malformed(String what) {
        return new MalformedValue(what, position - base);
    }
}
