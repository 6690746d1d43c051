package io.switchhook.ladder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// Tells somebody of new rungs, whenever he asks. For one thread. What it remembers of calls is bounded; a call that is
/// forgotten begins anew with its next message.
public final class Follower {
    private static final int CALLS = 500;
    private static final int ENTRIES = 400;

    /// What is new about a ladder.
    ///
    /// @param ladder as it is now
    /// @param fresh the rungs that were not told before, in their order
    public record News(Ladder ladder, List<Rung> fresh) {}

    private static final class Followed {
        final List<Entry> entries = new ArrayList<>();
        final Set<String> told = new HashSet<>();
    }

    private final Recorder recorder;
    private final Recorder.Cursor cursor = new Recorder.Cursor();
    private final Timeline timeline;
    private final LongSupplier nanoTime;
    private final Query query;
    private final Map<Long, Followed> calls =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Followed> eldest) {
                    return size() > CALLS;
                }
            };

    Follower(Recorder recorder, Timeline timeline, LongSupplier nanoTime, Query query) {
        this.recorder = recorder;
        this.timeline = timeline;
        this.nanoTime = nanoTime;
        this.query = query;
        recorder.since(cursor);
    }

    /// What has happened since the last time, in the order in which the ladders began.
    public List<News> poll() {
        var changed = new LinkedHashMap<Long, Followed>();
        for (var entry : recorder.since(cursor)) {
            var call = calls.computeIfAbsent(entry.key(), _ -> new Followed());
            if (call.entries.size() == ENTRIES) call.entries.removeFirst();
            call.entries.add(entry);
            changed.put(entry.key(), call);
            if (changed.size() > CALLS) changed.remove(changed.keySet().iterator().next());
        }
        var news = new ArrayList<News>();
        changed.forEach((_, call) -> {
            var ladders = Joining.ladders(call.entries, timeline, nanoTime.getAsLong());
            for (var ladder : ladders.reversed()) {
                if (!query.holds(ladder)) continue;
                var fresh =
                        ladder.rungs().stream()
                                .filter(rung -> call.told.add(name(ladder, rung)))
                                .toList();
                if (!fresh.isEmpty()) news.add(new News(ladder, fresh));
            }
        });
        return news;
    }

    /// The same for a rung that was only repeated since, or whose meaning changed.
    private static String name(Ladder ladder, Rung rung) {
        String at = ladder.id() + ' ' + ladder.begun().plus(rung.time());
        return switch (rung) {
            case Rung.Arrow arrow -> at + arrow.from() + arrow.to() + ' ' + arrow.label();
            case Rung.Note note -> at + note.text();
            case Rung.Finding finding -> at + finding.text();
        };
    }
}
