package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The header lines of a message, in their order. Immutable; edits share the lines they do not touch.
///
/// Absent and malformed are different: an absent field is an empty answer, a malformed one throws
/// [MalformedField] each time it is asked for.
public final class Headers {
    public static final Headers EMPTY = new Headers(new Field[0], 0, 0, "\r\n");

    /// The lines, and perhaps room for more that nobody uses.
    private final Field[] fields;

    private final int size;

    /// The [#bit] of each name. Where it is clear no line need be looked at: most fields that a proxy asks for are not
    /// there.
    private final long names;

    private final String blankLine;

    Headers(Field[] fields, int size, long names, String blankLine) {
        this.fields = fields;
        this.size = size;
        this.names = names;
        this.blankLine = blankLine;
    }

    /// One of 64 bits, which a name has with others in common.
    static long bit(HeaderName name) {
        return 1L << (name instanceof HeaderName.Known known ? known.ordinal() : 63);
    }

    /// A known name is one object, so only for others the texts are compared.
    private static boolean same(HeaderName name, HeaderName other) {
        return name == other || (name instanceof HeaderName.Extension && name.equals(other));
    }

    /// The first value of the field.
    public <T> Optional<T> get(HeaderType<T> type) {
        return Optional.ofNullable(first(type));
    }

    /// The first value of a field that must be there.
    public <T> T require(HeaderType<T> type) {
        T first = first(type);
        if (first == null) throw MalformedField.missing(type.name());
        return first;
    }

    private <T> @Nullable T first(HeaderType<T> type) {
        if ((names & bit(type.name())) == 0) return null;
        for (int i = 0; i < size; i++) {
            if (same(type.name(), fields[i].name())) {
                T first = fields[i].first(type);
                if (first != null) return first;
            }
        }
        return null;
    }

    /// All values of the field, of all its lines.
    public <T> List<T> all(HeaderType<T> type) {
        List<T> found = List.of();
        if ((names & bit(type.name())) == 0) return found;
        boolean copied = false;
        for (int i = 0; i < size; i++) {
            if (!same(type.name(), fields[i].name())) continue;
            var values = fields[i].values(type);
            if (found.isEmpty()) {
                found = values;
            } else {
                if (!copied) found = new ArrayList<>(found);
                copied = true;
                found.addAll(values);
            }
        }
        return copied ? Collections.unmodifiableList(found) : found;
    }

    public boolean has(HeaderName name) {
        if ((names & bit(name)) == 0) return false;
        for (int i = 0; i < size; i++) if (same(name, fields[i].name())) return true;
        return false;
    }

    /// On how many lines the field stands.
    public int lines(HeaderName name) {
        int lines = 0;
        for (int i = 0; i < size; i++) if (same(name, fields[i].name())) lines++;
        return lines;
    }

    /// Whether the first line of a name can be told to hold an address without making one.
    boolean isPlainAddress(HeaderName name) {
        for (int i = 0; i < size; i++)
            if (same(name, fields[i].name())) return fields[i].isPlainAddress();
        return false;
    }

    int size() {
        return size;
    }

    HeaderName name(int line) {
        return fields[line].name();
    }

    public List<Field> fields() {
        return List.of(Arrays.copyOf(fields, size));
    }

    /// A copy with edits.
    public Headers with(UnaryOperator<Editor> edits) {
        return edits.apply(new Editor(this)).done();
    }

    void writeTo(ByteSink out) {
        for (int i = 0; i < size; i++) {
            if (!(fields[i] instanceof Field.Received first)) {
                fields[i].writeTo(out);
                continue;
            }
            var last = first;
            while (i + 1 < size
                    && last.isFollowedBy(fields[i + 1])
                    && fields[i + 1] instanceof Field.Received next) {
                last = next;
                i++;
            }
            first.writeTo(out, last);
        }
        out.put(blankLine);
    }

    /// Collects edits on one copy of the lines. For one thread, and only inside [#with].
    public static final class Editor {
        private Field[] fields;
        private int size;

        /// As those of the headers; a bit stays when the last line of its name goes.
        private long names;

        private final String blankLine;

        Editor(Headers headers) {
            size = headers.size;
            fields = Arrays.copyOf(headers.fields, Math.max(size + 4, 10));
            names = headers.names;
            blankLine = headers.blankLine;
        }

        private Headers done() {
            return new Headers(fields, size, names, blankLine.isEmpty() ? "\r\n" : blankLine);
        }

        private int first(HeaderName name) {
            if ((names & bit(name)) == 0) return -1;
            for (int i = 0; i < size; i++) if (same(name, fields[i].name())) return i;
            return -1;
        }

