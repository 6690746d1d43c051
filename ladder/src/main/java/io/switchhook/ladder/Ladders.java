package io.switchhook.ladder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What a recorder has, for somebody to look at. For any thread; nothing is kept between two questions, and whoever asks does
/// the work himself: writers notice nothing of it.
public final class Ladders {
    /// So many calls are looked at to find what is asked for, the newest.
    private static final int EXAMINED = 5000;

    /// So many entries of one call are read, the newest.
    private static final int LONGEST = 2000;

    private final Recorder recorder;
    private final Timeline timeline;
    private final LongSupplier nanoTime;

    /// @param timeline what the times of the recorder's clock mean
    /// @param nanoTime the recorder's clock
    public Ladders(Recorder recorder, Timeline timeline, LongSupplier nanoTime) {
        this.recorder = recorder;
        this.timeline = timeline;
        this.nanoTime = nanoTime;
    }

    /// Whether there is anything to be seen at all.
    public boolean isOn() {
        return recorder.isOn();
    }

    /// The ladders that a query asks for, the one that began last first.
    public List<Ladder> search(Query query) {
        var found = new ArrayList<Ladder>();
        for (var ladder : Joining.ladders(newest(), timeline, nanoTime.getAsLong())) {
            if (found.size() == query.most()) break;
            if (query.holds(ladder)) found.add(ladder);
        }
        return found;
    }

    /// The newest ladders, the one that began last first.
    public List<Ladder> last(int most) {
        return search(Query.ALL.withMost(most));
    }

    /// The ladder that has this id, or whose messages have this Call-ID.
    public Optional<Ladder> byId(String id) {
        return Joining.ladders(newest(), timeline, nanoTime.getAsLong()).stream()
                .filter(ladder -> ladder.id().equals(id) || ladder.callId().equals(id))
                .findFirst();
    }

    /// What a ladder was made of, for an export; empty if it is gone.
    public List<Entry> entries(Ladder ladder) {
        return Joining.strands(newest()).stream()
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
