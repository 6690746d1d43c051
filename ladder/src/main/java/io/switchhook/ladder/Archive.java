package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps what a recorder forgets, in files of a folder: bounded in bytes and in age, the oldest go first; but of each user the
/// newest ladder in which something was wrong goes last.
///
/// One thread [writes][#write]; any thread reads. Whoever records notices nothing, whatever the disk does. After `kill -9` all is
/// there that was written.
public final class Archive implements AutoCloseable {
    private static final String SUFFIX = ".ladder";
    private static final String KEPT = "kept" + SUFFIX;
    private static final String NEW = "new";

    /// In so many segments the bytes are parted; one more may be there for a moment.
    private static final int PARTS = 16;

    /// Of so many users the newest ladder in which something was wrong is kept.
    private static final int USERS = 10_000;

    private final Path folder;
    private final long bytes;
    private final Duration age;
    private final Recorder recorder;
    private final Timeline timeline;
    private final LongSupplier nanoTime;
    private final Recorder.Cursor cursor = new Recorder.Cursor();
    private final Deque<Path> segments = new ArrayDeque<>();
    private @Nullable Segment current;
    private long number;
    private volatile long lost;
    private volatile long written;
    private volatile String problem = "";

    /// Nothing is read or written yet: a folder that cannot be used is a [#problem], and not the end.
    ///
    /// @param folder made if it is not there, for its owner only
    /// @param bytes of all files together; 1 MiB at least
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
        this.folder = folder;
        this.bytes = Math.max(bytes, 1 << 20);
        this.age = age;
        this.recorder = recorder;
        this.timeline = timeline;
        this.nanoTime = nanoTime;
    }

    /// How many entries were not written, since the disk failed.
    public long lost() {
        return lost;
    }

    /// How many entries were written.
    public long written() {
        return written;
    }

    /// What is wrong with the disk, in a sentence; empty for nothing.
    public String problem() {
        return problem;
    }

    /// Writes what was recorded since the last time, and lets go what is too much or too old. Does not fail.
    public synchronized void write() {
        var entries = recorder.since(cursor);
        try {
            for (var entry : entries) segment().append(entry);
            if (current != null) current.flush();
            written += entries.size();
        } catch (IOException | RuntimeException e) {
            // perhaps some of them are there
            lost += entries.size();
            failed("saved", e);
            return;
        }
        try {
            letGo();
            problem = "";
        } catch (IOException | RuntimeException e) {
            failed("let go", e);
        }
    }

    private void failed(String what, Exception e) {
        abandon();
        problem = "ladders cannot be " + what + " in " + folder + ": " + e;
    }

    private Segment segment() throws IOException {
        if (current != null && current.length() < bytes / PARTS) return current;
        if (current != null) current.close();
        current = null;
        if (segments.isEmpty()) open();
        var file = folder.resolve("%012d".formatted(++number) + SUFFIX);
        current = Segment.create(file, timeline);
        segments.add(file);
        return current;
    }

    /// Finds what a server before has left.
    private void open() throws IOException {
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder, owner);
        for (var file : files()) {
            segments.add(file);
            number = Math.max(number, number(file));
        }
    }

    private void abandon() {
        var open = current;
        current = null;
        if (open == null) return;
        try {
            open.close();
        } catch (IOException e) {
            problem = "ladders cannot be saved in " + folder + ": " + e.getMessage();
        }
    }

    @Override
    public synchronized void close() {
        write();
        abandon();
    }

    // What goes

    private void letGo() throws IOException {
        long all = 0;
        for (var file : segments) all += Files.size(file);
        var now = timeline.at(nanoTime.getAsLong());
        while (segments.size() > 1) {
            var oldest = segments.getFirst();
            boolean tooOld = Files.getLastModifiedTime(oldest).toInstant().plus(age).isBefore(now);
            if (all <= bytes - bytes / PARTS && !tooOld) return;
            all -= Files.size(oldest);
            keepFailures(oldest);
            Files.deleteIfExists(oldest);
            segments.removeFirst();
        }
    }

    /// Copies what is to be kept longest into the file for that, which has a part of the bytes, and age as all others.
    private void keepFailures(Path segment) throws IOException {
        var kept = folder.resolve(KEPT);
        var entries = new ArrayList<>(read(kept));
        entries.addAll(Segment.read(segment, timeline));
        entries.sort(Comparator.comparingLong(Entry::nanos));
        var newest = new LinkedHashMap<String, Strand>();
        long now = nanoTime.getAsLong();
        for (var strand : Joining.strands(entries)) {
            if (now - strand.ended() > age.toNanos() || newest.size() == USERS) continue;
            var ladder = Assembly.ladder(strand, timeline, now, List.of());
            boolean isWrong =
                    ladder.verdict().filter(it -> it.severity() == Severity.FAULT).isPresent();
            if (isWrong) newest.putIfAbsent(ladder.from().user(), strand);
        }
        var file = folder.resolve(NEW);
        Files.deleteIfExists(file);
        try (var out = Segment.create(file, timeline)) {
            for (var strand : newest.values())
                for (var item : strand.items())
                    if (out.length() < bytes / PARTS) out.append(item.entry());
        }
        Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    // Readers

    /// The newest entries that are in files.
    ///
    /// @param most how many bytes of files are read
    /// @return in the order of time
    List<Entry> entries(long most) {
        var entries = new ArrayList<Entry>();
        try {
            var files = new ArrayList<>(files().reversed());
            files.add(folder.resolve(KEPT));
            long read = 0;
            for (var file : files) {
                if (read > most) break;
                read += Files.exists(file) ? Files.size(file) : 0;
                entries.addAll(read(file));
            }
        } catch (IOException e) {
            problem = "ladders cannot be read in " + folder + ": " + e.getMessage();
        }
        entries.sort(Comparator.comparingLong(Entry::nanos));
        return entries;
    }

    /// A file that was let go meanwhile has nothing.
    private List<Entry> read(Path file) throws IOException {
        try {
            return Segment.read(file, timeline);
        } catch (NoSuchFileException e) {
            return List.of();
        }
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
