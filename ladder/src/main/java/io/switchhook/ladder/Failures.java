package io.switchhook.ladder;

import io.switchhook.ladder.Ladder.Severity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Of each user the newest ladder in which something was wrong, whether he asked or was asked. Bounded: of too many users, those
/// whose failure is oldest are forgotten.
final class Failures {
    private static final int USERS = 10_000;

    /// A ladder of an archive.
    ///
    /// @param from when it began, by the recorder's clock
    /// @param to when it ended
    record Place(long key, long from, long to) {
        boolean holds(byte[] bytes, int frame) {
            long nanos = Frames.nanos(bytes, frame);
            return Frames.key(bytes, frame) == key && nanos >= from && nanos <= to;
        }
    }

    private final Map<String, Place> byUser = new HashMap<>();

    /// Looks what was wrong in some entries, all of one key.
    void judge(Frames ofOneKey, Timeline timeline, long now) {
        var entries = ofOneKey.entries();
        entries.sort(Comparator.comparingLong(Entry::nanos));
        for (var strand : Joining.strands(entries)) {
            var ladder = Assembly.ladder(strand, timeline, now, List.of());
            if (ladder.verdict().filter(it -> it.severity() == Severity.FAULT).isEmpty()) continue;
            var place =
                    new Place(
                            strand.items().getFirst().entry().key(),
                            strand.begun(),
                            strand.ended());
            failed(ladder.from().user(), place);
            failed(ladder.to().user(), place);
        }
    }

    private void failed(String user, Place place) {
        if (user.isEmpty()) return;
        byUser.merge(user, place, (one, other) -> one.to() > other.to() ? one : other);
    }

    /// Forgets what ended before a moment, and of too many users the oldest.
    void forget(long before) {
        byUser.values().removeIf(place -> place.to() < before);
        if (byUser.size() <= USERS) return;
        long oldest =
                byUser.values().stream()
                        .mapToLong(Place::to)
                        .sorted()
                        .skip(byUser.size() - (long) USERS)
                        .findFirst()
                        .orElse(0);
        byUser.values().removeIf(place -> place.to() < oldest);
    }

    /// When the oldest ended; [Long#MAX_VALUE] if there is none.
    long oldest() {
        return byUser.values().stream().mapToLong(Place::to).min().orElse(Long.MAX_VALUE);
    }

    /// Forgets all but these.
    void retain(Set<Place> places) {
        byUser.values().retainAll(places);
    }

    /// The ladders, the one that ended last first.
    List<Place> places() {
        return Set.copyOf(byUser.values()).stream()
                .sorted(Comparator.comparingLong(Place::to).reversed())
                .toList();
    }

    Set<Long> keys() {
        var keys = new HashSet<Long>();
        for (var place : byUser.values()) keys.add(place.key());
        return keys;
    }
}
