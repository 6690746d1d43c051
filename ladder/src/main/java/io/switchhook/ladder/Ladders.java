package io.switchhook.ladder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// What a recorder and an archive have, for somebody to look at. For any thread; nothing is kept between two questions, and whoever
/// asks does the work himself: writers notice nothing of it.
public final class Ladders {
    /// So many calls are looked at to find what is asked for, the newest.
    private static final int EXAMINED = 5000;

    /// So many entries of one call are read, the newest.
    private static final int LONGEST = 2000;

    /// So many bytes of entries are taken from files for a question.
    private static final long ARCHIVED = 16 << 20;

    private final Recorder recorder;
    private final Timeline timeline;
    private final LongSupplier nanoTime;
    private final Optional<Archive> archive;

    /// @param timeline what the times of the recorder's clock mean
    /// @param nanoTime the recorder's clock
    /// @param archive of what the recorder has forgotten
    public Ladders(
            Recorder recorder,
            Timeline timeline,
            LongSupplier nanoTime,
            Optional<Archive> archive) {
        this.recorder = recorder;
        this.timeline = timeline;
        this.nanoTime = nanoTime;
        this.archive = archive;
    }

    /// Of what the recorder has alone.
    public Ladders(Recorder recorder, Timeline timeline, LongSupplier nanoTime) {
        this(recorder, timeline, nanoTime, Optional.empty());
    }

    /// Whether there is anything to be seen at all.
    public boolean isOn() {
        return recorder.isOn();
    }

    /// The ladders that a query asks for, the one that began last first.
    public List<Ladder> search(Query query) {
        var found = found(query, newest(keys(query.mentions())));
        if (found.size() == query.most() || archive.isEmpty()) return found;
        var all = new ArrayList<>(found);
        var known = new HashSet<String>();
        for (var ladder : found) known.add(ladder.id());
        var keys = archive.get().keys(query.mentions(), EXAMINED);
        for (var ladder : found(query, with(keys))) if (known.add(ladder.id())) all.add(ladder);
        all.sort(Comparator.comparing(Ladder::begun).reversed());
        return all.subList(0, Math.min(all.size(), query.most()));
    }

    /// The calls of which the recorder has something that is chosen: those in which it happened last.
    private Set<Long> keys(Frames.Choice choice) {
        var keys = new LinkedHashMap<Long, Boolean>(16, 0.75f, true);
        recorder.read(
                new Recorder.Cursor(),
                (bytes, frame, length) -> {
                    if (choice.takes(bytes, frame, length))
                        keys.put(Frames.key(bytes, frame), true);
                    return false;
                },
                _ -> {});
        var newest = new HashSet<Long>();
        int left = keys.size();
        for (var key : keys.keySet()) if (left-- <= EXAMINED) newest.add(key);
        return newest;
    }

    /// What the recorder has of calls, in the order of time.
    private List<Entry> newest(Set<Long> keys) {
        return newest(recorder.since(new Recorder.Cursor(), of(keys)));
    }

    /// The newest ladders, to be looked at again and again.
    ///
    /// @param most how many
    public Overview overview(int most) {
        return new Overview(recorder, timeline, nanoTime, most, () -> before(most));
    }

    /// What files have of the newest calls, and the recorder has not.
    private List<Entry> before(int most) {
        if (archive.isEmpty()) return List.of();
        var keys = archive.get().keys(Frames.Choice.ALL, most);
        var known = new HashSet<Mark>();
        for (var entry : newest(keys)) known.add(Mark.of(entry));
        return with(keys).stream().filter(entry -> known.add(Mark.of(entry))).toList();
    }

    private List<Ladder> found(Query query, List<Entry> entries) {
        return Joining.ladders(entries, timeline, nanoTime.getAsLong()).stream()
                .filter(query::holds)
                .limit(query.most())
                .toList();
    }

    /// The newest ladders, the one that began last first.
    public List<Ladder> last(int most) {
        return search(Query.ALL.withMost(most));
    }

    /// The ladder that has this id, or whose messages have this Call-ID.
    public Optional<Ladder> byId(String id) {
        return Joining.key(id)
                .flatMap(key -> byId(id, about(key)))
                .or(() -> byId(id, about(Recorder.key(id))));
    }

    /// All entries that have this key, and if some of them are new the newest of others, which may be linked with it.
    private List<Entry> about(long key) {
        var own = with(Set.of(key));
        if (own.isEmpty()) return own;
        var all = newest();
        var known = new HashSet<Mark>();
        for (var entry : all) known.add(Mark.of(entry));
        if (all.isEmpty() || own.getLast().nanos() < all.getFirst().nanos()) return own;
        for (var entry : own) if (known.add(Mark.of(entry))) all.add(entry);
        all.sort(Comparator.comparingLong(Entry::nanos));
        return all;
    }

    private Optional<Ladder> byId(String id, List<Entry> entries) {
        return Joining.ladders(entries, timeline, nanoTime.getAsLong()).stream()
                .filter(ladder -> ladder.id().equals(id) || ladder.callId().equals(id))
                .findFirst();
    }

    /// What a ladder was made of, for an export; empty if it is gone.
    public List<Entry> entries(Ladder ladder) {
        return Joining.key(ladder.id()).map(key -> entries(ladder, about(key))).orElse(List.of());
    }

    private static List<Entry> entries(Ladder ladder, List<Entry> entries) {
        return Joining.strands(entries).stream()
                .filter(strand -> strand.id().equals(ladder.id()))
                .findFirst()
                .map(strand -> strand.items().stream().map(Strand.Item::entry).toList())
                .orElse(List.of());
    }

    /// The time of an entry, on the wall clock.
    public Timeline timeline() {
        return timeline;
    }

    /// Tells of what happens from now on.
    public Follower follow(Query query) {
        return new Follower(recorder, timeline, nanoTime, query);
    }

    private List<Entry> newest() {
        return newest(recorder.since(new Recorder.Cursor()));
    }

    /// All entries that have these keys, also those in files; what is in both is taken once.
    private List<Entry> with(Set<Long> keys) {
        var all = recorder.since(new Recorder.Cursor(), of(keys));
        archive.ifPresent(files -> all.addAll(files.entries(of(keys), ARCHIVED)));
        var known = new HashSet<Mark>();
        all.removeIf(entry -> !known.add(Mark.of(entry)));
        all.sort(Comparator.comparingLong(Entry::nanos));
        return newest(all);
    }

    private static Frames.Choice of(Set<Long> keys) {
        return (bytes, frame, _) -> keys.contains(Frames.key(bytes, frame));
    }

    /// By what an entry is known again.
    private record Mark(long nanos, long key, Class<?> kind) {
        static Mark of(Entry entry) {
            return new Mark(entry.nanos(), entry.key(), entry.what().getClass());
        }
    }

    /// The entries of the calls in which something happened last.
    static List<Entry> newest(List<Entry> entries) {
        var byKey = new LinkedHashMap<Long, List<Entry>>();
        for (var entry : entries)
            byKey.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(entry);
        var kept = new ArrayList<Entry>();
        byKey.values().stream()
                .sorted(
                        Comparator.comparingLong((List<Entry> it) -> it.getLast().nanos())
                                .reversed())
                .limit(EXAMINED)
                .forEach(
                        it -> kept.addAll(it.subList(Math.max(0, it.size() - LONGEST), it.size())));
        kept.sort(Comparator.comparingLong(Entry::nanos));
        return kept;
    }
}
