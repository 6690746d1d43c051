package io.switchhook.provisioning.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What happened to devices, on its way to the disk: what comes while that is busy goes there together. For any thread.
final class History<T> {
    /// How much waits; more is not kept.
    private static final int MOST = 10_000;

    private final Consumer<Supplier<List<T>>> disk;
    private final List<T> waiting = new ArrayList<>();

    /// @param disk has soon written what it is given when it asks
    History(Consumer<Supplier<List<T>>> disk) {
        this.disk = disk;
    }

    /// @return whether there was room for all
    boolean add(List<T> fresh) {
        boolean isFirst;
        boolean isRoom;
        synchronized (waiting) {
            isFirst = waiting.isEmpty();
            isRoom = waiting.size() + fresh.size() <= MOST;
            if (isRoom) waiting.addAll(fresh);
        }
        if (isFirst && !fresh.isEmpty()) disk.accept(this::taken);
        return isRoom;
    }

    private List<T> taken() {
        synchronized (waiting) {
            var all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }
}
