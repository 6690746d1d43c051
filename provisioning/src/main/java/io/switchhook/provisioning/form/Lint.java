package io.switchhook.provisioning.form;

import io.switchhook.provisioning.form.Finding.Severity;
import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.Found;
import io.switchhook.provisioning.model.M1Address;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Place;
import io.switchhook.provisioning.model.Value;
import io.switchhook.provisioning.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Judges a file by what a model takes.
public final class Lint {
    /// Findings of a file; a hostile one is not to fill the memory.
    private static final int MOST = 1000;

    private static final int LONGEST_SHOWN = 64;

    private final PhoneModel model;
    private final ConfigurationText file;
    private final List<Finding> findings = new ArrayList<>();

    /// Where a parameter was said first, by its name in the newer form.
    private final Map<String, Said> said = new HashMap<>();

    private record Said(int line, String value) {}

    private Lint(PhoneModel model, ConfigurationText file) {
        this.model = model;
        this.file = file;
    }

    /// All findings in the order of the lines, at most 1000.
    public static List<Finding> of(PhoneModel model, ConfigurationText file) {
        var lint = new Lint(model, file);
        lint.judgeForm();
        for (var line : file.lines()) if (lint.findings.size() < MOST) lint.judge(line);
        return List.copyOf(lint.findings);
    }

    /// Whether a phone may be given the file.
    public static boolean isServable(List<Finding> findings) {
        return findings.stream().noneMatch(it -> it.severity() == Severity.ERROR);
    }

    private void judgeForm() {
        var form = file.form();
        if (form == Form.M1) {
            if (!model.forms().contains(Form.M1))
                add(1, Severity.ERROR, "", model + " does not read the older form");
            return;
        }
        boolean isVersioned =
                !file.lines().isEmpty() && file.lines().getFirst().text().equals(Form.VERSION_LINE);
        if (!isVersioned)
            add(1, Severity.ERROR, "", "the first line is not '" + Form.VERSION_LINE + "'");
    }

    private void judge(Line line) {
        switch (line.content()) {
            case Line.Content.Comment _, Line.Content.Section _ -> {}
            case Line.Content.Version _ -> {
                if (line.number() > 1)
                    add(line.number(), Severity.HINT, "", "the version stands in the first line");
            }
            case Line.Content.Path(var path) -> {
                if (path.isEmpty()) add(line.number(), Severity.ERROR, "path", "is empty");
            }
            case Line.Content.Include(var name) -> judgeInclude(line, name);
            case Line.Content.Other _ ->
                    add(line.number(), Severity.ERROR, "", "expected 'name = value'");
            case Line.Content.Setting(var name, var value) -> judge(line, name, value);
            case Line.Content.OldSetting old -> judge(line, old);
        }
    }

    private void judgeInclude(Line line, String name) {
        if (!model.forms().contains(Form.BOOT))
            add(line.number(), Severity.ERROR, "include", model + " does not read .boot files");
        else if (name.isEmpty()) add(line.number(), Severity.ERROR, "include", "no file is named");
    }

    private void judge(Line line, String name, String value) {
        if (name.equals("overwrite_mode") && file.form() == Form.BOOT) return;
        var found = model.find(name);
        if (found.isEmpty())
            add(
                    line.number(),
                    Severity.ERROR,
                    name,
                    model + " has no such parameter" + meant(name));
        else judge(line, name, name, found.get(), value);
    }

    private String meant(String name) {
        return model.nearest(name).map(it -> "; did you mean " + it + "?").orElse("");
    }

    /// Of the older form only a part is known, so an unknown key may still be one.
    private void judge(Line line, Line.Content.OldSetting old) {
        if (old.section().contains(":")) {
            add(line.number(), Severity.HINT, old.key(), "is of a form that is not known here");
            return;
        }
        if (old.path().isEmpty()) {
            add(line.number(), Severity.ERROR, old.key(), "stands before the path of its section");
            return;
        }
        var found = model.find(new M1Address.Line(old.section(), old.path(), old.key()));
        if (found.isEmpty()) {
            String text = "is not known in [ " + old.section() + " ] of " + old.path();
            add(line.number(), Severity.HINT, old.key(), text);
        } else {
            var m1 = found.get().parameter().m1().orElseThrow();
            judge(line, old.key(), found.get().name(), found.get(), m1.newer(old.value()));
        }
    }

    /// @param key as the file has it
    /// @param name in the newer form
    private void judge(Line line, String key, String name, Found found, String value) {
        var numberFault = model.numberFault(found);
        if (numberFault.isPresent()) {
            add(line.number(), Severity.ERROR, key, numberFault.get() + " on " + model);
            return;
        }
        if (value.isEmpty()) return;
        judgeValue(line, key, found.parameter().type(), value);
        if (!found.parameter().repeats()) judgeRepetition(line, key, name, value);
    }

    private void judgeValue(Line line, String key, ValueType type, String value) {
        if (value.equals(Value.RESET)) return;
        var fault = Value.fault(value).or(() -> type.fault(value));
        boolean isShown = !type.isSecret() && value.length() <= LONGEST_SHOWN;
        fault.ifPresent(it ->
                add(line.number(), Severity.ERROR, key, (isShown ? "'" + value + "': " : "") + it));
    }

    private void judgeRepetition(Line line, String key, String name, String value) {
        var earlier = said.putIfAbsent(name, new Said(line.number(), value));
        if (earlier == null) return;
        boolean isSame = earlier.value().equals(value);
        add(
                line.number(),
                isSame ? Severity.HINT : Severity.ERROR,
                key,
                "stands in line " + earlier.line() + " already" + (isSame ? "" : ", otherwise"));
    }

    private void add(int line, Severity severity, String key, String text) {
        findings.add(new Finding(new Place(file.name(), line), severity, key, text));
    }
}
