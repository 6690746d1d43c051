package io.switchhook.sip.event;

import io.switchhook.sip.transport.Shard;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what packages say on any thread to the subscriptions of one shard. Each subscription waits here once at most,
/// so there is no other bound; a shard too busy to take them is asked again, and nothing is lost.
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Shard shard;
    private final Queue<Subscription> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean posted = new AtomicBoolean();

    Signals(Shard shard) {
        this.shard = shard;
    }

    /// For any thread.
    void add(Subscription subscription) {
        waiting.add(subscription);
        post();
    }

    /// Has those that wait looked after, if any do and nobody is about to.
    void post() {
        if (waiting.isEmpty() || !posted.compareAndSet(false, true)) return;
        try {
            shard.execute(this::drain);
        } catch (RejectedExecutionException e) {
            posted.set(false);
        }
    }

    private void drain() {
        posted.set(false);
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            try {
                next.signaled();
            } catch (RuntimeException e) {
                LOG.error("cannot notify {}", next, e);
            }
        }
    }
}
