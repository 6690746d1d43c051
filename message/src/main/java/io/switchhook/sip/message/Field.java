package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderType;
import io.switchhook.sip.header.NameAddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One header line, either as it was received or composed here.
public abstract sealed class Field {
    /// In the object itself: looking a field up reads the name of every line before it.
    private final HeaderName name;

    private Field(HeaderName name) {
        this.name = name;
    }

    public final HeaderName name() {
        return name;
    }

    /// The values on this line, read by the type's grammar.
    ///
    /// @throws MalformedField every time, if the line breaks that grammar
    public abstract <T> List<T> values(HeaderType<T> type);

    /// The first of [#values], or null for none.
    abstract <T> @Nullable T first(HeaderType<T> type);

    /// What stands behind the colon, white space at its ends aside.
    public abstract String text();

    /// The same line under the compact form of its name, if there is one (RFC 3261 §7.3.3).
    Field compacted() {
        if (!(name instanceof HeaderName.Known known)) return this;
        var out = new ByteSink(96);
        known.writeCompactTo(out);
        int valueStart = out.length();
        out.put(text()).flatten(valueStart);
        byte[] line = out.crlf().toByteArray();
        return new Received(Source.composed(line), name, 0, valueStart, line.length);
    }

    /// Whether [NameAddr#isPlain] holds of what was received.
    boolean isPlainAddress() {
        return false;
    }

    /// Whether nothing stands there: an empty list.
    boolean isBlank() {
        return false;
    }

    /// Writes the line with its end.
    abstract void writeTo(ByteSink out);

    @Override
    public String toString() {
        return name.text() + ": " + text();
    }

    /// A window on the bytes of the message; read when asked, written as it came.
    static final class Received extends Field {
        private final Source source;
        private final int start;
        private final int valueStart;
        private final int end;

        /// What was read last. A benign race: reading twice gives equal immutable values.
        private @Nullable Read<?> cache;

        /// Most lines hold one value, which needs no list.
        ///
        /// @param first null for an empty list
        /// @param firstEnd the position behind the first value
        /// @param all null where there is one
        private record Read<T>(
                HeaderType<T> type, @Nullable T first, int firstEnd, @Nullable List<T> all) {
            List<T> values() {
                return all != null ? all : List.of(Objects.requireNonNull(first));
            }
        }

        Received(Source source, HeaderName name, int start, int valueStart, int end) {
            super(name);
            this.source = source;
            this.start = start;
            this.valueStart = valueStart;
            this.end = end;
        }

        /// Behind the value: the end of the line without the white space there.
        private int valueEnd() {
            byte[] bytes = source.bytes();
            int at = end;
            while (at > valueStart && Chars.isSpace(bytes[at - 1])) at--;
            return at;
        }

        @Override
        public <T> List<T> values(HeaderType<T> type) {
            return read(type).values();
        }

        @Override
        <T> @Nullable T first(HeaderType<T> type) {
            return read(type).first;
        }

        @SuppressWarnings("unchecked")
        private <T> Read<T> read(HeaderType<T> type) {
            var read = cache;
            if (read == null || read.type != type) cache = read = parse(type);
            return (Read<T>) read;
        }

        private <T> Read<T> parse(HeaderType<T> type) {
            var in = source.scanner(valueStart, valueEnd());
            try {
                in.skipSpace();
                if (type.isList() && in.atEnd())
                    return new Read<>(type, null, valueStart, List.of());
                T first = type.reader().apply(in);
                int firstEnd = in.position();
                in.skipSpace();
                if (in.atEnd()) return new Read<>(type, first, firstEnd, null);
                var all = type.isList() ? list(in, type, first) : null;
                in.expectEnd();
                return new Read<>(type, first, firstEnd, all);
            } catch (MalformedValue e) {
                throw MalformedField.at(name(), e.text(), e.offset());
            }
        }

        private static <T> List<T> list(Scanner in, HeaderType<T> type, T first) {
            var values = new ArrayList<T>();
            values.add(first);
            while (in.acceptSeparator(',')) {
                if (in.atEnd()) {
                    in.lenient(Leniency.EMPTY_LIST_ELEMENT);
                    break;
                }
                values.add(type.reader().apply(in));
            }
            return List.copyOf(values);
        }

        @Override
        public String text() {
            return source.scanner(valueStart, valueEnd()).rest();
        }

        @Override
        boolean isPlainAddress() {
            return NameAddr.isPlain(source.scanner(valueStart, valueEnd()));
        }

        @Override
        boolean isBlank() {
            return valueEnd() == valueStart;
        }

