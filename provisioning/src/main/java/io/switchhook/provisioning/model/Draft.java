package io.switchhook.provisioning.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What families and a model have said so far; who comes later changes it.
final class Draft {
    /// A section of the older form.
    record Section(M1Template name, M1Template path) {}

    /// How far a number goes: a number, or the name of another row.
    record Count(Place place, String text) {}

    final List<Fault> faults;

    /// Files that were read, since most are of a family and so of many models.
    private final Map<Path, Tree.Section> files;

    private final Path root;
    final Map<String, ValueType> types = new HashMap<>();
    final Map<String, Section> sections = new HashMap<>();
    final Map<String, Count> counts = new HashMap<>();
    final Map<String, Parameter> parameters = new LinkedHashMap<>();
    final Map<String, Preset> presets = new LinkedHashMap<>();
    final Map<String, Place> presetPlaces = new HashMap<>();
    final Map<String, PictureLimits> pictures = new LinkedHashMap<>();
    Optional<SoundLimits> ringTone = Optional.empty();
    String vendor = "";

    /// What people do at the phone itself: `recording` and `reset`.
    final Map<String, String> advice = new HashMap<>();

    /// @param root the folder of all descriptions
    /// @param files those that were read so far; more are added
    Draft(Path root, Map<Path, Tree.Section> files, List<Fault> faults) {
        this.root = root;
        this.files = files;
        this.faults = faults;
    }

    /// What a file says. In messages it goes by its way from the root.
    Tree.Section yaml(Path path) {
        String name = root.relativize(path).toString();
        return files.computeIfAbsent(path, _ -> YamlFile.read(name, path, faults));
    }

    void fault(Place place, String text) {
        faults.add(new Fault(place, text));
    }

    /// The counts with words resolved.
    Counts resolved() {
        var numbers = new HashMap<String, Integer>();
        counts.forEach((name, count) -> numbers.put(name, number(count, 0)));
        return new Counts(numbers);
    }

    private int number(Count count, int depth) {
        if (count.text().matches("[0-9]{1,4}")) return Integer.parseInt(count.text());
        var other = Optional.ofNullable(counts.get(count.text()));
        if (other.isPresent() && depth < 8) return number(other.get(), depth + 1);
        fault(count.place(), "'" + count.text() + "' is neither a number nor another count");
        return 0;
    }

    /// Takes away what matches; an asterisk stands for any characters.
    void without(Place place, String glob) {
        String regex = glob.replace(".", "\\.").replace("*", ".*");
        var gone = new ArrayList<String>();
        for (var name : parameters.keySet()) if (name.matches(regex)) gone.add(name);
        if (gone.isEmpty()) fault(place, "'" + glob + "' takes nothing away");
        parameters.keySet().removeAll(gone);
    }
}
