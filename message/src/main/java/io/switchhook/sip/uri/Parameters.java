package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.Scanner;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An ordered list of `;name` and `;name=value`: URI parameters and header field parameters.
///
/// Names compare without regard to case. Values are kept as they were sent, quotes included; a
/// parameter without `=` is a flag and different from one with an empty value. Immutable; linear
/// search, since there are rarely more than six.
public final class Parameters {
    public static final Parameters EMPTY = new Parameters(new @Nullable String[0]);

    /// Name, value, name, value ...; a flag's value is null.
    private final @Nullable String[] pairs;

    private Parameters(@Nullable String[] pairs) {
        this.pairs = pairs;
    }

    /// Reads `*( ; name [ = value ] )` of a header field; stops at whatever else comes.
    public static Parameters ofHeader(Scanner in) {
        if (in.peek() != ';' && !Chars.isSpace(in.peek())) return EMPTY;
        @Nullable String[] pairs = new @Nullable String[8];
        int size = 0;
        while (in.acceptSeparator(';')) {
            if (size == pairs.length) pairs = Arrays.copyOf(pairs, size * 2);
            pairs[size++] = in.token();
            pairs[size++] = in.acceptSeparator('=') ? headerValue(in) : null;
        }
        return size == 0 ? EMPTY : new Parameters(Arrays.copyOf(pairs, size));
    }

    /// `gen-value = token / host / quoted-string`; an IPv6 address may lack its brackets.
    private static String headerValue(Scanner in) {
        if (in.peek() == '"') return in.rawQuotedString();
        int from = in.position();
        if (in.accept('[')) {
            in.moveTo(Math.min(in.indexOf(']') + 1, in.end()));
            return in.text(from, in.position());
        }
        while (Chars.isToken(in.peek()) || in.peek() == ':' || in.peek() == '/' || in.peek() == '@')
            in.moveTo(in.position() + 1);
        String value = in.text(from, in.position());
        if (value.isEmpty()) throw in.malformed("parameter without its value");
        int colon = value.indexOf(':');
        if (colon >= 0 && value.indexOf(':', colon + 1) > 0)
            in.lenient(Leniency.UNBRACKETED_IPV6_PARAMETER);
        return value;
    }

    /// Reads the `uri-parameters` of a SIP or TEL URI; stops at `?` or whatever else comes.
    static Parameters ofUri(Scanner in) {
        if (in.peek() != ';') return EMPTY;
        @Nullable String[] pairs = new @Nullable String[8];
        int size = 0;
        while (in.accept(';')) {
            if (size == pairs.length) pairs = Arrays.copyOf(pairs, size * 2);
            String name = uriText(in);
            if (name.isEmpty()) throw in.malformed("parameter without a name");
            pairs[size++] = name;
            pairs[size++] = in.accept('=') ? uriText(in) : null;
        }
        return new Parameters(Arrays.copyOf(pairs, size));
    }

    private static String uriText(Scanner in) {
        int from = in.position();
        while (Chars.isParameter(in.peek())) in.moveTo(in.position() + 1);
        return in.text(from, in.position());
    }

    private int find(String name) {
        for (int i = 0; i < pairs.length; i += 2) if (name.equalsIgnoreCase(pairs[i])) return i;
        return -1;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    public int size() {
        return pairs.length / 2;
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

    public String nameAt(int index) {
        return java.util.Objects.requireNonNull(pairs[2 * index]);
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
        @Nullable String[] copy = Arrays.copyOf(pairs, i < 0 ? pairs.length + 2 : pairs.length);
        int at = i < 0 ? pairs.length : i;
        copy[at] = name;
        copy[at + 1] = value;
        return new Parameters(copy);
    }

    public Parameters without(String name) {
        int i = find(name);
        if (i < 0) return this;
        @Nullable String[] copy = new @Nullable String[pairs.length - 2];
        System.arraycopy(pairs, 0, copy, 0, i);
        System.arraycopy(pairs, i + 2, copy, i, pairs.length - i - 2);
        return new Parameters(copy);
    }

    public void writeTo(ByteSink out) {
        for (int i = 0; i < pairs.length; i += 2) {
            out.put(';').put(nameAt(i / 2));
            String value = pairs[i + 1];
            if (value != null) out.put('=').put(value);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters p && Arrays.equals(pairs, p.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        var out = new ByteSink(32);
        writeTo(out);
        return out.toString();
    }
}
