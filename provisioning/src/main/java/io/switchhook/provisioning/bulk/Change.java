package io.switchhook.provisioning.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What a row does.
public sealed interface Change {
    /// Where the row begins.
    int line();

    /// What the device is to be.
    BulkDevice device();

    /// A device that was not known.
    record Added(int line, BulkDevice device) implements Change {}

    /// @param before what it is now
    /// @param differences at least one
    record Changed(int line, BulkDevice before, BulkDevice device, List<Difference> differences)
            implements Change {
        public Changed {
            differences = List.copyOf(differences);
        }
    }

    /// A row that says what is so.
    record Unchanged(int line, BulkDevice device) implements Change {}

    /// @param column the name of a column
    /// @param before empty if there was nothing, or it is a secret
    /// @param after likewise
    record Difference(String column, String before, String after) {
        @Override
        public String toString() {
            if (before.isEmpty() && after.isEmpty()) return column + " changes";
            if (before.isEmpty()) return column + " becomes '" + after + "'";
            if (after.isEmpty()) return column + " was '" + before + "', and goes";
            return column + " was '" + before + "', and becomes '" + after + "'";
        }
    }

    /// @param isSecret by the name of a setting
    static Change of(int line, BulkDevice before, BulkDevice after, Predicate<String> isSecret) {
        var differences = new ArrayList<Difference>();
        differ(differences, "model", before.model(), after.model());
        differ(
                differences,
                "accounts",
                String.join(" ", before.accounts()),
                String.join(" ", after.accounts()));
        differ(differences, "person", before.person(), after.person());
        differ(differences, "group", before.group(), after.group());
        var names = new TreeSet<>(before.settings().keySet());
        names.addAll(after.settings().keySet());
        for (var name : names) {
            var was = before.settings().get(name);
            var becomes = after.settings().get(name);
            if (Objects.equals(was, becomes)) continue;
            boolean hidden = isSecret.test(name);
            differences.add(
                    new Difference(
                            name,
                            was == null || hidden ? "" : was.written(),
                            becomes == null || hidden ? "" : becomes.written()));
        }
        return differences.isEmpty()
                ? new Unchanged(line, after)
                : new Changed(line, before, after, differences);
    }

    private static void differ(
            List<Difference> differences, String column, String before, String after) {
        if (!before.equals(after)) differences.add(new Difference(column, before, after));
    }

    /// The row of a dry run: `line 3: 001565abcdef is new`.
    default String text() {
        return switch (this) {
            case Added(int line, var device) ->
                    "line %d: %s is new: %s with accounts %s"
                            .formatted(line, device.mac(), device.model(), device.accounts());
            case Changed(int line, _, var device, var differences) ->
                    "line %d: %s: %s"
                            .formatted(
                                    line,
                                    device.mac(),
                                    String.join(
                                            "; ",
                                            differences.stream()
                                                    .map(Difference::toString)
                                                    .toList()));
            case Unchanged(int line, var device) ->
                    "line %d: %s stays as it is".formatted(line, device.mac());
        };
    }
}
