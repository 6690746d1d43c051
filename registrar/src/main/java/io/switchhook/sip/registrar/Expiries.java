package io.switchhook.sip.registrar;

import io.switchhook.sip.uri.AddressOfRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/// The addresses-of-record by the second at which their first binding may have ended. Each stands here once: a refresh
/// leaves it where it is, and it is put off when its time comes. There are few seconds and many bindings, so it costs
/// little more than a reference for each.
final class Expiries {
    private final ConcurrentSkipListMap<Long, Due> seconds = new ConcurrentSkipListMap<>();

    /// What is due in one second. Held for the moment of a change.
    private static final class Due {
        private final List<AddressOfRecord> all = new ArrayList<>(2);
        private boolean taken;

        synchronized boolean add(AddressOfRecord addressOfRecord) {
            return !taken && all.add(addressOfRecord);
        }

        /// From the end, since who leaves soon came late.
        synchronized void remove(AddressOfRecord addressOfRecord) {
            int last = all.size() - 1;
            int at = all.lastIndexOf(addressOfRecord);
            if (at >= 0) all.set(at, all.get(last));
            if (at >= 0) all.remove(last);
        }

        synchronized List<AddressOfRecord> take() {
            taken = true;
            return all;
        }
    }

    void add(long second, AddressOfRecord addressOfRecord) {
        while (!seconds.computeIfAbsent(second, _ -> new Due()).add(addressOfRecord)) {
            // It was taken out just now: the next one of that second is new.
        }
    }

    void remove(long second, AddressOfRecord addressOfRecord) {
        var due = seconds.get(second);
        if (due != null) due.remove(addressOfRecord);
    }

    /// Takes out, first to last, what stands at a second up to this one.
    void takeUntil(long second, BiConsumer<Long, AddressOfRecord> action) {
        for (var first : seconds.headMap(second, true).entrySet()) {
            long due = first.getKey();
            // Removed before it is taken, so that whoever comes too late finds a new one.
            seconds.remove(due);
            first.getValue().take().forEach(it -> action.accept(due, it));
        }
    }
}
