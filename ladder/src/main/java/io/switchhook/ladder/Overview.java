package io.switchhook.ladder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The newest ladders, looked at again and again: only what is new is read, and only what may have changed is made anew. For one
/// thread.
public final class Overview {
    /// So many entries of one call are remembered, the newest.
    private static final int LONGEST = 1000;

    /// So many entries of all calls, those in which something happened last.
    private static final int MOST = 15_000;

    /// After such a silence nobody says anything else of a call that is over.
    private static final long SETTLED = TimeUnit.SECONDS.toNanos(60);

    /// So late may come what belongs to a connection over which a call went.
    private static final long LATE = TimeUnit.SECONDS.toNanos(2);

    /// What is known of one Call-ID; of key 0, all that belongs to none.
    private static final class Known {
        final List<Strand.Item> items = new ArrayList<>();
        List<Strand> strands = List.of();

        /// Whether there is one more now.
        boolean add(Entry entry) {
            boolean full = items.size() == LONGEST;
            if (full) items.removeFirst();
            items.add(Strand.item(entry));
            return !full;
        }

        long newest() {
            return items.getLast().nanos();
        }
    }

    /// A ladder, and what it was made of.
    private record Made(Strand strand, List<Ladder.Link> links, Ladder ladder) {}

    private final Recorder recorder;
    private final Recorder.Cursor cursor = new Recorder.Cursor();
    private final Timeline timeline;
    private final LongSupplier nanoTime;
    private final int most;
    private Supplier<List<Entry>> before;
    private Map<String, Made> made = Map.of();
    private int entries;

    /// In the order in which something happened last.
    private final LinkedHashMap<Long, Known> byKey = new LinkedHashMap<>(16, 0.75f, true);

    /// @param most how many ladders
    /// @param before what happened before the recorder's time, for the first look
    Overview(
            Recorder recorder,
            Timeline timeline,
            LongSupplier nanoTime,
            int most,
            Supplier<List<Entry>> before) {
        this.recorder = recorder;
        this.timeline = timeline;
        this.nanoTime = nanoTime;
        this.most = most;
        this.before = before;
    }

    /// The ladders as they are now, the one that began last first.
    public List<Ladder> look() {
        for (var entry : before.get()) add(entry);
        before = List::of;
        var changed = new HashSet<Long>();
        long connections = Long.MAX_VALUE;
        for (var entry : recorder.since(cursor)) {
            add(entry);
            changed.add(entry.key());
            if (entry.key() == 0) connections = Math.min(connections, entry.nanos());
        }
        long late = connections;
        forgetTheOldest();
        long now = nanoTime.getAsLong();
        var ofNone = byKey.get(0L);
        var without = Joining.byAddress(ofNone == null ? List.of() : ofNone.items);
        var strands = new ArrayList<Strand>();
        byKey.forEach((key, known) -> {
            boolean isNew = known.strands.isEmpty() || changed.contains(key);
            if (isNew || known.newest() >= late - LATE)
                known.strands = Joining.strands(key, known.items, without);
            strands.addAll(known.strands);
        });
        strands.sort(Comparator.comparingLong(Strand::begun).reversed());
        return ladders(strands.subList(0, Math.min(strands.size(), most)), now);
    }

    private void add(Entry entry) {
        if (byKey.computeIfAbsent(entry.key(), _ -> new Known()).add(entry)) entries++;
    }

    private void forgetTheOldest() {
        var oldest = byKey.values().iterator();
        while (byKey.size() > most || entries > MOST && byKey.size() > 1) {
            entries -= oldest.next().items.size();
            oldest.remove();
        }
    }

    private List<Ladder> ladders(List<Strand> strands, long now) {
        var links = Joining.Links.of(strands);
        var next = new LinkedHashMap<String, Made>();
        for (var strand : strands) {
            var linked = links.of(strand);
            var last = made.get(strand.id());
            boolean holds =
                    last != null
                            && last.strand == strand
                            && last.links.equals(linked)
                            && isSettled(last, now);
            next.put(
                    strand.id(),
                    holds
                            ? last
                            : new Made(
                                    strand,
                                    linked,
                                    Assembly.ladder(strand, timeline, now, linked)));
        }
        made = next;
        return next.values().stream().map(Made::ladder).toList();
    }

    /// Whether nothing about it depends on what time it is.
    private static boolean isSettled(Made made, long now) {
        return switch (made.ladder.state()) {
            case CALLING, RINGING, ANSWERED -> false;
            case ENDED, FAILED -> now - made.strand.ended() > SETTLED;
        };
    }
}
