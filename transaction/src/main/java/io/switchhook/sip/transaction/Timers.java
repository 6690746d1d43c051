package io.switchhook.sip.transaction;

import io.switchhook.sip.transport.Agenda;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The timers of one shard: a FIFO queue for each distinct duration, which is always sorted by deadline.
///
/// Starting and canceling take constant time and allocate nothing but the handle; SIP uses about fifteen durations. While
/// [#EXACT] of them are waited for at once, a further one is rounded up by at most a sixteenth, so that arbitrary
/// durations cannot make arbitrarily many queues. A timer never fires early. For its shard's thread.
public final class Timers implements Agenda {
    /// How many distinct durations are kept to the nanosecond at the same time.
    static final int EXACT = 64;

    private final LongSupplier clock;
    private Queue[] queues = new Queue[16];
    private int count;
    private int running;

    /// No later than the earliest deadline; earlier than it after a cancel.
    private long next = Long.MAX_VALUE;

    /// @param clock the shard's monotonic time
    public Timers(LongSupplier clock) {
        this.clock = clock;
    }

    /// A timer that was started.
    public abstract static class Handle {
        private @Nullable Queue queue;
        private @Nullable Handle before;
        private @Nullable Handle behind;
        private long deadline;

        Handle() {}

        abstract void fire();

        /// Takes it back; does nothing if it has fired or was canceled.
        public void cancel() {
            if (queue != null) queue.remove(this);
        }

        public boolean isRunning() {
            return queue != null;
        }
    }

    private static final class Task extends Handle {
        private final Runnable action;

        Task(Runnable action) {
            this.action = action;
        }

        @Override
        void fire() {
            action.run();
        }
    }

    /// All timers of one duration, the next to fire first.
    private final class Queue {
        private long duration;
        private @Nullable Handle first;
        private @Nullable Handle last;

        Queue(long duration) {
            this.duration = duration;
        }

        void add(Handle handle) {
            handle.queue = this;
            handle.before = last;
            if (last == null) first = handle;
            else last.behind = handle;
            last = handle;
            running++;
        }

        void remove(Handle handle) {
            var before = handle.before;
            var behind = handle.behind;
            if (before == null) first = behind;
            else before.behind = behind;
            if (behind == null) last = before;
            else behind.before = before;
            handle.queue = null;
            handle.before = null;
            handle.behind = null;
            running--;
        }
    }

    public Handle start(Duration after, Runnable action) {
        return start(after.toNanos(), action);
    }

    /// @param nanos how long it takes; nothing or less for the next turn of the shard
    public Handle start(long nanos, Runnable action) {
        var task = new Task(action);
        start(nanos, task);
        return task;
    }

    /// Starts a timer that its owner keeps, from anew if it is running.
    void start(long nanos, Handle handle) {
        handle.cancel();
        var queue = queue(Math.max(nanos, 0));
        handle.deadline = clock.getAsLong() + queue.duration;
        queue.add(handle);
        next = Math.min(next, handle.deadline);
    }

    private Queue queue(long duration) {
        int vacant = -1;
        for (int i = 0; i < count; i++) {
            if (queues[i].duration == duration) return queues[i];
            if (vacant < 0 && queues[i].first == null) vacant = i;
        }
        if (vacant >= 0) {
            queues[vacant].duration = duration;
            return queues[vacant];
        }
        long rounded = roundedUp(duration);
        if (count >= EXACT && rounded != duration) return queue(rounded);
        if (count == queues.length) queues = Arrays.copyOf(queues, count * 2);
        return queues[count++] = new Queue(duration);
    }

    /// The next number with at most five significant bits: 16 to 31 times a power of two.
    static long roundedUp(long duration) {
        int shift = Math.max(59 - Long.numberOfLeadingZeros(duration), 0);
        long step = 1L << shift;
        return (duration + step - 1) & -step;
    }

    @Override
    public long nextDeadline() {
        return next;
    }

    /// Runs all that is due, in the order of the deadlines, and what that starts with no time to wait.
    @Override
    public void runDue(long now) {
        if (next > now) return;
        for (var queue = earliest(); queue != null; queue = earliest()) {
            var handle = queue.first;
            if (handle == null || handle.deadline > now) break;
            queue.remove(handle);
            handle.fire();
        }
        var earliest = earliest();
        next =
                earliest == null || earliest.first == null
                        ? Long.MAX_VALUE
                        : earliest.first.deadline;
    }

    private @Nullable Queue earliest() {
        Queue earliest = null;
        long deadline = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            var first = queues[i].first;
            if (first != null && first.deadline < deadline) {
                earliest = queues[i];
                deadline = first.deadline;
            }
        }
        return earliest;
    }

    /// How many are running.
    public int size() {
        return running;
    }
}
