package io.switchhook.sip.transport;

import io.switchhook.sip.transport.TransportCounters.Dropped;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A shard on one platform thread: its tasks, its timers and its UDP sockets, in turn.
///
/// ```
///   tasks from other threads -> agendas that are due -> what the turn sends leaves
///     -> rest, if datagrams come one upon the other -> wait for a datagram, a task or the next deadline
///     -> some of what is patient
/// ```
///
/// Calls are few and hurry; registrations come by the ten thousand after a power cut and do not. So there is a second queue
/// for what is patient: it gets its turn when all others had theirs, and calls are as fast beside it as alone.
///
/// Whatever throws on the way is caught, counted and logged here; the loop goes on.
public final class EventLoopShard implements Shard, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoopShard.class);
    private static final long ONE_MILLISECOND = 1_000_000;
    private static final long ONE_SECOND = 1_000 * ONE_MILLISECOND;

    /// So that a flood of tasks keeps neither timers nor datagrams waiting for long.
    private static final int TASKS_PER_TURN = 512;

    /// For how long patient tasks may run, one at least, before what hurries has its turn: this, or a quarter of the work
    /// that made, so that no flood of it keeps them waiting for ever.
    private static final long PATIENT_TURN = ONE_MILLISECOND;

    private static final int PATIENT_SHARE = 4;

    /// In milliseconds. Under load some deadline is always near, and a datagram wakes the loop long before it. To arm an
    /// alarm that goes off before the kernel's own tick, each time, costs more than to receive the datagram (measured in a
    /// virtual machine: 10 µs), so that a sleeper may be late by as much.
    private static final long SHORTEST_SLEEP = 10;

    private final int number;
    private final LongSupplier clock;
    private final TransportCounters counters;
    private final Queue<Runnable> tasks;
    private final Queue<Patient> patientTasks;
    private final List<Agenda> agendas = new CopyOnWriteArrayList<>();
    private final List<Runnable> departures = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Consumer<SelectionKey> ready = this::ready;
    private final Selector selector;
    private final ShardThread thread;

    /// Whether the loop waits in `select` or is about to: only then a new task has to wake it.
    private final AtomicBoolean sleeping = new AtomicBoolean();

    private final Rest rest;
    private volatile boolean closed;
    private long now;

    /// When nothing waited here the last time.
    private long caughtUpAt;

    /// Whether nothing waits, as far as this turn has seen.
    private boolean caughtUp;

    /// Whether a socket has more than was read in this turn.
    private boolean unread;

    /// When this turn began to wait for datagrams.
    private long asleepAt;

    /// When the first datagram of this turn came, if `awake`.
    private long awakeAt;

    private boolean awake;

    /// How long the patient task that runs had to wait; 0 if none runs.
    private long waited;

    private long lastReport;
    private long unreported;

    private record Socket(SelectableChannel channel, Runnable readable) {}

    /// @param since when it was queued
    private record Patient(Runnable task, long since) {}

    /// @param number from 0; it names the thread
    /// @param queueCapacity how many tasks may wait, and how many patient ones
    /// @param nanoClock a monotonic clock
    /// @throws IOException if the process may open no more files
    public EventLoopShard(
            int number, int queueCapacity, LongSupplier nanoClock, TransportCounters counters)
            throws IOException {
        this.number = number;
        this.clock = nanoClock;
        this.counters = counters;
        this.tasks = new MpscAtomicArrayQueue<>(queueCapacity);
        this.patientTasks = new MpscAtomicArrayQueue<>(queueCapacity);
        this.selector = Selector.open();
        this.now = nanoClock.getAsLong();
        this.caughtUpAt = now;
        this.rest = new Rest(now);
        this.lastReport = now - ONE_SECOND;
        this.thread = new ShardThread(this);
    }

    private static final class ShardThread extends Thread {
        private final EventLoopShard shard;

        ShardThread(EventLoopShard shard) {
            super(shard::loop, "shard-" + shard.number);
            this.shard = shard;
        }
    }

    /// The shard whose thread this is, or null.
    static @Nullable EventLoopShard current() {
        return Thread.currentThread() instanceof ShardThread thread ? thread.shard : null;
    }

    /// Runs a task on the calling shard behind what it is doing, so that nobody is called back from inside a call; at
    /// once where the caller is on no shard.
    static void later(Runnable task) {
        var shard = current();
        if (shard != null) {
            try {
                shard.execute(task);
                return;
            } catch (RejectedExecutionException e) {
                LOG.debug("shard {} is too busy to wait for", shard.number);
            }
        }
        task.run();
    }

    public int number() {
        return number;
    }

    /// Whether it waits for what comes, or is about to.
    boolean isAsleep() {
        return sleeping.get();
    }

    /// Adds timers to be run by this loop.
    public void add(Agenda agenda) {
        agendas.add(agenda);
    }

    /// Adds what is to be done once at the end of each turn.
    void atEndOfTurn(Runnable departure) {
        departures.add(departure);
    }

    /// Starts the thread. Tasks that were given before run first.
    public void start() {
        thread.start();
    }

    /// Whether the caller is on this shard's thread.
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        accept(!closed && tasks.offer(task));
    }

    /// As [#execute], but whatever else there is to do goes first, even if it comes later.
    void executePatiently(Runnable task) {
        accept(!closed && patientTasks.offer(new Patient(task, clock.getAsLong())));
    }

    private void accept(boolean queued) {
        if (!queued) {
            counters.count(Dropped.SHARD_BUSY);
            throw new RejectedExecutionException(
                    closed ? "shard " + number + " is closed" : "shard " + number + " is busy");
        }
        if (sleeping.get() && sleeping.compareAndSet(true, false)) selector.wakeup();
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public long behindNanos() {
        return Math.max(now - caughtUpAt, waited);
    }

    /// A socket had so many datagrams.
    void received(int count) {
        rest.received(count);
    }

    /// A socket was not read to its end, so that others get their turn.
    void leftUnread() {
        unread = true;
    }

    /// A new time. Who had caught up before has waited until now.
    private void tick() {
        now = clock.getAsLong();
        if (caughtUp) caughtUpAt = now;
        caughtUp = false;
    }

    /// Has something run whenever the channel can be read.
    void register(SelectableChannel channel, Runnable readable) {
        execute(() -> {
            try {
                channel.register(selector, SelectionKey.OP_READ, readable);
                sockets.add(new Socket(channel, readable));
            } catch (ClosedChannelException e) {
                LOG.debug("channel closed before it was registered", e);
            }
        });
    }

    private void loop() {
        while (!closed)
            turn(); // a method of its own, since only what is called often is compiled soon
        depart();
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("cannot close the selector of shard {}", number, e);
        }
    }

    private void turn() {
        tick();
        long begin = now;
        runTasks();
        runAgendas();
        depart();
        caughtUp = tasks.isEmpty() && !unread;
        unread = false;
        try {
            await();
        } catch (IOException e) {
            failed(e);
        }
        runPatientTasks(begin);
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_PER_TURN; i++) {
            var task = tasks.poll();
            if (task == null) return;
            guarded(task);
        }
    }

    /// @param begin of the turn
    private void runPatientTasks(long begin) {
        if (patientTasks.isEmpty()) return;
        depart();
        long start = clock.getAsLong();
        long worked = asleepAt - begin + (awake ? start - awakeAt : 0);
        long end = start + Math.max(PATIENT_TURN, worked / PATIENT_SHARE);
        do {
            var next = patientTasks.poll();
            if (next == null) return;
            waited = Math.max(0, now - next.since);
            guarded(next.task);
            waited = 0;
        } while (clock.getAsLong() < end);
    }

    private void depart() {
        for (var departure : departures) guarded(departure);
    }

    private void runAgendas() {
        for (var agenda : agendas) {
            try {
                if (agenda.nextDeadline() <= now) agenda.runDue(now);
            } catch (Throwable e) {
                failed(e);
            }
        }
    }

    private void await() throws IOException {
        long next = Long.MAX_VALUE;
        for (var agenda : agendas) next = Math.min(next, agenda.nextDeadline());
        asleepAt = clock.getAsLong();
        long worked = awake ? asleepAt - awakeAt : 0;
        awake = false;
        long wait = next == Long.MAX_VALUE ? Long.MAX_VALUE : next - asleepAt;
        long pause = rest.due(asleepAt, worked);
        if (pause > 0 && wait > 0 && !isCalled()) {
            LockSupport.parkNanos(pause);
            if (wait != Long.MAX_VALUE) wait -= pause;
            readAll();
            if (awake) return;
        }
        sleeping.set(true);
        if (wait <= 0 || isCalled()) {
            selector.selectNow(ready);
        } else if (wait == Long.MAX_VALUE) {
            selector.select(ready);
        } else {
            long millis = (wait + ONE_MILLISECOND - 1) / ONE_MILLISECOND;
            selector.select(ready, Math.max(millis, SHORTEST_SLEEP));
        }
        sleeping.set(false);
    }

    /// What came in a rest. Hardly ever was it nothing, and who asks first which sockets have something asks twice.
    private void readAll() {
        boolean hadCaughtUp = caughtUp;
        tick();
        awakeAt = now;
        for (var socket : sockets) {
            if (socket.channel.isOpen()) guarded(socket.readable);
            else sockets.remove(socket);
        }
        awake = rest.ended();
        if (!awake) caughtUp = hadCaughtUp;
    }

    /// Whether somebody wants something else than datagrams.
    private boolean isCalled() {
        return closed || !tasks.isEmpty() || !patientTasks.isEmpty();
    }

    private void ready(SelectionKey key) {
        tick();
        if (!awake) awakeAt = now;
        awake = true;
        if (key.attachment() instanceof Runnable readable) guarded(readable);
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            failed(e);
        }
    }

    /// The one place where what was thrown on this shard ends. At most one report a second, so that no peer fills the
    /// log.
    void failed(Throwable cause) {
        counters.countFailure();
        unreported++;
        if (now - lastReport < ONE_SECOND) return;
        LOG.error("shard {}: {} unexpected failure(s), the last:", number, unreported, cause);
        lastReport = now;
        unreported = 0;
    }

    boolean isRunning() {
        return !closed && thread.isAlive();
    }

    /// Runs a last task of somebody on this shard and waits for it, but no longer than a second for a shard that does not come to it; runs
    /// nothing on a shard that does not run.
    void finish(Runnable task) {
        if (isCurrent()) {
            guarded(task);
            return;
        }
        if (!isRunning()) return;
        var done = new CountDownLatch(1);
        try {
            execute(() -> {
                guarded(task);
                done.countDown();
            });
            if (!done.await(ONE_SECOND, TimeUnit.NANOSECONDS))
                LOG.warn("shard {} is too busy to finish what it has to send", number);
        } catch (RejectedExecutionException e) {
            LOG.warn("shard {} is too busy to finish what it has to send", number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the loop after its current turn and waits for that; tasks still queued are forgotten.
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        if (isCurrent()) return;
        try {
            thread.join();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("cannot close the selector of shard {}", number, e);
        }
    }
}
