package io.switchhook.provisioning.device;

import io.switchhook.pbx.directory.StorageException;
import java.util.ArrayList;
import java.util.List;

/// What devices asked for, on its way to the disk: what comes while that is busy goes there together.
final class History {
    /// How much waits; more is not kept.
    private static final int MOST = 10_000;

    private final DeviceStore store;
    private final int visits;
    private final List<Visit> waiting = new ArrayList<>();

    /// @param visits of one device that are kept
    History(DeviceStore store, int visits) {
        this.store = store;
        this.visits = visits;
    }

    void add(List<Visit> fresh) {
        boolean isFirst;
        synchronized (waiting) {
            isFirst = waiting.isEmpty();
            for (var visit : fresh) if (waiting.size() < MOST) waiting.add(visit);
        }
        if (isFirst && !fresh.isEmpty()) store.add(this::taken, visits);
    }

    private List<Visit> taken() {
        synchronized (waiting) {
            var all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }

    /// The latest last, with what has just come.
    List<Visit> of(Mac mac) throws StorageException {
        return store.visits(mac);
    }
}