        /// This line without its first comma-separated value, or null if that was the only one.
        <T> @Nullable Field withoutFirstValue(HeaderType<T> type) {
            int from = read(type).firstEnd;
            int valueEnd = valueEnd();
            while (from < valueEnd && isBetweenValues(source.bytes()[from])) from++;
            return from == valueEnd ? null : without(valueStart, from);
        }

        private static boolean isBetweenValues(byte c) {
            return c == ',' || Chars.isSpace(c);
        }

        /// As the type's grammar has it; the end of a line that breaks it.
        private <T> int endOfFirstValue(HeaderType<T> type) {
            int end;
            try {
                end = read(type).firstEnd;
            } catch (MalformedField e) {
                end = valueEnd(); // to be answered all the same
            }
            while (end > valueStart && Chars.isSpace(source.bytes()[end - 1])) end--;
            return end;
        }

        /// This line with text put behind its first value's end.
        <T> Field appended(HeaderType<T> type, String text) {
            int at = endOfFirstValue(type);
            return inserted(at, text, at, "");
        }

        /// The same, with a value for a parameter of its first value that has none yet, if there is such a one.
        <T> Field filled(HeaderType<T> type, String flag, String value, String text) {
            int stop = endOfFirstValue(type);
            boolean quoted = false;
            for (int at = valueStart; at < stop; at++) {
                byte c = source.bytes()[at];
                if (c == '"') quoted = !quoted;
                if (c != ';' || quoted) continue;
                int end = endOfFlag(at + 1, stop, flag);
                if (end > 0) return inserted(end, "=" + value, stop, text);
            }
            return inserted(stop, text, stop, "");
        }

        /// The position behind the flag if it stands at `at` and no `=` follows, else -1.
        private int endOfFlag(int at, int stop, String flag) {
            byte[] bytes = source.bytes();
            int from = at;
            while (from < stop && Chars.isSpace(bytes[from])) from++;
            int end = from + flag.length();
            if (end > stop) return -1;
            for (int i = 0; i < flag.length(); i++)
                if (Chars.lower(bytes[from + i]) != flag.charAt(i)) return -1;
            int next = end;
            while (next < stop && Chars.isSpace(bytes[next])) next++;
            return next == stop || bytes[next] == ';' ? end : -1;
        }

        /// A new line: this one with text at two places.
        private Received inserted(int at, String text, int behind, String more) {
            byte[] bytes = source.bytes();
            var out = new ByteSink(end - start + text.length() + more.length());
            out.put(bytes, start, at).put(text).put(bytes, at, behind).put(more);
            return line(out.put(bytes, behind, end));
        }

        private Received without(int from, int to) {
            var out = new ByteSink(end - start - (to - from));
            out.put(source.bytes(), start, from);
            return line(out.put(source.bytes(), to, end));
        }

        /// What was spliced of this line, the same up to its value.
        private Received line(ByteSink spliced) {
            var its = new Source(spliced.array(), source.leniencies());
            return new Received(its, name(), 0, valueStart - start, spliced.length());
        }

        @Override
        void writeTo(ByteSink out) {
            out.put(source.bytes(), start, end);
        }

        /// Writes this line and the next ones up to `last`, which follow each other in the same bytes.
        void writeTo(ByteSink out, Received last) {
            out.put(source.bytes(), start, last.end);
        }

        boolean isFollowedBy(Field next) {
            return next instanceof Received other && other.source == source && other.start == end;
        }
    }

    /// A line made here. It is one line whatever the value holds: CR and LF are written as spaces.
    public static final class Composed<T> extends Field {
        private final HeaderType<T> type;
        private final T value;

        public Composed(HeaderType<T> type, T value) {
            super(type.name());
            this.type = type;
            this.value = value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <U> List<U> values(HeaderType<U> as) {
            if (as == (Object) type) return (List<U>) List.of(value);
            return received().values(as);
        }

        @Override
        @SuppressWarnings("unchecked")
        <U> @Nullable U first(HeaderType<U> as) {
            return as == (Object) type ? (U) value : received().first(as);
        }

        private Received received() {
            var out = new ByteSink(64);
            type.writer().accept(out, value);
            return new Received(Source.composed(out.toByteArray()), name(), 0, 0, out.length());
        }

        /// This line with text put behind its value.
        Field appended(String text) {
            var line = new ByteSink(96);
            writeTo(line);
            var source = Source.composed(line.toByteArray());
            int valueStart = name().text().length() + 2;
            return new Received(source, name(), 0, valueStart, line.length()).appended(type, text);
        }

        @Override
        public String text() {
            return received().text();
        }

        @Override
        void writeTo(ByteSink out) {
            type.name().writeTo(out);
            int from = out.length();
            type.writer().accept(out, value);
            out.flatten(from).crlf();
        }
    }
}
