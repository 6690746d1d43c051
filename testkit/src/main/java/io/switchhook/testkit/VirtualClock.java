package io.switchhook.testkit;

import io.switchhook.sip.transport.Agenda;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Time that passes only when a test says so. All that is to happen is run in the order of its time; what falls on the
/// same instant, in the order it was asked for, agendas last.
public final class VirtualClock {
    /// Steps on one instant after which something is going round in circles.
    private static final int STEPS_PER_INSTANT = 100_000;

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final long START = 1_000_000_000_000L;

    private record Event(long at, long sequence, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence));
    private final List<Agenda> agendas = new ArrayList<>();
    private long now = START;
    private long sequence;
    private long count;

    /// The monotonic time.
    public long nanoTime() {
        return now;
    }

    /// How long ago the clock was made.
    public Duration elapsed() {
        return Duration.ofNanos(now - START);
    }

    /// The time of day, in step with [#nanoTime].
    public InstantSource instantSource() {
        return () -> EPOCH.plus(elapsed());
    }

    /// How many things have happened so far: arrivals, timers, tasks.
    public long events() {
        return count;
    }

    /// Has a task run after a while; at zero, in the next step.
    public void schedule(Duration after, Runnable task) {
        events.add(new Event(now + after.toNanos(), sequence++, task));
    }

    /// Runs what the agenda holds when its time has come.
    public void attend(Agenda agenda) {
        agendas.add(agenda);
    }

    /// Lets time pass.
    public void advance(Duration by) {
        long target = now + by.toNanos();
        runUntil(target, () -> false);
        now = target;
    }

    /// Runs what is due now and what follows from it at once.
    public void run() {
        advance(Duration.ZERO);
    }

    /// Lets time pass until the condition holds, but not longer than that.
    ///
    /// @return whether it holds
    public boolean advanceUntil(BooleanSupplier condition, Duration atMost) {
        return condition.getAsBoolean() || runUntil(now + atMost.toNanos(), condition);
    }

    /// Whether nothing will ever happen again by itself.
    public boolean isIdle() {
        return nextAt() == Long.MAX_VALUE;
    }

    private boolean runUntil(long target, BooleanSupplier condition) {
        int steps = 0;
        for (long next = nextAt(); next <= target; next = nextAt()) {
            steps = next > now ? 0 : steps + 1;
            if (steps > STEPS_PER_INSTANT) throw new AssertionError("time stands still: " + steps);
            now = Math.max(now, next);
            step();
            if (condition.getAsBoolean()) return true;
        }
        return false;
    }

    private void step() {
        count++;
        var event = events.peek();
        if (event != null && event.at <= now) {
            events.remove();
            event.task.run();
            return;
        }
        for (var agenda : agendas) if (agenda.nextDeadline() <= now) agenda.runDue(now);
    }

    private long nextAt() {
        var event = events.peek();
        long next = event == null ? Long.MAX_VALUE : event.at;
        for (var agenda : agendas) next = Math.min(next, agenda.nextDeadline());
        return next;
    }
}
