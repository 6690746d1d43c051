package io.switchhook.sip.registrar;

import io.switchhook.sip.registrar.Keeper.Waiting;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.uri.AddressOfRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bindings in memory and on a disk: what was accepted is there again when the process comes back, however it ended.
///
/// An update is told to be done when a disk has it for good; those of many phones become so together. While the disk
/// fails, nothing new is accepted (503), but who is registered can refresh and leave, which is held in memory and saved
/// when the disk is well again.
///
/// What a binding needs to be reached comes back too, as far as it can. A phone behind a NAT over UDP is reached over
/// the same listener. A connection is gone: where its phone can be expected to take a new one ([FlowRecord]) the binding
/// stays, else it goes, and the phone, which saw its connection end, registers again.
///
/// Times of bindings are those of a clock that never jumps. On the disk are those of the wall clock; when that is set
/// while the process runs, all is written anew.
public final class DurableLocationService implements LocationService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLocationService.class);
    private static final int RETRY_SECONDS = 30;
    private static final long IDLE_NANOS = 500_000_000;

    /// How long the disk has peace after each group. To have it force one change costs as much as to have it force a
    /// hundred, and more than all else that a REGISTER costs; a phone does not mind to wait this long.
    private static final long REST_NANOS = 4_000_000;

    private static final long LONGEST_LOG = 1 << 24;
    private static final long JUMP_MILLIS = 2_000;
    private static final Duration END = Duration.ofSeconds(5);

    /// The clocks that it needs.
    ///
    /// @param steady what the bindings' times are of; never jumps
    /// @param wall what people set
    /// @param nanos a monotonic clock
    public record Clocks(InstantSource steady, InstantSource wall, LongSupplier nanos) {
        long shift() {
            return wall.instant().toEpochMilli() - steady.instant().toEpochMilli();
        }
    }

    /// Its bounds.
    ///
    /// @param bindings how many are held; a REGISTER for more gets 503
    /// @param waiting how many changes wait for the disk; past it a REGISTER gets 503
    /// @param maxExpires no binding of an earlier process is held for longer than this
    public record Bounds(int bindings, int waiting, Duration maxExpires) {}

    private final InMemoryLocationService memory;
    private final BindingsLog log;
    private final Clocks clocks;
    private final Bounds bounds;
    private final LogCounters counters = new LogCounters();
    private long savedShift;
    private volatile boolean closed;

    /// Whether the writer has nothing to do: only then a change has to wake it.
    private volatile boolean idle;

    private volatile @Nullable Thread writer;

    DurableLocationService(
            LogFolder folder,
            Bounds bounds,
            Clocks clocks,
            Flows flows,
            LocationListener listener,
            Executor background,
            long longestLog)
            throws IOException {
        this.bounds = bounds;
        this.clocks = clocks;
        this.memory =
                new InMemoryLocationService(bounds.bindings, clocks.steady, listener, this::keep);
        this.savedShift = clocks.shift();
        long began = clocks.nanos.getAsLong();
        var now = clocks.steady.instant();
        var reader = new BindingsReader(savedShift, now.plus(bounds.maxExpires), flows);
        var found = new Recovery(folder, reader).run(now, memory::load);
        counters.droppedBytes.add(found.droppedBytes());
        tell(found, clocks.nanos.getAsLong() - began);
        var setting =
                new BindingsLog.Setting(
                        folder,
                        action -> memory.forEach(Instant.EPOCH, action),
                        clocks::shift,
                        clocks.nanos,
                        background,
                        longestLog);
        this.log = new BindingsLog(setting, found, counters, this::settle);
        log.open();
    }

    /// Reads what is in the folder, and keeps it up to date from now on.
    ///
    /// @param flows where the flows of phones behind NATs are found again; it may be started later
    /// @throws IOException if what is there cannot be read, saying what to do
    public static DurableLocationService open(
            Path folder, Bounds bounds, Clocks clocks, Flows flows, LocationListener listener)
            throws IOException {
        var service =
                new DurableLocationService(
                        DiskFolder.open(folder),
                        bounds,
                        clocks,
                        flows,
                        listener,
                        task -> daemon("bindings-snapshot", task),
                        LONGEST_LOG);
        service.writer = daemon("bindings-log", service::write);
        return service;
    }

    private static Thread daemon(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }

    private static void tell(Recovery.Found found, long nanos) {
        if (found.newest().number() == 0) return;
        LOG.atInfo()
                .addKeyValue("bindings", found.bindings())
                .addKeyValue("expired", found.expired())
                .addKeyValue("unreachable", found.unreachable())
                .addKeyValue("bytes", found.snapshotBytes() + found.logBytes())
                .addKeyValue("ms", nanos / 1_000_000)
                .log("bindings read");
    }

    private void write() {
        while (!closed) {
            if (turn()) LockSupport.parkNanos(this, REST_NANOS);
            else await();
        }
        while (turn() || log.isCompacting() && writer != null)
            LockSupport.parkNanos(this, IDLE_NANOS / 50);
        log.close();
    }

    private void await() {
        idle = true;
        if (!turn())
            LockSupport.parkNanos(
                    this, IDLE_NANOS); // nothing came before it was seen that the writer is idle
        idle = false;
    }

    /// Does what the writer has to do.
    ///
    /// @return whether there was anything
    boolean turn() {
        try {
            return log.turn();
        } catch (RuntimeException e) {
            LOG.error("the log of bindings stumbled", e);
            return false;
        }
    }

    @Override
    public Bindings bindings(AddressOfRecord addressOfRecord, Instant now) {
        return memory.bindings(addressOfRecord, now);
    }

    @Override
    public void update(
            AddressOfRecord addressOfRecord,
            Function<Bindings, Outcome> change,
            Executor executor,
            Consumer<Outcome> done) {
        memory.update(
                addressOfRecord,
                current -> admitted(current, change.apply(current)),
                executor,
                done);
    }

    private Outcome admitted(Bindings current, Outcome outcome) {
        if (!(outcome instanceof Outcome.Accepted accepted)) return outcome;
        if (accepted.bindings() == current) return outcome;
        if (closed || counters.waiting() >= bounds.waiting) return refused();
        return isNew(accepted) && log.isFailing() ? refused() : outcome;
    }

    private static boolean isNew(Outcome.Accepted accepted) {
        for (var event : accepted.events())
            if (event instanceof LocationEvent.Registered) return true;
        return false;
    }

    private Outcome refused() {
        counters.refused.increment();
        return InMemoryLocationService.unavailable(
                "registrations cannot be saved now", RETRY_SECONDS);
    }

    private boolean keep(Bindings changed, Optional<Waiting> waiting) {
        log.add(changed, waiting);
        if (idle) LockSupport.unpark(writer);
        return true;
    }

    /// A change could not be saved: what is new of it is taken back, the rest is held in memory.
    private void settle(Waiting waiting, boolean safe) {
        var outcome = waiting.outcome();
        if (safe || !isNew(outcome)) {
            waiting.tell(outcome);
            return;
        }
        memory.update(
                outcome.bindings().addressOfRecord(),
                current -> withoutNew(current, outcome.events()),
                Runnable::run,
                _ -> {});
        waiting.tell(refused());
    }

    private static Outcome withoutNew(Bindings current, List<LocationEvent> events) {
        var left = new ArrayList<>(current.all());
        var gone = new ArrayList<LocationEvent>();
        for (var event : events)
            if (event instanceof LocationEvent.Registered(var addressOfRecord, var binding)
                    && left.removeIf(its -> its == binding))
                gone.add(new LocationEvent.Unregistered(addressOfRecord, binding));
        if (gone.isEmpty()) return new Outcome.Accepted(current, List.of());
        return new Outcome.Accepted(new Bindings(current.addressOfRecord(), left), gone);
    }

    @Override
    public void remove(AddressOfRecord addressOfRecord) {
        memory.remove(addressOfRecord);
    }

    /// Also notices that the wall clock was set. For one thread.
    @Override
    public int sweep() {
        long shift = clocks.shift();
        if (Math.abs(shift - savedShift) > JUMP_MILLIS) {
            LOG.atInfo()
                    .addKeyValue("ms", shift - savedShift)
                    .log("the clock was set; no registration is shorter or longer for it");
            savedShift = shift;
            log.rewrite();
        }
        return memory.sweep();
    }

    @Override
    public int size() {
        return memory.size();
    }

    @Override
    public void forEach(Instant now, Consumer<Bindings> action) {
        memory.forEach(now, action);
    }

    public LogCounters counters() {
        return counters;
    }

    /// What is wrong with the disk and what to do, in a sentence; empty if all is well.
    public Optional<String> problem() {
        return log.problem();
    }

    /// Writes what waits, and takes no more. To be called before connections are closed, so that the bindings over them
    /// are found again.
    @Override
    public void close() {
        memory.freeze();
        closed = true;
        log.end();
        var thread = writer;
        if (thread == null) {
            write();
            return;
        }
        LockSupport.unpark(thread);
        try {
            if (!thread.join(END))
                LOG.warn("the disk does not answer; the last changes may be lost");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
