package io.switchhook.sip.transaction;

import io.switchhook.sip.transport.Flow;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One row of the table: a machine's current state, its timers, and the flow it sends over.
///
/// What a machine does to the network and to timers happens at once; what it tells its user waits until the machine is in
/// its next state, since the user may answer from inside the call.
///
/// It is its own [Consumer] of send failures, which saves an object for each message sent.
///
/// @param <T> the machine's timers
abstract class Entry<T extends Enum<T>> implements Consumer<IOException> {
    final TransactionLayer layer;
    final TransactionKey key;

    /// Outlives the messages in which it came.
    final String callId;

    /// What this entry sends over.
    final Flow out;

    final Timing timing;
    private @Nullable Alarm<T> alarms;

    /// Whether a machine is between two states; true until it has its first.
    private boolean moving = true;

    Entry(TransactionLayer layer, TransactionKey key, String callId, Flow out) {
        this.layer = layer;
        this.key = key;
        this.callId = callId;
        this.out = out;
        this.timing = layer.timing(out);
    }

    /// A timer of a machine, in the list while it runs and until it is stopped.
    private static final class Alarm<T extends Enum<T>> extends Timers.Handle {
        final Entry<T> entry;
        final T timer;
        @Nullable Alarm<T> next;

        Alarm(Entry<T> entry, T timer, @Nullable Alarm<T> next) {
            this.entry = entry;
            this.timer = timer;
            this.next = next;
        }

        @Override
        void fire() {
            entry.fired(timer);
        }
    }

    public final void start(T timer, Duration after) {
        var alarm = alarm(timer);
        if (alarm == null) alarms = alarm = new Alarm<>(this, timer, alarms);
        layer.timers().start(after.toNanos(), alarm);
    }

    /// A machine that waits for its last timer alone keeps no others.
    public final void stop(T timer) {
        Alarm<T> before = null;
        for (var alarm = alarms; alarm != null; alarm = alarm.next) {
            if (alarm.timer == timer) {
                alarm.cancel();
                if (before == null) alarms = alarm.next;
                else before.next = alarm.next;
                return;
            }
            before = alarm;
        }
    }

    private @Nullable Alarm<T> alarm(T timer) {
        var alarm = alarms;
        while (alarm != null && alarm.timer != timer) alarm = alarm.next;
        return alarm;
    }

    final void stopAll() {
        for (var alarm = alarms; alarm != null; alarm = alarm.next) alarm.cancel();
    }

    /// A timer has run out.
    abstract void fired(T timer);

    /// What was sent could not be delivered.
    abstract void failed(IOException cause);

    final void moving(boolean moving) {
        this.moving = moving;
    }

    /// A failure noticed inside the send comes while the machine is moving, and is told in the next turn.
    @Override
    public final void accept(IOException cause) {
        if (!moving) {
            failed(cause);
            return;
        }
        try {
            layer.shard().execute(() -> failed(cause));
        } catch (RejectedExecutionException e) {
            // A full queue: the machine's timers end it instead.
        }
    }
}
