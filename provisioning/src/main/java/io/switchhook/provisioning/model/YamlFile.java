package io.switchhook.provisioning.model;

import io.switchhook.provisioning.model.Tree.Items;
import io.switchhook.provisioning.model.Tree.Scalar;
import io.switchhook.provisioning.model.Tree.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads a description and tells its faults; what is at fault is left out, so that one reading finds all of them.
final class YamlFile {
    private static final int DEEPEST = 8;

    private final String name;
    private final List<Fault> faults;

    private YamlFile(String name, List<Fault> faults) {
        this.name = name;
        this.faults = faults;
    }

    /// @param name for messages
    static Section read(String name, Path path, List<Fault> faults) {
        var file = new YamlFile(name, faults);
        return file.text(path).flatMap(file::tree).orElseGet(file::nothing);
    }

    private Section nothing() {
        return new Section(new Place(name, 0), new LinkedHashMap<>());
    }

    private Optional<String> text(Path path) {
        try {
            return Optional.of(Files.readString(path));
        } catch (IOException e) {
            faults.add(new Fault(new Place(name, 0), "cannot be read: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Section> tree(String text) {
        try {
            var settings = LoadSettings.builder().setLabel(name).build();
            var parser = new ParserImpl(settings, new StreamReader(settings, text));
            var node = new Composer(settings, parser).getSingleNode();
            if (node.isEmpty()) return Optional.empty();
            var tree = tree(node.get(), 0);
            if (tree instanceof Section section) return Optional.of(section);
            faults.add(new Fault(tree.place(), "expected lines of the form 'key: value'"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            faults.add(new Fault(new Place(name, line), "is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            faults.add(new Fault(new Place(name, 0), "is not YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    private Place place(Node node) {
        return new Place(name, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
    }

    private Tree tree(Node node, int depth) {
        var place = place(node);
        if (depth > DEEPEST) {
            faults.add(new Fault(place, "is nested too deep"));
            return new Scalar(place, "");
        }
        return switch (node) {
            case ScalarNode scalar -> new Scalar(place, scalar.getValue());
            case SequenceNode sequence ->
                    new Items(
                            place,
                            sequence.getValue().stream().map(it -> tree(it, depth + 1)).toList());
            case MappingNode mapping -> section(place, mapping, depth);
            default -> {
                faults.add(new Fault(place, "is neither a value nor a list nor a section"));
                yield new Scalar(place, "");
            }
        };
    }

    private Section section(Place place, MappingNode mapping, int depth) {
        var entries = new LinkedHashMap<String, Tree>();
        for (var pair : mapping.getValue()) {
            var keyPlace = place(pair.getKeyNode());
            if (!(pair.getKeyNode() instanceof ScalarNode key))
                faults.add(new Fault(keyPlace, "a key must be a word"));
            else if (entries.containsKey(key.getValue()))
                faults.add(new Fault(keyPlace, "'" + key.getValue() + "' is given twice"));
            else entries.put(key.getValue(), tree(pair.getValueNode(), depth + 1));
        }
        return new Section(place, entries);
    }

    /// Hands the parts of a section to who knows them by name; tells of those that nobody knows.
    static void each(
            Section section, Map<String, BiConsumer<Place, Tree>> known, List<Fault> faults) {
        section.entries()
                .forEach((key, value) -> {
                    var reader = known.get(key);
                    if (reader == null)
                        faults.add(
                                new Fault(
                                        value.place(),
                                        "'" + key + "' is not one of " + sorted(known)));
                    else reader.accept(value.place(), value);
                });
    }

    private static List<String> sorted(Map<String, ?> known) {
        var names = new ArrayList<>(known.keySet());
        names.sort(null);
        return names;
    }
}
