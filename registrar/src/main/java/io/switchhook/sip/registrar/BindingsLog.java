package io.switchhook.sip.registrar;

import io.switchhook.sip.registrar.Keeper.Waiting;
import io.switchhook.sip.registrar.LogFolder.LogFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes changes to a disk, many at a time, and tells those who wait when they are safe. Everything but what its Javadoc
/// says otherwise of is for the one thread that takes [#turn] after turn.
///
/// ```
///              a generation began             disk fails
///   Failing ------------------------> Writing ----------> Failing
///      ^  |                            |    ^
///      +--+ disk still fails           +----+ the log is long: the next generation begins
/// ```
///
/// While it fails, changes are held in memory alone. The generation that begins afterwards has all of them in its
/// snapshot. A file that once failed is never written again, since after a failed `fsync` nobody knows what is in it.
final class BindingsLog {
    private static final Logger LOG = LoggerFactory.getLogger(DurableLocationService.class);
    private static final int GROUP_BYTES = 1 << 20;
    private static final long IDLE = Long.MIN_VALUE;
    static final Duration RETRY = Duration.ofSeconds(2);
    static final Duration SNAPSHOT_RETRY = Duration.ofSeconds(30);
    static final Duration STALL = Duration.ofSeconds(5);

    /// Where it writes, what, and by which clocks.
    ///
    /// @param all the bindings as they are
    /// @param shift as for [BindingsRecord#write]
    /// @param background where snapshots are written
    /// @param longest how many bytes a log may have over twice its snapshot before the next generation begins
    record Setting(
            LogFolder folder,
            Snapshot.All all,
            LongSupplier shift,
            LongSupplier nanoClock,
            Executor background,
            long longest) {}

    private record Change(Bindings bindings, Optional<Waiting> waiting) {}

    /// What became of a snapshot.
    private record Written(long length, @Nullable IOException failure) {}

    private final Setting setting;
    private final LogCounters counters;
    private final BiConsumer<Waiting, Boolean> told;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Written> written = new AtomicReference<>();
    private final FrameWriter frames = new FrameWriter();
    private final List<Waiting> group = new ArrayList<>();
    private final List<Waiting> unwritten = new ArrayList<>();

    private Generation generation;
    private @Nullable LogFile file;

    /// Up to where the file is safe.
    private long safe;

    /// Of all logs since the snapshot.
    private long logBytes;

    private long snapshotBytes;

    /// Of the logs that the snapshot under way replaces.
    private long superfluous;

    private boolean snapshotRuns;
    private boolean snapshotDue;
    private long retryAt;
    private volatile boolean rewrite;
    private volatile boolean ending;
    private volatile @Nullable String failure;
    private volatile @Nullable String snapshotFailure;
    private volatile long busySince = IDLE;

    /// @param told gets each who waits, and whether his change is safe
    BindingsLog(
            Setting setting,
            Recovery.Found found,
            LogCounters counters,
            BiConsumer<Waiting, Boolean> told) {
        this.setting = setting;
        this.counters = counters;
        this.told = told;
        this.generation = found.newest();
        this.snapshotBytes = found.snapshotBytes();
        this.logBytes = found.logBytes();
        this.retryAt = setting.nanoClock.getAsLong();
        this.rewrite = found.droppedBytes() > 0;
    }

    /// Begins to write; if the disk does not let it, it tries again later.
    void open() {
        try {
            begin();
        } catch (IOException e) {
            fail(e);
        }
    }

    /// Hands over a change, from any thread, in order for each address-of-record.
    void add(Bindings bindings, Optional<Waiting> waiting) {
        counters.waiting.incrementAndGet();
        changes.add(new Change(bindings, waiting));
    }

    /// Has all bindings written anew. From any thread.
    void rewrite() {
        rewrite = true;
    }

    /// Whether what is handed over now has no hope to be safe soon. From any thread.
    boolean isFailing() {
        return failure != null || isStalled();
    }

    private boolean isStalled() {
        long since = busySince;
        return since != IDLE && setting.nanoClock.getAsLong() - since > STALL.toNanos();
    }

    /// What is wrong, in a sentence. From any thread.
    Optional<String> problem() {
        String folder = setting.folder.path("");
        String reason = failure;
        if (reason == null && isStalled()) reason = "the disk does not answer";
        if (reason != null)
            return Optional.of(
                    "registrations cannot be saved in "
                            + folder
                            + " ("
                            + reason
                            + "): phones that are registered stay so in memory, new ones get 503;"
                            + " free some space or repair the disk, and they are taken again within seconds");
        String lesser = snapshotFailure;
        if (lesser == null) return Optional.empty();
        return Optional.of(
                "the log of registrations in "
                        + folder
                        + " cannot be compacted ("
                        + lesser
                        + "): registrations are saved, but the log grows; free some space, and it"
                        + " is tried again within a minute");
    }

