package io.switchhook.sdp;

import io.switchhook.sip.grammar.MalformedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The lines of the session, or of one media description, in their order: RFC 8866 §5. Edits return a copy.
///
/// Absent and malformed are different: an absent attribute is an empty answer, a malformed one throws [MalformedValue]
/// each time it is asked for.
///
/// @param <S> the section that an edit returns
public sealed interface Section<S extends Section<S>> permits SessionDescription, MediaDescription {
    /// The lines but `m=`.
    List<Line> lines();

    /// This section with other lines.
    S withLines(List<Line> changed);

    /// The attributes, those without a typed key as well.
    default List<Attribute> attributes() {
        return all(Attribute.class);
    }

    /// The attributes with a name.
    default List<Attribute> attributes(String name) {
        return attributes().stream().filter(one -> one.name().equals(name)).toList();
    }

    /// The first value of an attribute.
    ///
    /// @throws MalformedValue if it breaks the grammar
    default <T> Optional<T> get(AttributeType<T> type) {
        for (var line : lines())
            if (isNamed(line, type.name()) && line instanceof Attribute one)
                return Optional.of(type.read(one));
        return Optional.empty();
    }

    /// All values of an attribute.
    ///
    /// @throws MalformedValue if one breaks the grammar
    default <T> List<T> all(AttributeType<T> type) {
        return attributes(type.name()).stream().map(type::read).toList();
    }

    /// The values of an attribute that can be read, where what cannot be read is to be passed over.
    default <T> List<T> readable(AttributeType<T> type) {
        var values = new ArrayList<T>();
        for (var attribute : attributes(type.name())) {
            try {
                values.add(type.read(attribute));
            } catch (MalformedValue e) {
                continue;
            }
        }
        return values;
    }

    default boolean has(AttributeType<?> type) {
        return lines().stream().anyMatch(line -> isNamed(line, type.name()));
    }

    /// The direction said here; of several, the first one counts.
    default Optional<Direction> direction() {
        return attributes().stream().flatMap(one -> Direction.of(one).stream()).findFirst();
    }

    /// Where media goes, as it is said here; a media description may say it more than once.
    default Optional<Connection> connection() {
        return all(Connection.class).stream().findFirst();
    }

    default List<Bandwidth> bandwidths() {
        return all(Bandwidth.class);
    }

    default Optional<EncryptionKey> key() {
        return all(EncryptionKey.class).stream().findFirst();
    }

    /// The lines of a kind.
    default <L extends Line> List<L> all(Class<L> kind) {
        return lines().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The value of the first line with a letter whose value is kept as text, e.g. `i`.
    default Optional<String> text(char type) {
        return all(TextLine.class).stream()
                .filter(line -> line.type() == type)
                .map(TextLine::value)
                .findFirst();
    }

    /// Puts a line behind the last one of its letter, or where the grammar wants the first one.
    default S add(Line line) {
        return edit(lines -> {
            lines.add(Order.place(lines, line), line);
            return lines;
        });
    }

    /// Puts an attribute behind the others.
    default <T> S add(AttributeType<T> type, T value) {
        return add(type.of(value));
    }

    /// Makes this the only line of its letter, where the first one was; not for attributes, of which there are many.
    default S set(Line line) {
        return replace(one -> one.type() == line.type(), line);
    }

    /// Makes this the only value of its attribute, where the first one was.
    default <T> S set(AttributeType<T> type, T value) {
        return replace(line -> isNamed(line, type.name()), type.of(value));
    }

    /// Makes this the only direction said here, where the first one was.
    default S with(Direction direction) {
        return replace(Section::isDirection, direction.attribute());
    }

    /// Without the attributes of a name.
    default S remove(AttributeType<?> type) {
        return removeIf(line -> isNamed(line, type.name()));
    }

    /// Without the lines of which the test holds.
    default S removeIf(Predicate<Line> test) {
        return edit(lines -> {
            lines.removeIf(test);
            return lines;
        });
    }

    private S edit(UnaryOperator<List<Line>> edits) {
        return withLines(edits.apply(new ArrayList<>(lines())));
    }

    private S replace(Predicate<Line> old, Line line) {
        var changed = new ArrayList<Line>();
        boolean isPut = false;
        for (var one : lines()) {
            if (!old.test(one)) changed.add(one);
            else if (!isPut) isPut = changed.add(line);
        }
        return isPut ? withLines(changed) : add(line);
    }

    private static boolean isNamed(Line line, String name) {
        return line instanceof Attribute attribute && attribute.name().equals(name);
    }

    private static boolean isDirection(Line line) {
        return line instanceof Attribute attribute && Direction.of(attribute).isPresent();
    }
}
