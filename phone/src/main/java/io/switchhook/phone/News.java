package io.switchhook.phone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What happens at a phone, for those who listen and those who wait for it. Thread-safe.
final class News {
    private final List<Consumer<PhoneEvent>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition somethingNew = lock.newCondition();

    void listen(Consumer<PhoneEvent> listener) {
        listeners.add(listener);
    }

    void tell(PhoneEvent event) {
        for (var listener : listeners) listener.accept(event);
        wake();
    }

    /// Has those who wait for something look again.
    void wake() {
        lock.lock();
        try {
            somethingNew.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until something is true, asking again after each event.
    ///
    /// @return whether it came true within the limit
    boolean comes(Duration limit, BooleanSupplier condition) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) return false;
                left = somethingNew.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
