package io.switchhook.sip.event;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many subscriptions there are and may be, on all shards together. For any thread.
public final class SubscriptionBounds {
    private final int all;
    private final int each;
    private final AtomicInteger size = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> sizes = new ConcurrentHashMap<>();

    /// @param all of the server
    /// @param each of one subscriber, so that a phone gone wild takes nobody else's room
    public SubscriptionBounds(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /// Makes room for one more, if there is some.
    boolean enter(String identity) {
        if (size.incrementAndGet() <= all && sizes.merge(identity, 1, Integer::sum) <= each)
            return true;
        leave(identity);
        return false;
    }

    void leave(String identity) {
        size.decrementAndGet();
        sizes.computeIfPresent(identity, (_, count) -> count > 1 ? count - 1 : null);
    }

    /// How many there are.
    public int size() {
        return size.get();
    }
}
