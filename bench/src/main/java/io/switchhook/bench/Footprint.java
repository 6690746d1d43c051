package io.switchhook.bench;

import static io.switchhook.bench.MarkdownTable.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server has in memory with so many registered phones.
///
/// @param liveHeap bytes after a collection; none if it has no heap that is collected
/// @param memory before that collection
record Footprint(String server, int bindings, @Nullable Long liveHeap, ProcessTree.Memory memory) {

    /// @param collected whether it is a virtual machine
    static Footprint of(String server, int bindings, long process, boolean collected)
            throws IOException, InterruptedException {
        var memory = ProcessTree.of(process).memory();
        var heap = collected ? new ServerMachine(process).liveHeap() : null;
        return new Footprint(server, bindings, heap, memory);
    }

    /// A row for each, with what each binding took since the row before, of the same server.
    static String table(List<Footprint> footprints) {
        var rows = new ArrayList<List<String>>();
        rows.add(
                List.of(
                        "server",
                        "bindings",
                        "live heap MB",
                        "PSS / RSS MB",
                        "of it shared MB",
                        "B a binding: heap",
                        "PSS",
                        "shared"));
        Footprint before = null;
        for (var now : footprints) {
            if (before != null && !before.server.equals(now.server)) before = null;
            var heap = now.liveHeap;
            rows.add(
                    List.of(
                            now.server,
                            text("%,d", now.bindings),
                            heap == null ? "" : text("%.1f", heap / 1e6),
                            text(
                                    "%.1f / %.1f",
                                    now.memory.proportional() / 1e6, now.memory.resident() / 1e6),
                            text("%.1f", now.memory.shared() / 1e6),
                            heap == null || before == null || before.liveHeap == null
                                    ? ""
                                    : now.each(before, heap - before.liveHeap),
                            before == null
                                    ? ""
                                    : now.each(
                                            before,
                                            now.memory.proportional()
                                                    - before.memory.proportional()),
                            before == null
                                    ? ""
                                    : now.each(
                                            before, now.memory.shared() - before.memory.shared())));
            before = now;
        }
        return MarkdownTable.of(rows);
    }

    private String each(Footprint before, long bytes) {
        int more = bindings - before.bindings;
        return more <= 0 ? "" : text("%.0f", bytes / (double) more);
    }
}
