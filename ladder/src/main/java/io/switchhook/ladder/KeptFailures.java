package io.switchhook.ladder;

import io.switchhook.ladder.Failures.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The file of an archive that has the newest failure of each user: written anew whenever other files go, from what it had and
/// what they have. For one thread.
final class KeptFailures {
    private static final long LARGEST = 16 << 20;

    /// One ladder has no more than one of so many parts.
    private static final int PARTS = 16;

    private final Path file;
    private final Path fresh;
    private final int bytes;
    private final Timeline timeline;
    private final Failures failures = new Failures();
    private long oldest = Long.MAX_VALUE;

    /// @param most bytes of the file; while it is replaced there are two
    KeptFailures(Path folder, long most, Timeline timeline) {
        this.file = folder.resolve("kept.ladder");
        this.fresh = folder.resolve("new");
        this.bytes = (int) Math.min(most, LARGEST);
        this.timeline = timeline;
    }

    int bytes() {
        return bytes;
    }

    Path file() {
        return file;
    }

    /// Reads what a server before has left.
    void open(long now) throws IOException {
        Files.deleteIfExists(fresh);
        for (var frames : byKey(List.of(file), (_, _, _) -> true).values())
            failures.judge(frames, timeline, now);
        oldest = failures.oldest();
    }

    /// Whether there is something from before a moment.
    boolean isTooOld(long moment) {
        return oldest < moment;
    }

    /// Deletes files, and takes over what of them is to be kept.
    ///
    /// @param next the file after them, which may say what was wrong in calls that began in them
    /// @param oldest before which nothing is kept
    void replace(List<Path> gone, Optional<Path> next, long oldest, long now) throws IOException {
        var troubled = new HashSet<Long>();
        for (var path : gone) troubled.addAll(troubled(path));
        if (next.isPresent()) troubled.addAll(troubled(next.get()));
        var keys = failures.keys();
        var files = new ArrayList<>(gone);
        files.add(file);
        var byKey =
                byKey(
                        files,
                        (it, frame, _) -> {
                            long key = Frames.key(it, frame);
                            return troubled.contains(key) || keys.contains(key);
                        });
        // first the room, then what needs it
        for (var path : gone) Files.deleteIfExists(path);
        for (var key : troubled) {
            var frames = byKey.get(key);
            if (frames != null) failures.judge(frames, timeline, now);
        }
        failures.forget(oldest);
        write(byKey);
    }

    private void write(Map<Long, Frames> byKey) throws IOException {
        Files.deleteIfExists(fresh);
        var there = new HashSet<Place>();
        try (var out = Segment.create(fresh, timeline)) {
            for (var place : failures.places()) {
                var frames = byKey.get(place.key());
                if (frames == null) continue;
                var own = new Frames(0);
                own.addFrom(
                        frames.bytes(), 0, frames.size(), (it, frame, _) -> place.holds(it, frame));
                int length = Math.min(own.size(), Math.min(Segment.CHUNK, bytes / PARTS));
                length = Frames.end(own.bytes(), 0, length);
                if (out.length() + Segment.CHUNK_HEAD + length > bytes) break;
                if (length > 0) out.append(own.bytes(), 0, length);
                there.add(place);
            }
        }
        failures.retain(there);
        oldest = failures.oldest();
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Set<Long> troubled(Path path) throws IOException {
        var keys = new HashSet<Long>();
        Segment.read(
                path,
                timeline,
                (it, frame, length) -> {
                    if (Trouble.isIn(it, frame, length)) keys.add(Frames.key(it, frame));
                    return false;
                });
        return keys;
    }

    /// No more than four times of what is kept: the newest.
    private Map<Long, Frames> byKey(List<Path> files, Frames.Choice choice) throws IOException {
        var byKey = new HashMap<Long, Frames>();
        long[] taken = {0};
        for (var path : files.reversed())
            Segment.read(
                    path,
                    timeline,
                    (it, frame, length) -> {
                        if (taken[0] < 4L * bytes && choice.takes(it, frame, length)) {
                            taken[0] += length;
                            byKey.computeIfAbsent(Frames.key(it, frame), _ -> new Frames(length))
                                    .add(it, frame, length);
                        }
                        return false;
                    });
        return byKey;
    }
}
