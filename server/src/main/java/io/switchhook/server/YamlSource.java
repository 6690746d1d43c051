package io.switchhook.server;

import io.switchhook.server.Tree.Entry;
import io.switchhook.server.Tree.Items;
import io.switchhook.server.Tree.Scalar;
import io.switchhook.server.Tree.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// YAML text to a [Tree].
final class YamlSource {
    private static final int DEEPEST = 16;

    private final String name;
    private final boolean hasLines;
    private final Faults faults;

    private YamlSource(String name, boolean hasLines, Faults faults) {
        this.name = name;
        this.hasLines = hasLines;
        this.faults = faults;
    }

    /// A whole file.
    static Section file(String name, String text, Faults faults) {
        var nothing = new Section(new Place(name, 1), List.of());
        var tree = new YamlSource(name, true, faults).tree(text);
        return switch (tree.orElse(nothing)) {
            case Section section -> section;
            case Scalar scalar when scalar.isAbsent() -> nothing;
            case Scalar scalar -> {
                faults.add(scalar.place(), "expected lines of the form 'key: value'");
                yield nothing;
            }
            case Items items -> {
                faults.add(items.place(), "expected lines of the form 'key: value', not a list");
                yield nothing;
            }
        };
    }

    /// The VALUE of `--set KEY=VALUE`, which may be YAML too.
    static Tree value(String option, String text, Faults faults) {
        var absent = new Scalar(Place.option(option), "", false);
        return new YamlSource(option, false, faults).tree(text).orElse(absent);
    }

    private Optional<Tree> tree(String text) {
        try {
            var compose = new Compose(LoadSettings.builder().setLabel(name).build());
            return compose.composeString(text).map(node -> tree(node, 0));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            faults.add(new Place(name, hasLines ? line : 0), "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            faults.add(new Place(name, hasLines ? 1 : 0), "is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Place place(Node node) {
        return new Place(
                name, hasLines ? node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1) : 0);
    }

    private Tree tree(Node node, int depth) {
        var place = place(node);
        if (depth > DEEPEST) {
            faults.add(place, "is nested too deep");
            return new Scalar(place, "", false);
        }
        return switch (node) {
            case ScalarNode scalar ->
                    new Scalar(
                            place, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
            case SequenceNode sequence ->
                    new Items(
                            place,
                            sequence.getValue().stream()
                                    .map(item -> tree(item, depth + 1))
                                    .toList());
            case MappingNode mapping -> section(place, mapping, depth);
            default -> {
                faults.add(place, "is neither a value nor a list nor a section");
                yield new Scalar(place, "", false);
            }
        };
    }

    private Section section(Place place, MappingNode mapping, int depth) {
        var entries = new ArrayList<Entry>();
        var seen = new HashMap<String, Place>();
        for (var pair : mapping.getValue()) {
            var keyPlace = place(pair.getKeyNode());
            if (!(pair.getKeyNode() instanceof ScalarNode key)) {
                faults.add(keyPlace, "a key must be a word");
                continue;
            }
            var before = seen.putIfAbsent(key.getValue(), keyPlace);
            if (before != null)
                faults.add(
                        keyPlace,
                        "key '" + key.getValue() + "' is given twice, first at " + before);
            else
                entries.add(
                        new Entry(keyPlace, key.getValue(), tree(pair.getValueNode(), depth + 1)));
        }
        return new Section(place, entries);
    }
}
