package io.switchhook.provisioning.form;

import io.switchhook.provisioning.model.Form;
import io.switchhook.provisioning.model.Found;
import io.switchhook.provisioning.model.M1Address;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Writes configuration files. Nothing that a value says can become a line of its own: see [Value.Text].
public final class Writer {
    private final PhoneModel model;

    public Writer(PhoneModel model) {
        this.model = model;
    }

    /// A file, and what could not be said in its form.
    ///
    /// @param unsaid parameters for which the older form has no line that is known
    public record Written(String text, List<Assignment> unsaid) {
        public Written {
            unsaid = List.copyOf(unsaid);
        }
    }

    /// Writes a file in any form; those of `.boot` are as those of M7, and [#boot] names them.
    ///
    /// @throws IllegalArgumentException if the model does not have a parameter
    public Written write(Form form, List<Assignment> assignments) {
        return switch (form) {
            case M7, BOOT -> newer(assignments);
            case M1 -> older(assignments);
        };
    }

    /// The file that names others, for current firmware.
    ///
    /// @param files in the order in which they count
    /// @param resets whether parameters that no file names go back to what the factory has
    /// @throws IllegalArgumentException if a name is not one of plain letters
    public static String boot(List<String> files, boolean resets) {
        var text = new StringBuilder(Form.VERSION_LINE).append('\n');
        for (var file : files) {
            if (!file.matches("[A-Za-z0-9._-]{1,128}"))
                throw new IllegalArgumentException("not the name of a file: " + file);
            text.append("include:config \"").append(file).append("\"\n");
        }
        return text.append("overwrite_mode = ").append(resets ? 1 : 0).append('\n').toString();
    }

    private Written newer(List<Assignment> assignments) {
        var text = new StringBuilder(Form.VERSION_LINE).append('\n');
        String group = "";
        for (var assignment : assignments) {
            found(assignment);
            String begin = group(assignment.name());
            if (!begin.equals(group)) text.append('\n');
            group = begin;
            append(text, assignment.name(), assignment.value());
        }
        return new Written(text.toString(), List.of());
    }

    private Found found(Assignment assignment) {
        var found = model.find(assignment.name());
        if (found.isEmpty() || model.numberFault(found.get()).isPresent())
            throw new IllegalArgumentException(model + " has no " + assignment.name());
        return found.get();
    }

    /// What stands together: an account, or what has the same first word.
    private static String group(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) return name;
        int second = name.indexOf('.', dot + 1);
        boolean isNumbered = second > 0 && name.substring(dot + 1, second).matches("[0-9]+");
        return isNumbered ? name.substring(0, second) : name.substring(0, dot);
    }

    private static void append(StringBuilder text, String key, Value value) {
        text.append(key).append(" = ").append(value.written()).append('\n');
    }

    /// A section of the older form.
    private record Head(String section, String path) {}

    private Written older(List<Assignment> assignments) {
        var unsaid = new ArrayList<Assignment>();
        var sections = new LinkedHashMap<Head, StringBuilder>();
        for (var assignment : assignments) {
            var found = found(assignment);
            var m1 = found.parameter().m1();
            if (m1.isEmpty()) unsaid.add(assignment);
            else add(sections, m1.get().line(found.numbers()), older(m1.get(), assignment.value()));
        }
        var text = new StringBuilder();
        sections.forEach((head, rows) -> {
            if (!text.isEmpty()) text.append('\n');
            text.append("[ ").append(head.section()).append(" ]\n");
            text.append("path = ").append(head.path()).append('\n').append(rows);
        });
        return new Written(text.toString(), unsaid);
    }

    private static Value older(M1Address address, Value value) {
        return switch (value) {
            case Value.Default reset -> reset;
            case Value.Text(var text) -> new Value.Text(address.older(text));
        };
    }

    private static void add(
            SequencedMap<Head, StringBuilder> sections, M1Address.Line line, Value value) {
        var head = new Head(line.section(), line.path());
        append(sections.computeIfAbsent(head, _ -> new StringBuilder()), line.key(), value);
    }
}
