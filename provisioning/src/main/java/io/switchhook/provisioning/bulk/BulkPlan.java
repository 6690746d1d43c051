package io.switchhook.provisioning.bulk;

import java.util.List;
import java.util.stream.Collectors;

/// What a file would do: a row for each of its lines, in their order. Nothing was done yet; who does it does all of it, or
/// nothing, and plans anew if the devices have changed since.
public record BulkPlan(List<Change> changes) {
    public BulkPlan {
        changes = List.copyOf(changes);
    }

    public long added() {
        return changes.stream().filter(Change.Added.class::isInstance).count();
    }

    public long changed() {
        return changes.stream().filter(Change.Changed.class::isInstance).count();
    }

    /// The dry run, line by line, without secrets.
    public String text() {
        return changes.stream().map(Change::text).collect(Collectors.joining("\n"));
    }

    /// Without what is in it.
    @Override
    public String toString() {
        return "BulkPlan[%d rows, %d new, %d changed]"
                .formatted(changes.size(), added(), changed());
    }
}
