package io.switchhook.ladder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Looks through files for the calls whose ladders somebody wants, file by file, so that no more than two are in memory.
///
/// A call belongs to the newest file that has something of it, and is judged by what that one and the next older one have; with 8 MiB a
/// file, these are the messages of a thousand calls and more.
final class Search implements Archive.Reader {
    /// So many keys are remembered as looked at; who is older than these is over.
    private static final int EXAMINED = 100_000;

    private final Frames.Choice mentions;
    private final Function<List<Entry>, List<Ladder>> wanted;
    private final int most;
    private final Set<Long> examined = new LinkedHashSet<>();
    private final Set<Long> found = new HashSet<>();
    private int ladders;

    /// @param mentions frames of which a call that is wanted has one at least
    /// @param wanted the ladders of some entries that are wanted, and not known already
    /// @param most how many of them are enough
    Search(Frames.Choice mentions, Function<List<Entry>, List<Ladder>> wanted, int most) {
        this.mentions = mentions;
        this.wanted = wanted;
        this.most = most;
    }

    @Override
    public boolean read(Frames file, Frames older) {
        var keys = file.keys(mentions);
        keys.removeIf(key -> key != 0 && !examined.add(key));
        if (keys.isEmpty()) return true;
        Frames.Choice theirs = (bytes, frame, _) -> keys.contains(Frames.key(bytes, frame));
        var entries = new ArrayList<>(file.chosen(theirs).entries());
        entries.addAll(older.chosen(theirs).entries());
        entries.sort(Comparator.comparingLong(Entry::nanos));
        for (var ladder : wanted.apply(entries)) {
            Joining.key(ladder.id()).ifPresent(found::add);
            ladders++;
        }
        forget();
        return ladders < most;
    }

    private void forget() {
        var oldest = examined.iterator();
        for (int i = examined.size(); i > EXAMINED; i--) {
            oldest.next();
            oldest.remove();
        }
    }

    /// Of whom the ladders are that were found.
    Set<Long> found() {
        return found;
    }
}
