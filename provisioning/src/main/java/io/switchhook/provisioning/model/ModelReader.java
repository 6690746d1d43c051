package io.switchhook.provisioning.model;

import io.switchhook.provisioning.model.Tree.Items;
import io.switchhook.provisioning.model.Tree.Scalar;
import io.switchhook.provisioning.model.Tree.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Reads the folder of a model: `model.yaml`, `picture.svg`, and where it differs from its family `parameters.yaml` and
/// `defaults.yaml`.
final class ModelReader {
    private final Path root;
    private final String id;
    private final Draft draft;
    private final List<Codec> codecs = new ArrayList<>();
    private final List<KeyKind> keys = new ArrayList<>();
    private final List<String> aliases = new ArrayList<>();
    private final List<Integer> firmware = new ArrayList<>();
    private final List<Form> forms = new ArrayList<>();
    private final Map<String, String> words = new HashMap<>();
    private Optional<Section> keyRows = Optional.empty();

    /// @param root the folder of all descriptions
    /// @param files those that were read so far; more are added
    ModelReader(Path root, String id, Map<Path, Section> files, List<Fault> faults) {
        this.root = root;
        this.id = id;
        this.draft = new Draft(root, files, faults);
    }

    /// The model, if nothing is wrong with it.
    Optional<PhoneModel> read() {
        int before = draft.faults.size();
        var folder = root.resolve("models").resolve(id);
        var file = draft.yaml(folder.resolve("model.yaml"));
        var family = file.entries().get("family");
        if (family instanceof Scalar(var place, var name))
            new FamilyReader(root, draft).read(place, name);
        readModel(file);
        if (Files.exists(folder.resolve("parameters.yaml")))
            new ParameterReader(draft).read(draft.yaml(folder.resolve("parameters.yaml")));
        if (Files.exists(folder.resolve("defaults.yaml")))
            FamilyReader.presets(draft.yaml(folder.resolve("defaults.yaml")), draft);
        var table = new ParameterTable(draft.parameters.values(), draft.resolved());
        keyRows.ifPresent(rows -> readKeys(rows, table.counts()));
        String picture = picture(folder.resolve("picture.svg"));
        new ModelCheck(draft, file.place(), table).check(words, forms, codecs, keys);
        if (draft.faults.size() > before) return Optional.empty();
        return Optional.of(
                new PhoneModel(
                        id,
                        words.getOrDefault("name", id),
                        aliases,
                        draft.vendor,
                        words.getOrDefault("commonFile", ""),
                        firmware,
                        forms,
                        words.getOrDefault("video", "false").equals("true"),
                        codecs,
                        keys,
                        draft.presets.values().stream()
                                .filter(it -> draft.parameters.containsKey(it.pattern().text()))
                                .filter(it -> table.counts().hasAny(it.pattern()))
                                .toList(),
                        draft.ringTone,
                        List.copyOf(draft.pictures.values()),
                        draft.advice.getOrDefault("recording", ""),
                        draft.advice.getOrDefault("reset", ""),
                        picture,
                        table));
    }

    private void readModel(Section file) {
        var readers = new HashMap<String, BiConsumer<Place, Tree>>(new LimitsReader(draft).keys());
        for (var word : List.of("name", "commonFile", "video", "family"))
            readers.put(word, (_, tree) -> word(word, tree));
        FamilyReader.advice(readers, draft);
        readers.put("aliases", (_, tree) -> aliases.addAll(list(tree)));
        readers.put("firmware", (_, tree) -> firmware(tree));
        readers.put("forms", (_, tree) -> forms(tree));
        readers.put("counts", (_, tree) -> FamilyReader.counts(tree, draft));
        readers.put("without", (_, tree) -> FamilyReader.without(tree, draft));
        readers.put("codecs", (_, tree) -> codecs(tree));
        readers.put("keys", (_, tree) -> keyRows = section(tree));
        YamlFile.each(file, readers, draft.faults);
        for (var key : List.of("name", "family", "commonFile", "firmware", "forms"))
            if (!file.entries().containsKey(key))
                draft.fault(file.place(), "'" + key + "' is missing");
    }

    private void word(String key, Tree tree) {
        if (tree instanceof Scalar(_, var text) && !text.isBlank()) words.put(key, text);
        else draft.fault(tree.place(), key + ": expected a word");
    }

    private Optional<Section> section(Tree tree) {
        if (tree instanceof Section section) return Optional.of(section);
        draft.fault(tree.place(), "expected lines of the form 'key: value'");
        return Optional.empty();
    }

    private List<String> list(Tree tree) {
        var words = new ArrayList<String>();
        if (tree instanceof Items items)
            for (var item : items.items())
                if (item instanceof Scalar(_, var text)) words.add(text);
                else draft.fault(item.place(), "expected a word");
        else draft.fault(tree.place(), "expected a list");
        return words;
    }

    private void firmware(Tree tree) {
        for (var word : list(tree))
            if (word.matches("[0-9]{1,4}")) firmware.add(Integer.valueOf(word));
            else draft.fault(tree.place(), "'" + word + "' is no number of firmware");
    }

    private void forms(Tree tree) {
        for (var word : list(tree))
            try {
                forms.add(Form.valueOf(word));
            } catch (IllegalArgumentException _) {
                draft.fault(tree.place(), "'" + word + "' is no form");
            }
    }

    private void codecs(Tree tree) {
        for (var row : section(tree).map(it -> it.entries().entrySet()).orElse(Set.of())) {
            String text = row.getValue() instanceof Scalar(_, var found) ? found : "";
            if (row.getKey().matches("[0-9]{1,2}") && text.matches("[A-Za-z0-9_.-]+ [0-9]{1,3}")) {
                var parts = text.split(" ");
                codecs.add(
                        new Codec(
                                Integer.parseInt(row.getKey()),
                                parts[0],
                                Integer.parseInt(parts[1])));
            } else draft.fault(row.getValue().place(), "expected 'number: NAME payload-type'");
        }
    }

    private void readKeys(Section rows, Counts counts) {
        rows.entries()
                .forEach((name, row) -> {
                    if (row instanceof Section section
                            && section.entries().get("where") instanceof Scalar(_, var where)
                            && section.entries().get("label") instanceof Scalar(_, var label)
                            && label.matches("screen|paper|none"))
                        keys.add(kind(name, where, label, counts));
                    else
                        draft.fault(
                                row.place(),
                                name + ": expected { where: …, label: screen, paper or none }");
                });
    }

    private static KeyKind kind(String name, String where, String label, Counts counts) {
        var labels = KeyKind.Labels.valueOf(label.toUpperCase(Locale.ROOT));
        if (name.equals("expansion_module"))
            return new KeyKind(name, counts.of(name), counts.of(name + ".M.key"), where, labels);
        return new KeyKind(name, 0, counts.of(name), where, labels);
    }

    private String picture(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException _) {
            draft.fault(new Place(root.relativize(path).toString(), 0), "is missing");
            return "";
        }
    }
}
