package io.switchhook.provisioning.model;

import io.switchhook.provisioning.model.Tree.Items;
import io.switchhook.provisioning.model.Tree.Scalar;
import io.switchhook.provisioning.model.Tree.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads rows such as `account.X.ptime: { takes: [10, 20], default: 20, m1: account/ptime, means: … }`.
final class ParameterReader {
    private static final Set<String> KEYS =
            Set.of("takes", "default", "m1", "reboot", "repeats", "means");
    private static final Pattern RANGE = Pattern.compile("(-?[0-9]{1,10})\\.\\.(-?[0-9]{1,10})");
    private static final Pattern BOUNDED = Pattern.compile("(text|secret|url) ([0-9]{1,4})");
    private static final Pattern M1 = Pattern.compile("([^/]+)/(.+?)(?: \\*([0-9]))?");
    private static final int URL_LENGTH = 511;

    private final Draft draft;

    ParameterReader(Draft draft) {
        this.draft = draft;
    }

    void read(Section file) {
        file.entries().forEach(this::readRow);
    }

    private void readRow(String name, Tree tree) {
        if (!(tree instanceof Section row)) {
            draft.fault(tree.place(), name + ": expected { takes: …, means: … }");
            return;
        }
        for (var key : row.entries().keySet())
            if (!KEYS.contains(key))
                draft.fault(row.place(), name + ": '" + key + "' means nothing");
        try {
            add(parameter(new NamePattern(name), row));
        } catch (IllegalArgumentException e) {
            draft.fault(row.place(), name + ": " + e.getMessage());
        }
    }

    private void add(Parameter parameter) {
        String name = parameter.pattern().text();
        var earlier = draft.parameters.get(name);
        if (earlier != null && earlier.place().file().equals(parameter.place().file()))
            draft.fault(parameter.place(), name + ": is described in " + earlier.place() + " too");
        draft.parameters.put(name, parameter);
    }

    private Parameter parameter(NamePattern pattern, Section row) {
        var type = type(need(row, "takes"));
        String factoryDefault = word(row, "default");
        if (!factoryDefault.isEmpty())
            type.fault(factoryDefault)
                    .ifPresent(fault -> {
                        throw new IllegalArgumentException("the default: " + fault);
                    });
        var m1 = Optional.of(word(row, "m1")).filter(text -> !text.isEmpty()).map(this::m1);
        for (char letter = 'A'; letter <= 'Z'; letter++)
            if (m1.isPresent() && m1.get().hasLetter(letter) && !pattern.letters().contains(letter))
                throw new IllegalArgumentException("the older line has a number " + letter);
        return new Parameter(
                pattern,
                type,
                factoryDefault,
                m1,
                flag(row, "reboot"),
                flag(row, "repeats"),
                text(need(row, "means")),
                row.place());
    }

    private static Tree need(Section row, String key) {
        var found = row.entries().get(key);
        if (found == null) throw new IllegalArgumentException("'" + key + "' is missing");
        return found;
    }

    private static String word(Section row, String key) {
        var found = row.entries().get(key);
        return found == null ? "" : text(found);
    }

    private static String text(Tree tree) {
        if (tree instanceof Scalar scalar && !scalar.text().isBlank()) return scalar.text();
        throw new IllegalArgumentException("expected a word");
    }

    private static boolean flag(Section row, String key) {
        String word = word(row, key);
        if (word.isEmpty() || word.equals("true") || word.equals("false"))
            return word.equals("true");
        throw new IllegalArgumentException("'" + key + "' is true or false");
    }

    ValueType type(Tree tree) {
        return switch (tree) {
            case Section choices -> choice(choices);
            case Items choices -> choice(choices.items());
            case Scalar(_, var text) -> type(text);
        };
    }

    private static ValueType choice(Section choices) {
        var meanings = new LinkedHashMap<String, String>();
        choices.entries().forEach((value, meaning) -> meanings.put(value, text(meaning)));
        return new ValueType.Choice(meanings);
    }

    private static ValueType choice(List<Tree> choices) {
        var meanings = new LinkedHashMap<String, String>();
        for (var value : choices) meanings.put(text(value), text(value));
        return new ValueType.Choice(meanings);
    }

    private ValueType type(String text) {
        var range = RANGE.matcher(text);
        if (range.matches())
            return new ValueType.Range(
                    Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
        var bounded = BOUNDED.matcher(text);
        if (bounded.matches()) return bounded(bounded.group(1), Integer.parseInt(bounded.group(2)));
        return switch (text) {
            case "switch" -> new ValueType.Switch();
            case "seconds" -> new ValueType.Seconds();
            case "port" -> new ValueType.Port();
            case "host" -> new ValueType.Host();
            case "time" -> new ValueType.TimeOfDay();
            case "numbers" -> new ValueType.Numbers();
            case "login" -> new ValueType.Login();
            case "url" -> bounded(text, URL_LENGTH);
            case "text", "secret" -> bounded(text, Value.LONGEST);
            default -> named(text);
        };
    }

    private static ValueType bounded(String type, int most) {
        return switch (type) {
            case "url" -> new ValueType.Url(most);
            case "secret" -> new ValueType.Secret(most);
            default -> new ValueType.Text(most);
        };
    }

    private ValueType named(String name) {
        var type = draft.types.get(name);
        if (type == null) throw new IllegalArgumentException("no type '" + name + "'");
        return type;
    }

    private M1Address m1(String text) {
        var matcher = M1.matcher(text);
        if (!matcher.matches())
            throw new IllegalArgumentException("'" + text + "' is not of the form section/key");
        var section = draft.sections.get(matcher.group(1));
        if (section == null)
            throw new IllegalArgumentException("no section '" + matcher.group(1) + "'");
        int unit = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
        return new M1Address(section.name(), section.path(), M1Template.of(matcher.group(2)), unit);
    }
}
