package io.switchhook.provisioning.form;

import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.M1Address;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.List;

/// What a file says in the names of the newer form, whatever form it has, and with that the file in another form.
public final class Conversion {
    private final PhoneModel model;

    public Conversion(PhoneModel model) {
        this.model = model;
    }

    /// What was understood of a file.
    ///
    /// @param assignments in the file's order
    /// @param left lines that say something which the model has no parameter for
    public record Understood(List<Assignment> assignments, List<Line> left) {
        public Understood {
            assignments = List.copyOf(assignments);
            left = List.copyOf(left);
        }
    }

    /// Empty values say nothing and are left out of both lists.
    public Understood understand(ConfigurationText file) {
        var assignments = new ArrayList<Assignment>();
        var left = new ArrayList<Line>();
        for (var line : file.lines())
            switch (line.content()) {
                case Line.Content.Comment _,
                        Line.Content.Version _,
                        Line.Content.Section _,
                        Line.Content.Path _ -> {}
                case Line.Content.Include _, Line.Content.Other _ -> left.add(line);
                case Line.Content.Setting(var name, var value) -> {
                    if (value.isEmpty()) break;
                    if (hasParameter(name) && isValue(value))
                        assignments.add(new Assignment(name, value(value)));
                    else left.add(line);
                }
                case Line.Content.OldSetting(var section, var path, var key, var value) -> {
                    if (value.isEmpty()) break;
                    var found = model.find(new M1Address.Line(section, path, key));
                    if (found.isPresent() && hasParameter(found.get().name()) && isValue(value))
                        assignments.add(
                                new Assignment(
                                        found.get().name(),
                                        newer(found.get().parameter().m1().orElseThrow(), value)));
                    else left.add(line);
                }
            }
        return new Understood(assignments, left);
    }

    private boolean hasParameter(String name) {
        var found = model.find(name);
        return found.isPresent() && model.numberFault(found.get()).isEmpty();
    }

    private static boolean isValue(String text) {
        return text.equals(Value.RESET) || Value.fault(text).isEmpty();
    }

    private static Value value(String text) {
        return Value.of(text).orElseThrow();
    }

    private static Value newer(M1Address address, String text) {
        return value(address.newer(text));
    }

    /// A file in another form, and what it could not say there. Comments stay behind, since they speak of the old form.
    ///
    /// @param text the new file
    /// @param unsaid what has no line in the new form
    /// @param left what was not understood of the old one
    public record Converted(String text, List<Assignment> unsaid, List<Line> left) {
        public Converted {
            unsaid = List.copyOf(unsaid);
            left = List.copyOf(left);
        }
    }

    public Converted convert(ConfigurationText file, Form form) {
        var understood = understand(file);
        var written = new Writer(model).write(form, understood.assignments());
        return new Converted(written.text(), written.unsaid(), understood.left());
    }
}
