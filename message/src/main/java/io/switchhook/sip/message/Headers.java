package io.switchhook.sip.message;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.HeaderType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The header lines of a message, in their order. Immutable; edits share the lines they do not touch.
///
/// Absent and malformed are different: an absent field is an empty answer, a malformed one throws
/// [MalformedField] each time it is asked for.
public final class Headers {
    public static final Headers EMPTY = new Headers(new Field[0], "\r\n");

    private final Field[] fields;
    private final String blankLine;

    Headers(Field[] fields, String blankLine) {
        this.fields = fields;
        this.blankLine = blankLine;
    }

    /// The first value of the field.
    public <T> Optional<T> get(HeaderType<T> type) {
        for (var field : fields) {
            if (field.name().equals(type.name())) {
                var values = field.values(type);
                if (!values.isEmpty()) return Optional.of(values.getFirst());
            }
        }
        return Optional.empty();
    }

    /// The first value of a field that must be there.
    public <T> T require(HeaderType<T> type) {
        for (var field : fields) {
            if (field.name() == type.name()) {
                var values = field.values(type);
                if (!values.isEmpty()) return values.getFirst();
            }
        }
        throw MalformedField.missing(type.name());
    }

    /// All values of the field, of all its lines.
    public <T> List<T> all(HeaderType<T> type) {
        List<T> found = List.of();
        boolean copied = false;
        for (var field : fields) {
            if (!field.name().equals(type.name())) continue;
            var values = field.values(type);
            if (found.isEmpty()) {
                found = values;
            } else {
                if (!copied) found = new ArrayList<>(found);
                copied = true;
                found.addAll(values);
            }
        }
        return found;
    }

    public boolean has(HeaderName name) {
        for (var field : fields) if (field.name().equals(name)) return true;
        return false;
    }

    /// On how many lines the field stands.
    public int lines(HeaderName name) {
        int lines = 0;
        for (var field : fields) if (field.name().equals(name)) lines++;
        return lines;
    }

    public List<Field> fields() {
        return List.of(fields);
    }

    /// A copy with edits.
    public Headers with(UnaryOperator<Editor> edits) {
        return edits.apply(new Editor(this)).done();
    }

    void writeTo(ByteSink out) {
        for (var field : fields) field.writeTo(out);
        out.put(blankLine);
    }

    /// Collects edits on one copy of the lines. For one thread, and only inside [#with].
    public static final class Editor {
        private Field[] fields;
        private int size;
        private final String blankLine;

        Editor(Headers headers) {
            size = headers.fields.length;
            fields = Arrays.copyOf(headers.fields, size + 4);
            blankLine = headers.blankLine;
        }

        private Headers done() {
            return new Headers(Arrays.copyOf(fields, size), blankLine);
        }

        private int first(HeaderName name) {
            for (int i = 0; i < size; i++) if (fields[i].name().equals(name)) return i;
            return -1;
        }

        private void insert(int at, Field field) {
            if (size == fields.length) fields = Arrays.copyOf(fields, size * 2 + 4);
            System.arraycopy(fields, at, fields, at + 1, size - at);
            fields[at] = field;
            size++;
        }

        private void delete(int at) {
            System.arraycopy(fields, at + 1, fields, at, --size - at);
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
            for (var field : from.fields) if (field.name().equals(name)) insert(size, field);
            return this;
        }

        /// Makes this the only line of its name, where the first one was, else at the end.
        public <T> Editor set(HeaderType<T> type, T value) {
            int at = first(type.name());
            if (at < 0) return add(type, value);
            fields[at] = new Field.Composed<>(type, value);
            for (int i = size - 1; i > at; i--) if (fields[i].name().equals(type.name())) delete(i);
            return this;
        }

        public Editor remove(HeaderName name) {
            for (int i = size - 1; i >= 0; i--) if (fields[i].name().equals(name)) delete(i);
            return this;
        }

        /// Removes the lines of a name of which the test holds.
        public Editor removeIf(HeaderName name, java.util.function.Predicate<Field> test) {
            for (int i = size - 1; i >= 0; i--) {
                if (fields[i].name().equals(name) && test.test(fields[i])) delete(i);
            }
            return this;
        }

        /// Removes the first value of a list, and its line if that was the only one on it.
        public Editor pop(HeaderName name) {
            int at = first(name);
            if (at < 0) return this;
            if (fields[at] instanceof Field.Received received) {
                var rest = received.withoutFirstValue();
                if (rest != null) {
                    fields[at] = rest;
                    return this;
                }
            }
            delete(at);
            return this;
        }

        /// Puts text behind the first value of the first line of a name, which stays as it was sent:
        /// `;tag=8765` behind To, `;received=192.0.2.1` behind the top Via.
        public <T> Editor append(HeaderType<T> type, String text) {
            int at = first(type.name());
            if (at < 0) throw MalformedField.missing(type.name());
            fields[at] =
                    switch (fields[at]) {
                        case Field.Received received -> received.appended(text);
                        case Field.Composed<?> composed -> composed.appended(text);
                    };
            return this;
        }

        /// Gives a parameter of the first value of the first line of a name, which stands there without one, its
        /// value; the rest stays as it was sent: `;rport` becomes `;rport=5060`.
        ///
        /// @param flag the parameter's name in lower case
        public <T> Editor fill(HeaderType<T> type, String flag, String value) {
            int at = first(type.name());
            if (at >= 0 && fields[at] instanceof Field.Received received)
                fields[at] = received.filled(flag, value);
            return this;
        }

        /// Replaces the first value of a list, leaving the others of its line.
        public <T> Editor replaceFirst(HeaderType<T> type, T value) {
            int at = first(type.name());
            pop(type.name());
            insert(Math.max(at, 0), new Field.Composed<>(type, value));
            return this;
        }
    }
}
