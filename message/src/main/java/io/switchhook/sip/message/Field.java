package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One header line, either as it was received or composed here.
public sealed interface Field {

    HeaderName name();

    /// The values on this line, read by the type's grammar.
    ///
    /// @throws MalformedField every time, if the line breaks that grammar
    <T> List<T> values(HeaderType<T> type);

    /// What stands behind the colon, white space at its ends aside.
    String text();

    /// Writes the line with its end.
    void writeTo(ByteSink out);

    /// A window on the bytes of the message; read when asked, written as it came.
    final class Received implements Field {
        private final Source source;
        private final HeaderName name;
        private final int start;
        private final int valueStart;
        private final int valueEnd;
        private final int end;

        /// What [#values] returned last. A benign race: reading twice gives equal immutable values.
        private @Nullable Read cache;

        private record Read(HeaderType<?> type, List<?> values) {}

        Received(Source source, HeaderName name, int start, int valueStart, int valueEnd, int end) {
            this.source = source;
            this.name = name;
            this.start = start;
            this.valueStart = valueStart;
            this.valueEnd = valueEnd;
            this.end = end;
        }

        @Override
        public HeaderName name() {
            return name;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> List<T> values(HeaderType<T> type) {
            var cached = cache;
            if (cached != null && cached.type == type) return (List<T>) cached.values;
            var values = read(type);
            cache = new Read(type, values);
            return values;
        }

        private <T> List<T> read(HeaderType<T> type) {
            var in = source.scanner(valueStart, valueEnd);
            try {
                return type.isList() ? readList(in, type) : readSingle(in, type);
            } catch (MalformedValue e) {
                throw MalformedField.at(name, e.text(), e.offset());
            }
        }

        private static <T> List<T> readSingle(Scanner in, HeaderType<T> type) {
            in.skipSpace();
            var value = type.reader().apply(in);
            in.expectEnd();
            return List.of(value);
        }

        private static <T> List<T> readList(Scanner in, HeaderType<T> type) {
            in.skipSpace();
            if (in.atEnd()) return List.of();
            var first = type.reader().apply(in);
            in.skipSpace();
            if (in.atEnd()) return List.of(first);
            var values = new ArrayList<T>();
            values.add(first);
            while (in.acceptSeparator(',')) {
                if (in.atEnd()) {
                    in.lenient(Leniency.EMPTY_LIST_ELEMENT);
                    break;
                }
                values.add(type.reader().apply(in));
            }
            in.expectEnd();
            return List.copyOf(values);
        }

        @Override
        public String text() {
            return source.scanner(valueStart, valueEnd).rest();
        }

        /// This line without its first comma-separated value, or null if that was the only one.
        @Nullable Field withoutFirstValue() {
            int comma = endOfFirstValue();
            if (comma == valueEnd) return null;
            int from = comma + 1;
            while (from < valueEnd && Chars.isSpace(source.bytes()[from])) from++;
            if (from == valueEnd) return null;
            return spliced(valueStart, "", from);
        }

        private int endOfFirstValue() {
            var in = source.scanner(valueStart, valueEnd);
            try {
                in.skipToComma();
            } catch (MalformedValue e) {
                throw MalformedField.at(name, e.text(), e.offset());
            }
            return in.position();
        }

        /// This line with text put behind its first value's end.
        Field appended(String text) {
            int at = endOfFirstValue();
            while (at > valueStart && Chars.isSpace(source.bytes()[at - 1])) at--;
            return spliced(at, text, at);
        }

        /// This line with a value for a parameter of its first value that has none yet; itself if there is none.
        Field filled(String flag, String value) {
            var in = source.scanner(valueStart, valueEnd);
            in.skipToComma();
            int stop = in.position();
            boolean quoted = false;
            for (int at = valueStart; at < stop; at++) {
                byte c = source.bytes()[at];
                if (c == '"') quoted = !quoted;
                if (c != ';' || quoted) continue;
                int end = endOfFlag(at + 1, stop, flag);
                if (end > 0) return spliced(end, "=" + value, end);
            }
            return this;
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

        /// A new line: everything up to `keep`, then `text`, then everything from `resume`.
        private Received spliced(int keep, String text, int resume) {
            var out = new ByteSink(end - start + text.length());
            out.put(source.bytes(), start, keep).put(text);
            int removed = resume - keep - text.length();
            out.put(source.bytes(), resume, end);
            return new Received(
                    new Source(out.toByteArray(), source.leniencies()),
                    name,
                    0,
                    valueStart - start,
                    valueEnd - start - removed,
                    end - start - removed);
        }

        @Override
        public void writeTo(ByteSink out) {
            out.put(source.bytes(), start, end);
        }

        /// Writes this line and the next ones up to `last`, which follow each other in the same bytes.
        void writeTo(ByteSink out, Received last) {
            out.put(source.bytes(), start, last.end);
        }

        boolean isFollowedBy(Field next) {
            return next instanceof Received other && other.source == source && other.start == end;
        }

        @Override
        public String toString() {
            return name.text() + ": " + text();
        }
    }

    /// A line made here. It is one line whatever the value holds: CR and LF are written as spaces.
    record Composed<T>(HeaderType<T> type, T value) implements Field {
        @Override
        public HeaderName name() {
            return type.name();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <U> List<U> values(HeaderType<U> as) {
            if (as == (Object) type) return (List<U>) List.of(value);
            return received().values(as);
        }

        private Received received() {
            var out = new ByteSink(64);
            type.writer().accept(out, value);
            return new Received(
                    Source.composed(out.toByteArray()), name(), 0, 0, out.length(), out.length());
        }

        /// This line with text put behind its value.
        Field appended(String text) {
            var line = new ByteSink(96);
            writeTo(line);
            int valueStart = name().text().length() + 2;
            int end = line.length();
            return new Received(
                            Source.composed(line.toByteArray()),
                            name(),
                            0,
                            valueStart,
                            end - 2,
                            end)
                    .appended(text);
        }

        @Override
        public String text() {
            return received().text();
        }

        @Override
        public void writeTo(ByteSink out) {
            type.name().writeTo(out);
            int from = out.length();
            type.writer().accept(out, value);
            out.flatten(from).crlf();
        }
    }
}
