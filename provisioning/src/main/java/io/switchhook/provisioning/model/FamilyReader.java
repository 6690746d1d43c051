package io.switchhook.provisioning.model;

import io.switchhook.provisioning.model.Tree.Items;
import io.switchhook.provisioning.model.Tree.Scalar;
import io.switchhook.provisioning.model.Tree.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Reads what several models have in common: `families/NAME` with `family.yaml`, `defaults.yaml` and a folder of parameters.
final class FamilyReader {
    private static final int DEEPEST = 4;

    private final Path root;
    private final Draft draft;

    /// @param root the folder of all descriptions
    FamilyReader(Path root, Draft draft) {
        this.root = root;
        this.draft = draft;
    }

    /// @param asked where the family is asked for
    void read(Place asked, String name) {
        read(asked, name, 0);
    }

    private void read(Place asked, String name, int depth) {
        var folder = root.resolve("families").resolve(name);
        if (!name.matches("[a-z0-9-]+") || !Files.isDirectory(folder) || depth > DEEPEST) {
            draft.fault(asked, "there is no family '" + name + "'");
            return;
        }
        var file = draft.yaml(folder.resolve("family.yaml"));
        var parent = file.entries().get("extends");
        if (parent instanceof Scalar(var place, var text)) read(place, text, depth + 1);
        var readers = new HashMap<String, BiConsumer<Place, Tree>>(new LimitsReader(draft).keys());
        readers.put("extends", (_, _) -> {});
        readers.put("vendor", (_, tree) -> draft.vendor = word(tree));
        advice(readers, draft);
        readers.put("types", (_, tree) -> types(tree));
        readers.put("counts", (_, tree) -> counts(tree, draft));
        readers.put("sections", (_, tree) -> sections(tree));
        readers.put("without", (_, tree) -> without(tree, draft));
        readers.put("moved", (_, tree) -> moved(tree));
        YamlFile.each(file, readers, draft.faults);
        for (var parameters : yamlFiles(folder.resolve("parameters")))
            new ParameterReader(draft).read(draft.yaml(parameters));
        var presets = folder.resolve("defaults.yaml");
        if (Files.exists(presets)) presets(draft.yaml(presets), draft);
    }

    private List<Path> yamlFiles(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            draft.fault(new Place(folder.toString(), 0), "cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private String word(Tree tree) {
        if (tree instanceof Scalar(_, var text)) return text;
        draft.fault(tree.place(), "expected a word");
        return "";
    }

    /// Adds the readers of what people do at the phone itself.
    static void advice(Map<String, BiConsumer<Place, Tree>> readers, Draft draft) {
        for (var key : List.of("recording", "reset"))
            readers.put(
                    key,
                    (_, tree) -> {
                        if (tree instanceof Scalar(_, var text)) draft.advice.put(key, text);
                        else draft.fault(tree.place(), key + ": expected a text");
                    });
    }

    private void types(Tree tree) {
        var reader = new ParameterReader(draft);
        entries(tree, draft, (name, type) -> draft.types.put(name, reader.type(type)));
    }

    static void counts(Tree tree, Draft draft) {
        entries(
                tree,
                draft,
                (name, count) -> {
                    if (count instanceof Scalar(var place, var text))
                        draft.counts.put(name, new Draft.Count(place, text));
                    else draft.fault(count.place(), "expected a number");
                });
    }

    private void sections(Tree tree) {
        entries(
                tree,
                draft,
                (name, row) -> {
                    if (row instanceof Section section
                            && section.entries().get("section") instanceof Scalar(_, var title)
                            && section.entries().get("path") instanceof Scalar(_, var path)
                            && section.entries().size() == 2)
                        draft.sections.put(
                                name, new Draft.Section(M1Template.of(title), M1Template.of(path)));
                    else draft.fault(row.place(), name + ": expected { section: …, path: … }");
                });
    }

    static void without(Tree tree, Draft draft) {
        if (!(tree instanceof Items items)) {
            draft.fault(tree.place(), "expected a list");
            return;
        }
        for (var item : items.items())
            if (item instanceof Scalar(var place, var glob)) draft.without(place, glob);
            else draft.fault(item.place(), "expected a name");
    }

    /// Parameters that got another beginning of their names.
    private void moved(Tree tree) {
        entries(
                tree,
                draft,
                (from, to) -> {
                    String begin = word(to);
                    var found =
                            draft.parameters.values().stream()
                                    .filter(it -> it.pattern().text().startsWith(from + "."))
                                    .toList();
                    if (found.isEmpty()) draft.fault(to.place(), "nothing begins with " + from);
                    for (var parameter : found) move(parameter, from, begin);
                });
    }

    private void move(Parameter parameter, String from, String to) {
        String name = parameter.pattern().text();
        draft.parameters.remove(name);
        String moved = to + name.substring(from.length());
        draft.parameters.put(
                moved,
                new Parameter(
                        new NamePattern(moved),
                        parameter.type(),
                        parameter.factoryDefault(),
                        parameter.m1(),
                        parameter.needsReboot(),
                        parameter.repeats(),
                        parameter.meaning(),
                        parameter.place()));
    }

    /// `phone` and `account`, which differ in the numbers of names alone.
    static void presets(Section file, Draft draft) {
        BiConsumer<Place, Tree> rows =
                (_, tree) -> entries(tree, draft, (name, row) -> preset(name, row, draft));
        YamlFile.each(file, Map.of("phone", rows, "account", rows), draft.faults);
    }

    private static void preset(String name, Tree tree, Draft draft) {
        if (tree instanceof Section row
                && row.entries().size() == 2
                && row.entries().get("value") instanceof Scalar(_, var value)
                && row.entries().get("why") instanceof Scalar(_, var why)) {
            draft.presets.put(name, new Preset(new NamePattern(name), new Value.Text(value), why));
            draft.presetPlaces.put(name, row.place());
        } else draft.fault(tree.place(), name + ": expected { value: …, why: … }");
    }

    private static void entries(Tree tree, Draft draft, BiConsumer<String, Tree> reader) {
        if (!(tree instanceof Section section)) {
            draft.fault(tree.place(), "expected lines of the form 'key: value'");
            return;
        }
        section.entries()
                .forEach((name, value) -> {
                    try {
                        reader.accept(name, value);
                    } catch (IllegalArgumentException e) {
                        draft.fault(value.place(), name + ": " + e.getMessage());
                    }
                });
    }
}
