package io.switchhook.ladder;

import io.switchhook.ladder.Frames.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps what a recorder forgets, in files of a folder: bounded in bytes and in age, the oldest go first; but of each user the
/// newest ladder in which something was wrong goes last. At a rate beyond [#RATE], only what has a sign of [Trouble] is written.
///
/// One thread [writes][#write]; any thread reads. Whoever records notices nothing, whatever the disk does. After `kill -9` all is
/// there that was written.
public final class Archive implements AutoCloseable {
    /// Bytes a second, over some time: those of a hundred calls.
    static final long RATE = 2 << 20;

    /// So many seconds of that at once.
    private static final int BURST = 4;

    /// What is let go at once, and what failures have: one of so many parts of the bytes.
    private static final int PARTS = 16;

    private static final long LARGEST_SEGMENT = 8 << 20;

    /// So many calls are written that show a sign of trouble while there is more to write than may be.
    private static final int TROUBLED = 2000;

    /// So many of them are looked for at a time: their beginning is sought in all that memory has.
    private static final int FRESH = 125;

    /// So long files are read for a question.
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);

    /// So long after something was left out, its end may show a sign of trouble.
    private static final long LONGEST_CALL = TimeUnit.MINUTES.toNanos(4);

    private static final String SUFFIX = ".ladder";

    /// A file that is not written any more.
    private record Closed(Path file, long bytes, Instant newest) {}

    private final Path folder;
    private final long bytes;
    private final Duration age;
    private final Recorder recorder;
    private final Timeline timeline;
    private final LongSupplier nanoTime;
    private final KeptFailures kept;
    private final Recorder.Cursor cursor = new Recorder.Cursor();
    private final Deque<Closed> closed = new ArrayDeque<>();
    private final Set<Long> troubled = new LinkedHashSet<>();
    private @Nullable Segment current;
    private Instant currentBegun = Instant.MIN;
    private boolean isOpen;
    private long number;
    private long closedBytes;
    private long allowance = RATE * BURST;
    private long allowedAt;
    private long pausedUntil;
    private long leftOutAt;
    private volatile long written;
    private volatile long leftOut;
    private volatile long lost;
    private volatile String problem = "";

    /// Nothing is read or written yet: a folder that cannot be used is a [#problem], and not the end.
    ///
    /// @param folder made if it is not there, for its owner only
    /// @param bytes of all files together, which they never exceed; 1 MiB at least
    /// @param age after which what was recorded goes
    /// @param timeline what the times of the recorder's clock mean
    /// @param nanoTime the recorder's clock
    public Archive(
            Path folder,
            long bytes,
            Duration age,
            Recorder recorder,
            Timeline timeline,
            LongSupplier nanoTime) {
        long all = Math.max(bytes, 1 << 20);
        this.folder = folder;
        this.age = age;
        this.recorder = recorder;
        this.timeline = timeline;
        this.nanoTime = nanoTime;
        this.kept = new KeptFailures(folder, all / PARTS, timeline);
        this.bytes = all - 2 * kept.bytes();
        this.allowedAt = nanoTime.getAsLong();
        this.pausedUntil = allowedAt;
        this.leftOutAt = allowedAt - LONGEST_CALL - 1;
    }

    /// Bytes of entries that were written.
    public long written() {
        return written;
    }

    /// Bytes of entries that were left out, since there were more than may be written in such a time.
    public long leftOut() {
        return leftOut;
    }

    /// Bytes of entries that were not written, since the disk failed or this was too late.
    public long lost() {
        return lost;
    }

    /// What is wrong with the disk, in a sentence; empty for nothing.
    public String problem() {
        return problem;
    }

    private Instant now() {
        return timeline.at(nanoTime.getAsLong());
    }

    // Writing

    /// Writes what was recorded since the last time, and lets go what is too much or too old. Does not fail.
    public synchronized void write() {
        if (nanoTime.getAsLong() - pausedUntil < 0) return;
        try {
            if (!isOpen) open();
            letGoWhatIsOld();
        } catch (IOException | RuntimeException e) {
            failed(isOpen ? "let go" : "saved", e);
            return;
        }
        long behind = recorder.behind(cursor);
        boolean all = mayWrite(behind);
        long overtaken =
                all && isComplete()
                        ? recorder.read(cursor, Choice.ALL, this::append)
                        : appendTroubled(behind, all);
        lost += overtaken;
    }

    /// Whether all is written that the recorder still has.
    private boolean isComplete() {
        return nanoTime.getAsLong() - leftOutAt > LONGEST_CALL;
    }

    /// What is left out counts, too: while more comes than may be written, calls are not cut in pieces by what has been saved up
    /// meanwhile.
    private boolean mayWrite(long more) {
        long now = nanoTime.getAsLong();
        long passed = Math.min(now - allowedAt, TimeUnit.SECONDS.toNanos(BURST));
        long saved = allowance + passed * RATE / TimeUnit.SECONDS.toNanos(1);
        long left = Math.min(RATE * BURST, saved) - more;
        allowance = Math.max(0, left);
        allowedAt = now;
        return left >= 0;
    }

    /// What has shown a sign of trouble goes on; of what shows one now, all is written that the recorder still has.
    ///
    /// @param all whether the rest is written, too
    /// @return how many bytes came too late to be looked at
    private long appendTroubled(long behind, boolean all) {
        if (!all) leftOutAt = nanoTime.getAsLong();
        var fresh = new HashSet<Long>();
        long before = written;
        long overtaken =
                recorder.read(
                        cursor,
                        (it, frame, length) -> {
                            long key = Frames.key(it, frame);
                            if (!troubled.isEmpty() && troubled.contains(key)) return true;
                            if (key != 0 && fresh.size() < FRESH && Trouble.isIn(it, frame, length))
                                fresh.add(key);
                            return all;
                        },
                        this::append);
        if (!all) leftOut += Math.max(0, behind - (written - before));
        if (fresh.isEmpty()) return overtaken;
        recorder.read(
                new Recorder.Cursor(),
                (it, frame, _) -> fresh.contains(Frames.key(it, frame)),
                this::append);
        troubled.addAll(fresh);
        var oldest = troubled.iterator();
        for (int i = troubled.size(); i > TROUBLED; i--) {
            oldest.next();
            oldest.remove();
        }
        return overtaken;
    }

    private void append(Frames frames) {
        int at = 0;
        try {
            while (isOpen && at < frames.size()) {
                int length = chunk(frames, at);
                segment(Segment.CHUNK_HEAD + length).append(frames.bytes(), at, length);
                at += length;
                written += length;
                problem = "";
            }
        } catch (IOException | RuntimeException e) {
            failed("saved", e);
        }
        lost += frames.size() - at;
    }

    /// How long the whole frames are that fit into a chunk.
    private static int chunk(Frames frames, int from) {
        int to = Math.min(frames.size(), from + Segment.CHUNK);
        return Frames.end(frames.bytes(), from, to) - from;
    }

    private Segment segment(int more) throws IOException {
        if (current != null && current.length() + more > Math.min(bytes / PARTS, LARGEST_SEGMENT))
            closeCurrent();
        long length = current == null ? Segment.HEAD : current.length();
        if (closedBytes + length + more > bytes)
            letGo(closedBytes + length + more - bytes + bytes / PARTS);
        if (current == null) {
            current =
                    Segment.create(folder.resolve("%012d".formatted(++number) + SUFFIX), timeline);
            currentBegun = now();
        }
        return current;
    }

    private void closeCurrent() throws IOException {
        var done = current;
        if (done == null) return;
        current = null;
        var newest = now();
        done.close(newest);
        closed.add(new Closed(done.file(), done.length(), newest));
        closedBytes += done.length();
    }

    /// Finds what a server before has left.
    private void open() throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder, owner);
        closed.clear();
        closedBytes = 0;
        for (var file : files()) {
            var found =
                    new Closed(file, Files.size(file), Files.getLastModifiedTime(file).toInstant());
            closed.add(found);
            closedBytes += found.bytes();
            number = Math.max(number, number(file));
        }
        kept.open(nanoTime.getAsLong());
        isOpen = true;
    }

    private void failed(String what, Exception e) {
        var left = current;
        current = null;
        isOpen = false;
        pausedUntil = nanoTime.getAsLong() + PAUSE;
        problem = "ladders cannot be " + what + " in " + folder + ": " + e;
        if (left == null) return;
        try {
            left.close();
            if (left.length() <= Segment.HEAD) Files.deleteIfExists(left.file());
        } catch (IOException again) {
            e.addSuppressed(again);
        }
    }

    @Override
    public synchronized void close() {
        write();
        try {
            closeCurrent();
        } catch (IOException e) {
            failed("saved", e);
        }
    }

    // Letting go

    private void letGoWhatIsOld() throws IOException {
        var oldest = now().minus(age);
        if (current != null && currentBegun.isBefore(now().minus(age.dividedBy(PARTS))))
            closeCurrent();
        boolean isOld = !closed.isEmpty() && closed.getFirst().newest().isBefore(oldest);
        if (isOld || closedBytes > bytes) letGo(Math.max(1, closedBytes - bytes));
        else if (kept.isTooOld(nanoTime.getAsLong() - age.toNanos())) keepFailures(List.of());
    }

    /// Lets go so many bytes at least, and all that is too old.
    private void letGo(long least) throws IOException {
        var oldest = now().minus(age);
        var gone = new ArrayList<Path>();
        long freed = 0;
        while (!closed.isEmpty()
                && (freed < least || closed.getFirst().newest().isBefore(oldest))) {
            var file = closed.removeFirst();
            gone.add(file.file());
            freed += file.bytes();
        }
        closedBytes -= freed;
        keepFailures(gone);
    }

    private void keepFailures(List<Path> gone) throws IOException {
        var next =
                closed.isEmpty() ? Optional.<Path>empty() : Optional.of(closed.getFirst().file());
        long now = nanoTime.getAsLong();
        kept.replace(gone, next, now - age.toNanos(), now);
    }

    // Reading

    /// Who goes through the files.
    interface Reader {
        /// Sees the frames of a file and of the next older one, into which its calls may reach back. Each file is read once.
        ///
        /// @return whether the next older one is wanted
        boolean read(Frames file, Frames older);
    }

    /// Reads all files, the newest first, until nobody wants more or it takes too long.
    ///
    /// @return what is older than this was not read; empty if nothing that was wanted was left out
    Optional<Instant> read(Reader reader) {
        long begun = nanoTime.getAsLong();
        var file = new Frames(0);
        try {
            for (var next : newestFirst()) {
                if (file.size() > 0 && isTooLate(begun)) {
                    reader.read(file, new Frames(0));
                    return Optional.of(timeline.at(Frames.nanos(file.bytes(), 0)));
                }
                var older = Segment.read(next, timeline, Choice.ALL);
                if (file.size() > 0 && !reader.read(file, older)) return Optional.empty();
                if (older.size() > 0) file = older;
            }
        } catch (IOException e) {
            unreadable(e);
        }
        reader.read(file, new Frames(0));
        return Optional.empty();
    }

    /// The chosen frames of the newest files, as entries in no order; those of older ones only as far as there is time to read them.
    ///
    /// @param most how many bytes of them
    List<Entry> entries(Choice choice, long most) {
        var entries = new ArrayList<Entry>();
        long begun = nanoTime.getAsLong();
        long[] taken = {0};
        Choice bounded =
                (bytes, from, length) -> {
                    if (taken[0] >= most || !choice.takes(bytes, from, length)) return false;
                    taken[0] += length;
                    return true;
                };
        try {
            for (var file : newestFirst()) {
                if (taken[0] >= most || isTooLate(begun)) break;
                entries.addAll(Segment.read(file, timeline, bounded).entries());
            }
        } catch (IOException e) {
            unreadable(e);
        }
        return entries;
    }

    /// Of whom there is something in the newest files.
    ///
    /// @param most how many
    Set<Long> keys(int most) {
        var keys = new LinkedHashSet<Long>();
        read((file, _) -> {
            for (var key : file.keys(Choice.ALL).reversed()) if (keys.size() < most) keys.add(key);
            return keys.size() < most;
        });
        return keys;
    }

    private boolean isTooLate(long begun) {
        return nanoTime.getAsLong() - begun > PATIENCE;
    }

    private void unreadable(IOException e) {
        problem = "ladders cannot be read in " + folder + ": " + e;
    }

    /// What was kept of files that are gone comes last.
    private List<Path> newestFirst() throws IOException {
        var files = new ArrayList<>(files().reversed());
        files.add(kept.file());
        return files;
    }

    /// The segments, the oldest first.
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(it -> number(it) > 0)
                    .sorted(Comparator.comparingLong(Archive::number))
                    .toList();
        }
    }

    /// 0 for what is no segment.
    private static long number(Path file) {
        String name = Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("");
        if (!name.endsWith(SUFFIX)) return 0;
        try {
            return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
