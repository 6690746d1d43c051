package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.Scanner;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// An ordered list of `;name` and `;name=value`: URI parameters and header field parameters.
///
/// Names compare without regard to case. Values are kept as they were sent, quotes included; a
/// parameter without `=` is a flag and different from one with an empty value. Immutable; linear
/// search, since there are rarely more than six.
public final class Parameters {
    /// How many parameters a value may have; past it, it is malformed.
    public static final int MAX_SIZE = 64;

    public static final Parameters EMPTY = new Parameters(new @Nullable String[0], 0);

    /// Name, value, name, value ..., and perhaps room that nobody uses; a flag's value is null.
    private final @Nullable String[] pairs;

    /// Names and values.
    private final int length;

    private Parameters(@Nullable String[] pairs, int length) {
        this.pairs = pairs;
        this.length = length;
    }

    /// Reads `*( ; name [ = value ] )` of a header field; stops at whatever else comes.
    public static Parameters ofHeader(Scanner in) {
        if (in.peek() != ';' && !Chars.isSpace(in.peek())) return EMPTY;
        @Nullable String[] pairs = new @Nullable String[4];
        int size = 0;
        while (in.acceptSeparator(';')) {
            pairs = withRoom(pairs, size, in);
            String name = in.token();
            checkNew(pairs, size, name, in);
            pairs[size++] = name;
            pairs[size++] = in.acceptSeparator('=') ? headerValue(in, name) : null;
        }
        return of(pairs, size);
    }

    /// `gen-value = token / host / quoted-string`.
    private static String headerValue(Scanner in, String name) {
        if (in.peek() == '"') return in.rawQuotedString();
        int from = in.position();
        int at = in.endOfToken(from);
        if (isValueChar(in.peekAt(at))) at = unusualValue(in, at, name);
        if (at == from) in.lenient(Leniency.EMPTY_PARAMETER_VALUE);
        in.moveTo(at);
        return in.word(from, at);
    }

    private static boolean isValueChar(int c) {
        return Chars.isToken(c) || c == ':' || c == '/' || c == '@' || c == '[' || c == ']';
    }

    /// A host that is no token, or what should stand in quotes: behind its end.
    private static int unusualValue(Scanner in, int tokenEnd, String name) {
        int from = in.position();
        int at = tokenEnd;
        while (isValueChar(in.peekAt(at))) at++;
        boolean received = name.equalsIgnoreCase("received");
        if (in.peek() == '[' && in.peekAt(at - 1) == ']') {
            if (received) in.lenient(Leniency.BRACKETED_RECEIVED);
        } else if (Ipv6.groups(in.text(from, at)) != null) {
            if (!received) in.lenient(Leniency.UNBRACKETED_IPV6_PARAMETER);
        } else {
            in.lenient(Leniency.UNQUOTED_PARAMETER_VALUE);
        }
        return at;
    }

    /// Reads the `uri-parameters` of a SIP or TEL URI; stops at `?` or whatever else comes.
    static Parameters ofUri(Scanner in) {
        if (in.peek() != ';') return EMPTY;
        @Nullable String[] pairs = new @Nullable String[4];
        int size = 0;
        while (in.accept(';')) {
            pairs = withRoom(pairs, size, in);
            String name = uriText(in);
            if (name.isEmpty()) throw in.malformed("parameter without a name");
            checkNew(pairs, size, name, in);
            pairs[size++] = name;
            pairs[size++] = in.accept('=') ? uriValue(in) : null;
        }
        return of(pairs, size);
    }

    private static Parameters of(@Nullable String[] pairs, int size) {
        return size == 0 ? EMPTY : new Parameters(pairs, size);
    }

    private static String uriValue(Scanner in) {
        String value = uriText(in);
        if (value.isEmpty()) in.lenient(Leniency.EMPTY_PARAMETER_VALUE);
        return value;
    }

    private static String uriText(Scanner in) {
        int from = in.position();
        int at = in.endOfParameter(from);
        in.moveTo(at);
        return in.word(from, at);
    }

    private static @Nullable String[] withRoom(@Nullable String[] pairs, int size, Scanner in) {
        if (size < pairs.length) return pairs;
        if (size == 2 * MAX_SIZE) throw in.malformed("more than " + MAX_SIZE + " parameters");
        return Arrays.copyOf(pairs, size * 2);
    }

    private static void checkNew(@Nullable String[] pairs, int size, String name, Scanner in) {
        if (find(pairs, size, name) >= 0) in.lenient(Leniency.DUPLICATE_PARAMETER);
    }

    private static int find(@Nullable String[] pairs, int length, String name) {
        for (int i = 0; i < length; i += 2) if (name.equalsIgnoreCase(pairs[i])) return i;
        return -1;
    }

    private int find(String name) {
        return find(pairs, length, name);
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public int size() {
        return length / 2;
    }

    public boolean has(String name) {
        return find(name) >= 0;
    }

    /// The value as it was sent; empty for a flag and where there is no such parameter.
    public Optional<String> get(String name) {
        int i = find(name);
        return i < 0 ? Optional.empty() : Optional.ofNullable(pairs[i + 1]);
    }

    /// The value without its quotes.
    public Optional<String> unquoted(String name) {
        return get(name).map(Scanner::unquote);
    }

    /// A number of seconds, 0 to 2^32-1; what an `int` does not hold is taken for the largest one. Empty for none and
    /// for what is no such number.
    public OptionalInt seconds(String name) {
        int i = find(name);
        String value = i < 0 ? null : pairs[i + 1];
        if (value == null || value.isEmpty()) return OptionalInt.empty();
        long seconds = 0;
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (!Chars.isDigit(c)) return OptionalInt.empty();
            seconds = seconds * 10 + c - '0';
            if (seconds > 0xffff_ffffL) return OptionalInt.empty();
        }
        return OptionalInt.of((int) Math.min(seconds, Integer.MAX_VALUE));
    }

    public String nameAt(int index) {
        return Objects.requireNonNull(pairs[2 * index]);
    }

    public Optional<String> valueAt(int index) {
        return Optional.ofNullable(pairs[2 * index + 1]);
    }

    /// With the parameter set to a value, in its place if it is there, else at the end.
    public Parameters with(String name, String value) {
        return set(name, value);
    }

    /// With a flag.
    public Parameters with(String flag) {
        return set(flag, null);
    }

    private Parameters set(String name, @Nullable String value) {
        int i = find(name);
        int at = i < 0 ? length : i;
        @Nullable String[] copy = Arrays.copyOf(pairs, Math.max(length, at + 2));
        copy[at] = name;
        copy[at + 1] = value;
        return new Parameters(copy, copy.length);
    }

    public Parameters without(String name) {
        int i = find(name);
        if (i < 0) return this;
        @Nullable String[] copy = new @Nullable String[length - 2];
        System.arraycopy(pairs, 0, copy, 0, i);
        System.arraycopy(pairs, i + 2, copy, i, length - i - 2);
        return new Parameters(copy, copy.length);
    }

    public void writeTo(ByteSink out) {
        for (int i = 0; i < length; i += 2) {
            out.put(';').put(nameAt(i / 2));
            String value = pairs[i + 1];
            if (value != null) out.put('=').put(value);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters p
                && Arrays.equals(pairs, 0, length, p.pairs, 0, p.length);
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int i = 0; i < length; i++) hash = 31 * hash + Objects.hashCode(pairs[i]);
        return hash;
    }

    @Override
    public String toString() {
        var out = new ByteSink(32);
        writeTo(out);
        return out.toString();
    }
}
