package io.switchhook.server;

import io.switchhook.server.Tree.Entry;
import io.switchhook.server.Tree.Items;
import io.switchhook.server.Tree.Scalar;
import io.switchhook.server.Tree.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads the keys of one section, and complains about those that nobody asked for.
final class SectionReader {

    /// What a value is turned into.
    interface Parser<T> {
        /// @throws IllegalArgumentException if it cannot be, with what is allowed
        T parse(String text);
    }

    /// A value with the place where it was said.
    record Placed<T>(Place place, T value) {}

    private final Section section;
    private final String prefix;
    private final Faults faults;
    private final Set<String> known = new LinkedHashSet<>();

    /// @param prefix what stands before a key in messages, such as `tls.`
    SectionReader(Section section, String prefix, Faults faults) {
        this.section = section;
        this.prefix = prefix;
        this.faults = faults;
    }

    Place place() {
        return section.place();
    }

    Optional<Place> placeOf(String key) {
        return section.entry(key).map(Entry::place);
    }

    private Optional<Entry> entry(String key) {
        known.add(key);
        return section.entry(key)
                .filter(entry -> !(entry.value() instanceof Scalar scalar && scalar.isAbsent()));
    }

    <T> Optional<T> one(String key, Parser<T> parser) {
        return placed(key, parser).map(Placed::value);
    }

    <T> Optional<Placed<T>> placed(String key, Parser<T> parser) {
        var entry = entry(key);
        if (entry.isEmpty()) return Optional.empty();
        return switch (entry.get().value()) {
            case Scalar scalar -> parsed(key, scalar, parser);
            case Items items -> expected(key, items.place(), "one value, not a list");
            case Section below -> expected(key, below.place(), "a value, not a section");
        };
    }

    /// A list; a single value is a list of one, and on the command line commas separate.
    <T> Optional<List<Placed<T>>> list(String key, Parser<T> parser) {
        var entry = entry(key);
        if (entry.isEmpty()) return Optional.empty();
        var values = new ArrayList<Placed<T>>();
        for (var item : items(entry.get().value())) {
            switch (item) {
                case Scalar scalar -> parsed(key, scalar, parser).ifPresent(values::add);
                case Items items -> expected(key, items.place(), "a list of values");
                case Section below -> expected(key, below.place(), "a list of values");
            }
        }
        return Optional.of(values);
    }

    private static List<? extends Tree> items(Tree tree) {
        return switch (tree) {
            case Items items -> items.items();
            case Section section -> List.of(section);
            case Scalar scalar when scalar.place().line() == 0 ->
                    Arrays.stream(scalar.text().split(","))
                            .map(part -> new Scalar(scalar.place(), part.strip(), true))
                            .toList();
            case Scalar scalar -> List.of(scalar);
        };
    }

    /// A section of its own; an empty one where nothing was said.
    SectionReader section(String key) {
        var place = placeOf(key).orElse(section.place());
        var below =
                switch (entry(key).map(Entry::value).orElse(new Scalar(place, "", false))) {
                    case Section found -> found;
                    case Scalar scalar when scalar.isAbsent() -> new Section(place, List.of());
                    case Scalar scalar -> noSection(key, scalar.place());
                    case Items items -> noSection(key, items.place());
                };
        return new SectionReader(below, prefix + key + '.', faults);
    }

    private Section noSection(String key, Place place) {
        expected(key, place, "a section of keys and values");
        return new Section(place, List.of());
    }

    boolean has(String key) {
        return entry(key).isPresent();
    }

    /// A list of sections.
    <T> List<T> sections(String key, Function<SectionReader, Optional<T>> reader) {
        var entry = entry(key);
        if (entry.isEmpty()) return List.of();
        var values = new ArrayList<T>();
        for (var item : items(entry.get().value())) {
            switch (item) {
                case Section below ->
                        reader.apply(new SectionReader(below, prefix + key + '.', faults))
                                .ifPresent(values::add);
                case Scalar scalar ->
                        expected(key, scalar.place(), "a list of sections like { user: \"1001\" }");
                case Items items -> expected(key, items.place(), "a list of sections");
            }
        }
        return values;
    }

    /// Any keys, each with a value of the same kind.
    <T> List<Placed<Pair<T>>> all(Parser<T> parser) {
        var values = new ArrayList<Placed<Pair<T>>>();
        for (var entry : section.entries()) {
            String key = entry.key();
            one(key, parser)
                    .ifPresent(value ->
                            values.add(new Placed<>(entry.place(), new Pair<>(key, value))));
        }
        return values;
    }

    record Pair<T>(String key, T value) {}

    private <T> Optional<Placed<T>> parsed(String key, Scalar scalar, Parser<T> parser) {
        try {
            return Optional.of(new Placed<>(scalar.place(), parser.parse(scalar.text())));
        } catch (IllegalArgumentException e) {
            faults.add(scalar.place(), prefix + key + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private <T> Optional<T> expected(String key, Place place, String what) {
        faults.add(place, prefix + key + ": expected " + what);
        return Optional.empty();
    }

    void fault(Place place, String key, String what) {
        faults.add(place, prefix + key + ": " + what);
    }

    /// To be called when all keys were asked for.
    void rejectOthers() {
        for (var entry : section.entries())
            if (!known.contains(entry.key()))
                faults.add(
                        entry.place(),
                        "key '"
                                + prefix
                                + entry.key()
                                + "' is unknown; "
                                + Nearest.hint(entry.key(), known));
    }

    /// One word of a closed list.
    static <T> Parser<T> word(List<T> allowed) {
        return text -> {
            for (var value : allowed) if (value.toString().equals(text)) return value;
            var words = allowed.stream().map(Object::toString).toList();
            throw new IllegalArgumentException(
                    "'" + text + "' is not allowed; allowed are " + String.join(", ", words));
        };
    }
}