    /// Writes what was handed over, or does what else is due.
    ///
    /// @return whether there was anything to do
    boolean turn() {
        boolean busy = snapshotEnded();
        if (isGenerationDue()) {
            tryToBegin();
            busy = true;
        }
        gather();
        if (frames.length() == 0 && group.isEmpty() && unwritten.isEmpty()) return busy;
        boolean safely = writeGroup();
        frames.clear();
        for (var waiting : group) told.accept(waiting, safely);
        for (var waiting : unwritten) told.accept(waiting, false);
        group.clear();
        unwritten.clear();
        return true;
    }

    private void gather() {
        while (frames.length() < GROUP_BYTES) {
            var change = changes.poll();
            if (change == null) return;
            counters.waiting.decrementAndGet();
            counters.records.increment();
            change.waiting.ifPresent((isWritten(change) ? group : unwritten)::add);
        }
    }

    private boolean isWritten(Change change) {
        try {
            return BindingsRecord.write(frames, change.bindings, setting.shift.getAsLong());
        } catch (RuntimeException e) {
            LOG.error("cannot write {}", change.bindings, e);
            frames.abandon();
            return false;
        }
    }

    private boolean writeGroup() {
        var log = file;
        if (log == null) return false;
        busySince = setting.nanoClock.getAsLong();
        try {
            log.append(frames.written());
            log.force();
            safe += frames.length();
            count(frames.length());
            counters.groups.increment();
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        } finally {
            busySince = IDLE;
        }
    }

    private void count(long more) {
        logBytes += more;
        counters.bytes.set(snapshotBytes + logBytes);
    }

    private void fail(IOException cause) {
        counters.failures.increment();
        var reason = String.valueOf(cause.getMessage());
        LOG.atError()
                .addKeyValue("file", setting.folder.path(generation.log()))
                .addKeyValue("reason", reason)
                .log("registrations cannot be saved");
        close();
        failure = reason;
        retryAt = setting.nanoClock.getAsLong() + RETRY.toNanos();
    }

    private boolean hasRecords() {
        return safe > Generation.heading().length;
    }

    /// Begins nothing any more, and gives up a snapshot that is under way. From any thread.
    void end() {
        ending = true;
    }

    /// Whether a snapshot is under way.
    boolean isCompacting() {
        return snapshotRuns;
    }

    /// What was not safe is taken back as far as the disk lets us, since those who sent it will hear that it failed.
    void close() {
        var log = file;
        file = null;
        if (log == null) return;
        try (log) {
            if (hasRecords()) log.truncate(safe);
            else setting.folder.delete(generation.log());
        } catch (IOException e) {
            LOG.debug("cannot truncate {}", generation.log(), e);
        }
    }

    private boolean isGenerationDue() {
        if (snapshotRuns || ending) return false;
        if (file == null || snapshotDue) return setting.nanoClock.getAsLong() - retryAt >= 0;
        return rewrite || logBytes > 2 * snapshotBytes + setting.longest;
    }

    /// A snapshot that failed is tried again for the same generation, and a generation whose log is empty needs no next one.
    private void tryToBegin() {
        busySince = setting.nanoClock.getAsLong();
        try {
            boolean failed = failure != null;
            if (file == null || !snapshotDue && hasRecords()) begin();
            if (failed) LOG.info("registrations are saved again");
            writeSnapshot();
        } catch (IOException e) {
            counters.failures.increment();
            retryAt = setting.nanoClock.getAsLong() + RETRY.toNanos();
            if (file != null) snapshotFailed(e);
        } finally {
            busySince = IDLE;
        }
    }

    /// The next generation's log, empty and safe, in place of the one before.
    private void begin() throws IOException {
        var next = generation.next();
        var fresh = Generation.create(setting.folder, next.log());
        try {
            fresh.force();
            setting.folder.force();
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        close();
        generation = next;
        file = fresh;
        safe = Generation.heading().length;
        failure = null;
        count(safe);
    }

    private void writeSnapshot() {
        snapshotRuns = true;
        snapshotDue = false;
        rewrite = false;
        superfluous = logBytes - safe;
        var snapshot = new Snapshot(setting.folder, generation, setting.shift, () -> ending);
        setting.background.execute(() -> {
            try {
                written.set(new Written(snapshot.write(setting.all), null));
            } catch (IOException e) {
                written.set(new Written(0, e));
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("a snapshot failed", e);
                written.set(new Written(0, new IOException(e)));
            }
        });
    }

    private boolean snapshotEnded() {
        var result = written.getAndSet(null);
        if (result == null) return false;
        snapshotRuns = false;
        if (result.failure != null) {
            if (!ending) snapshotFailed(result.failure);
        } else {
            snapshotBytes = result.length;
            snapshotFailure = null;
            counters.snapshots.increment();
            count(-superfluous);
        }
        return true;
    }

    private void snapshotFailed(IOException cause) {
        counters.failures.increment();
        snapshotDue = true;
        retryAt = setting.nanoClock.getAsLong() + SNAPSHOT_RETRY.toNanos();
        snapshotFailure = String.valueOf(cause.getMessage());
        LOG.warn("cannot write all registrations anew: {}", cause.getMessage());
    }
}
