package io.switchhook.sip.registrar;

import io.switchhook.sip.uri.AddressOfRecord;
import java.util.Comparator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;

/// The addresses-of-record by the second at which their first binding may have ended. Each stands here once: a refresh
/// leaves it where it is, and it is put off when its time comes.
final class Expiries {
    private record Due(long second, AddressOfRecord addressOfRecord) {}

    private static final Comparator<Due> ORDER =
            Comparator.comparingLong(Due::second)
                    .thenComparing(due -> due.addressOfRecord.user())
                    .thenComparing(due -> due.addressOfRecord.domain());

    private final ConcurrentSkipListSet<Due> queue = new ConcurrentSkipListSet<>(ORDER);

    void add(long second, AddressOfRecord addressOfRecord) {
        queue.add(new Due(second, addressOfRecord));
    }

    void remove(long second, AddressOfRecord addressOfRecord) {
        queue.remove(new Due(second, addressOfRecord));
    }

    /// Takes out, first to last, what stands at a second up to this one.
    void takeUntil(long second, BiConsumer<Long, AddressOfRecord> action) {
        for (var due : queue) {
            if (due.second > second) return;
            if (queue.remove(due)) action.accept(due.second, due.addressOfRecord);
        }
    }

    int size() {
        return queue.size();
    }
}
