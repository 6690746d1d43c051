package io.switchhook.phone.audio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that beats every 20 ms for all calls of a process. Whatever touches a call's sound or video runs on it.
///
/// A beat that comes late is made up for at once, and one that comes later than [#FORGIVEN] is left out, so that a process
/// that was stopped does not send the packets of that time in one burst.
public final class Metronome implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Metronome.class);

    /// A frame of every codec here.
    public static final Duration BEAT = Duration.ofMillis(20);

    static final Duration FORGIVEN = Duration.ofMillis(100);

    private final LongSupplier clock;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Beating> beating = new ArrayList<>();
    private final Lateness lateness = new Lateness();
    private volatile boolean closed;

    /// What beats.
    public interface Beating {
        /// @param nanos when the beat is due
        void beat(long nanos);
    }

    /// @param nanoClock a monotonic clock, such as [System#nanoTime]
    public Metronome(LongSupplier nanoClock) {
        clock = nanoClock;
        thread = Thread.ofPlatform().name("metronome").daemon().unstarted(this::run);
        thread.start();
    }

    /// The time of its clock.
    public long nanoTime() {
        return clock.getAsLong();
    }

    /// Runs a task before the next beat.
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /// For tasks on the metronome's thread.
    public void add(Beating one) {
        if (!beating.contains(one)) beating.add(one);
    }

    /// For tasks on the metronome's thread.
    public void remove(Beating one) {
        beating.remove(one);
    }

    /// How punctual the packets are.
    public Lateness lateness() {
        return lateness;
    }

    private void run() {
        long due = clock.getAsLong();
        while (!closed) {
            due += BEAT.toNanos();
            waitUntil(due);
            long late = clock.getAsLong() - due;
            if (late > FORGIVEN.toNanos()) due += late / BEAT.toNanos() * BEAT.toNanos();
            runTasks();
            for (int i = 0; i < beating.size(); i++) {
                beat(beating.get(i), due);
                lateness.count(clock.getAsLong() - due);
            }
        }
        runTasks();
    }

    private void waitUntil(long due) {
        for (long left = due - clock.getAsLong(); left > 0; left = due - clock.getAsLong())
            LockSupport.parkNanos(left);
    }

    private void runTasks() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a task for the sound of a call failed", e);
            }
        }
    }

    private static void beat(Beating one, long nanos) {
        try {
            one.beat(nanos);
        } catch (RuntimeException e) {
            LOG.error("a beat of a call failed", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() == thread) return;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
