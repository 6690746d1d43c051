package io.switchhook.ladder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// What a recorder and an archive have, for somebody to look at. For any thread; nothing is kept between two questions, and whoever
/// asks does the work himself: writers notice nothing of it.
public final class Ladders {
    /// So many calls of the recorder are looked at to find what is asked for, the newest; older ones are in files.
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

    /// What a search has found.
    ///
    /// @param ladders the one that began last first
    /// @param searchedTo what is older was not looked at, since that would have taken too long; empty if all was
    public record Found(List<Ladder> ladders, Optional<Instant> searchedTo) {}

    /// The ladders that a query asks for, the one that began last first.
    public List<Ladder> search(Query query) {
        return search(query, _ -> true).ladders();
    }

    /// The same with a condition that a query has no word for.
    public Found search(Query query, Predicate<Ladder> condition) {
        var wanted = condition.and(query::holds);
        var found = found(newest(keys(query.mentions())), wanted, query.most());
        if (found.size() == query.most() || archive.isEmpty())
            return new Found(found, Optional.empty());
        var all = new LinkedHashMap<String, Ladder>();
        for (var ladder : found) all.put(ladder.id(), ladder);
        var search =
                new Search(
                        frames(query),
                        entries ->
                                found(
                                        shortened(entries),
                                        wanted.and(it -> !all.containsKey(it.id())),
                                        query.most()),
                        query.most() - found.size());
        var searchedTo = archive.get().read(search);
        for (var ladder : found(with(search.found()), wanted, query.most()))
            all.putIfAbsent(ladder.id(), ladder);
        var ladders =
                all.values().stream()
                        .sorted(Comparator.comparing(Ladder::begun).reversed())
                        .limit(query.most())
                        .toList();
        return new Found(ladders, searchedTo);
    }

    /// Frames of which a wanted call has one at least: with its most telling word; or its first, or its last one, if it is time that
    /// counts.
    private Frames.Choice frames(Query query) {
        var mentions = query.mentions();
        if (mentions != Frames.Choice.ALL) return mentions;
        if (query.until().isPresent()) {
            var until = query.until().get();
            return (bytes, frame, _) -> !timeline.at(Frames.nanos(bytes, frame)).isAfter(until);
        }
        if (query.since().isPresent()) {
            var since = query.since().get();
            return (bytes, frame, _) -> !timeline.at(Frames.nanos(bytes, frame)).isBefore(since);
        }
        return mentions;
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
        var keys = archive.get().keys(most);
        var known = new HashSet<Mark>();
        for (var entry : newest(keys)) known.add(Mark.of(entry));
        return with(keys).stream().filter(entry -> known.add(Mark.of(entry))).toList();
    }

    private List<Ladder> found(List<Entry> entries, Predicate<Ladder> wanted, int most) {
        return Joining.ladders(entries, timeline, nanoTime.getAsLong()).stream()
                .filter(wanted)
                .limit(most)
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
        return newest(entries, EXAMINED);
    }

    /// Without the oldest of calls that have very many.
    private static List<Entry> shortened(List<Entry> entries) {
        return newest(entries, Integer.MAX_VALUE);
    }

    private static List<Entry> newest(List<Entry> entries, int calls) {
        var byKey = new LinkedHashMap<Long, List<Entry>>();
        for (var entry : entries)
            byKey.computeIfAbsent(entry.key(), _ -> new ArrayList<>()).add(entry);
        var kept = new ArrayList<Entry>();
        byKey.values().stream()
                .sorted(
                        Comparator.comparingLong((List<Entry> it) -> it.getLast().nanos())
                                .reversed())
                .limit(calls)
                .forEach(
                        it -> kept.addAll(it.subList(Math.max(0, it.size() - LONGEST), it.size())));
        kept.sort(Comparator.comparingLong(Entry::nanos));
        return kept;
    }
}
