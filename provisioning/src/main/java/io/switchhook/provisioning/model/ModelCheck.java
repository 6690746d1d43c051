package io.switchhook.provisioning.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds what contradicts itself in a model that was read.
final class ModelCheck {
    /// Numbers of one series that are tried to see whether two parameters have the same line.
    private static final int MOST_NUMBERS = 64;

    private static final Set<String> KEY_KINDS =
            Set.of("linekey", "memorykey", "programablekey", "expansion_module");

    private final Draft draft;
    private final Place place;
    private final ParameterTable table;

    ModelCheck(Draft draft, Place place, ParameterTable table) {
        this.draft = draft;
        this.place = place;
        this.table = table;
    }

    void check(
            Map<String, String> words, List<Form> forms, List<Codec> codecs, List<KeyKind> keys) {
        if (!words.getOrDefault("commonFile", "").matches("[a-z][0-9]{12}\\.(cfg|boot)"))
            draft.fault(place, "commonFile is not of the form y000000000000.cfg");
        if (forms.isEmpty()) draft.fault(place, "no form that the model reads");
        for (var codec : codecs)
            if (codec.number() < 1 || codec.number() > mostCodecs())
                draft.fault(place, "codec " + codec.number() + " is out of range");
        for (var kind : keys) checkKeys(kind);
        for (var preset : draft.presets.values()) checkPreset(preset);
        for (var parameter : draft.parameters.values()) checkCounts(parameter);
        checkShapes();
        checkOlderLines();
    }

    /// Where codecs go by name, their numbers are no more than an order.
    private int mostCodecs() {
        int count = table.counts().of("account.X.codec");
        return count == 0 ? 99 : count;
    }

    private void checkKeys(KeyKind kind) {
        if (!KEY_KINDS.contains(kind.name()))
            draft.fault(place, "'" + kind.name() + "' is no kind of keys");
        else if (kind.count() == 0) draft.fault(place, "there is no count of " + kind.name());
    }

    private void checkPreset(Preset preset) {
        var where = draft.presetPlaces.getOrDefault(preset.pattern().text(), place);
        var parameter = draft.parameters.get(preset.pattern().text());
        if (parameter != null)
            parameter
                    .type()
                    .fault(preset.value().text())
                    .ifPresent(it -> draft.fault(where, preset.pattern().text() + ": " + it));
    }

    /// Every letter of a name counts something, and is told where in the older form it stands.
    private void checkCounts(Parameter parameter) {
        for (char letter : parameter.pattern().letters()) {
            if (table.counts().last(parameter.pattern().counted(letter)).isEmpty())
                draft.fault(
                        parameter.place(),
                        "nothing tells how far " + parameter.pattern().counted(letter) + " goes");
            if (parameter.m1().isPresent() && !parameter.m1().get().hasLetter(letter))
                draft.fault(
                        parameter.place(),
                        parameter.pattern().text() + ": the older line has no " + letter);
        }
    }

    private void checkShapes() {
        var seen = new HashMap<String, Parameter>();
        for (var parameter : draft.parameters.values()) {
            var earlier = seen.put(parameter.pattern().shape(), parameter);
            if (earlier != null)
                draft.fault(
                        parameter.place(),
                        parameter.pattern().text() + " is also in " + earlier.place());
        }
    }

    /// No line of the older form is that of two parameters, or a file could not be read back.
    private void checkOlderLines() {
        for (var parameter : table.all()) {
            if (parameter.m1().isEmpty()) continue;
            for (int number = 1; number <= MOST_NUMBERS; number++) {
                var numbers = new HashMap<Character, Integer>();
                for (char letter : parameter.pattern().letters()) numbers.put(letter, number);
                if (table.counts().fault(parameter.pattern(), numbers).isPresent()) break;
                var line = parameter.m1().get().line(numbers);
                var found = table.find(line);
                if (found.isEmpty() || !found.get().parameter().equals(parameter))
                    draft.fault(
                            parameter.place(),
                            parameter.pattern().text() + " shares " + line + " with another");
                if (numbers.isEmpty()) break;
            }
        }
    }
}