        /// The line with the first value, which [Headers#require] finds as well; not a line with nothing on it.
        private int firstValue(HeaderName name) {
            for (int i = 0; i < size; i++)
                if (same(name, fields[i].name()) && !fields[i].isBlank()) return i;
            return -1;
        }

        private void insert(int at, Field field) {
            if (size == fields.length) fields = Arrays.copyOf(fields, size * 2 + 4);
            System.arraycopy(fields, at, fields, at + 1, size - at);
            fields[at] = field;
            names |= bit(field.name());
            size++;
        }

        private void delete(int at) {
            System.arraycopy(fields, at + 1, fields, at, --size - at);
        }

        /// Writes all names in their compact forms.
        public Editor compact() {
            for (int i = 0; i < size; i++) fields[i] = fields[i].compacted();
            return this;
        }

        /// Puts a line before all others of its name; a new name goes behind the Vias.
        public <T> Editor push(HeaderType<T> type, T value) {
            int at = first(type.name());
            insert(at >= 0 ? at : behindVias(), new Field.Composed<>(type, value));
            return this;
        }

        private int behindVias() {
            int at = 0;
            while (at < size && fields[at].name() == HeaderName.Known.VIA) at++;
            return at;
        }

        /// Puts a line behind all others.
        public <T> Editor add(HeaderType<T> type, T value) {
            insert(size, new Field.Composed<>(type, value));
            return this;
        }

        /// Puts a line of another message behind all others.
        public Editor add(Field field) {
            insert(size, field);
            return this;
        }

        /// Copies all lines of a name from another message.
        public Editor copy(Headers from, HeaderName name) {
            if ((from.names & bit(name)) == 0) return this;
            for (int i = 0; i < from.size; i++) {
                if (same(from.fields[i].name(), name)) insert(size, from.fields[i]);
            }
            return this;
        }

        /// Makes this the only line of its name, where the first one was, else at the end.
        public <T> Editor set(HeaderType<T> type, T value) {
            int at = first(type.name());
            if (at < 0) return add(type, value);
            fields[at] = new Field.Composed<>(type, value);
            for (int i = size - 1; i > at; i--) if (same(type.name(), fields[i].name())) delete(i);
            return this;
        }

        /// Replaces the first line of a name, whatever stands on it.
        <T> Editor replaceLine(HeaderType<T> type, T value) {
            fields[first(type.name())] = new Field.Composed<>(type, value);
            return this;
        }

        public Editor remove(HeaderName name) {
            if ((names & bit(name)) == 0) return this;
            for (int i = size - 1; i >= 0; i--) if (same(name, fields[i].name())) delete(i);
            return this;
        }

        /// Removes the lines of a name of which the test holds.
        public Editor removeIf(HeaderName name, java.util.function.Predicate<Field> test) {
            for (int i = size - 1; i >= 0; i--) {
                if (same(name, fields[i].name()) && test.test(fields[i])) delete(i);
            }
            return this;
        }

        /// Removes the first value of a list, and its line if that was the only one on it.
        ///
        /// @throws MalformedField if the line breaks the type's grammar
        public <T> Editor pop(HeaderType<T> type) {
            int at = firstValue(type.name());
            if (at < 0) return this;
            if (fields[at] instanceof Field.Received received) {
                var rest = received.withoutFirstValue(type);
                if (rest != null) {
                    fields[at] = rest;
                    return this;
                }
            }
            delete(at);
            return this;
        }

        /// Puts text behind the first value of the first line of a name, which stays as it was sent:
        /// `;tag=8765` behind To, `;received=192.0.2.1` behind the top Via. Not for a parameter that may
        /// be there already: of two, the first one counts.
        public <T> Editor append(HeaderType<T> type, String text) {
            int at = firstValue(type.name());
            if (at < 0) throw MalformedField.missing(type.name());
            fields[at] =
                    switch (fields[at]) {
                        case Field.Received received -> received.appended(type, text);
                        case Field.Composed<?> composed -> composed.appended(text);
                    };
            return this;
        }

        /// The same, and gives a parameter that stands in that value without one its value: `;rport` becomes
        /// `;rport=5060`.
        ///
        /// @param flag the parameter's name in lower case
        public <T> Editor fill(HeaderType<T> type, String flag, String value, String text) {
            int at = firstValue(type.name());
            if (at < 0 || !(fields[at] instanceof Field.Received received))
                return append(type, text);
            fields[at] = received.filled(type, flag, value, text);
            return this;
        }

        /// Replaces the first value of a list, leaving the others of its line.
        public <T> Editor replaceFirst(HeaderType<T> type, T value) {
            int at = firstValue(type.name());
            if (at < 0) return push(type, value);
            pop(type);
            insert(at, new Field.Composed<>(type, value));
            return this;
        }
    }
}
