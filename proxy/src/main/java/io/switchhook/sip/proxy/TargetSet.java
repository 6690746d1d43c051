package io.switchhook.sip.proxy;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The targets of one request that have not been tried, in groups of equal rank (RFC 3261 §16.6), and the memory of those
/// that have been (§16.5: no target twice).
final class TargetSet {

    /// A target, and how a request to it is to be treated.
    ///
    /// @param user whose it is, if his calls are forwarded
    record Entry(
            Target target,
            int rank,
            boolean recurses,
            UnaryOperator<Headers.Editor> edits,
            @Nullable CalledUser user) {
        Optional<Entry> next() {
            return target.next().map(its -> new Entry(its, rank, recurses, edits, user));
        }
    }

    private final int bound;
    private final CallerPreferences preferences;
    private final List<Entry> waiting = new ArrayList<>(2);
    private final List<Target> known = new ArrayList<>(2);

    /// @param bound how many targets there may be, tried or not
    TargetSet(int bound, CallerPreferences preferences) {
        this.bound = bound;
        this.preferences = preferences;
    }

    /// Adds a target unless it is known, or the caller does not want it, or there are too many.
    boolean add(
            Target target,
            boolean recurses,
            UnaryOperator<Headers.Editor> edits,
            @Nullable CalledUser user) {
        if (isFull()) return false;
        for (var other : known)
            if (other.uri().equals(target.uri()) && other.flow().equals(target.flow()))
                return false;
        var rank = preferences.rank(target);
        if (rank.isEmpty()) return false;
        known.add(target);
        int at = waiting.size();
        while (at > 0 && waiting.get(at - 1).rank < rank.getAsInt()) at--;
        waiting.add(at, new Entry(target, rank.getAsInt(), recurses, edits, user));
        return true;
    }

    /// Forgets all but the first.
    void keepFirst() {
        if (waiting.size() > 1) waiting.subList(1, waiting.size()).clear();
    }

    /// Whether the request was forwarded to this phone, or is going to be, and may still reach it.
    boolean isReached(Target target) {
        for (var it : known)
            if (it.uri().equivalentTo(target.uri()) && it.flow().map(Flow::isOpen).orElse(true))
                return true;
        return false;
    }

    boolean isFull() {
        return known.size() >= bound;
    }

    /// Whether the URI is or was a target.
    boolean knows(SipUri uri) {
        for (var target : known) if (target.uri().equivalentTo(uri)) return true;
        return false;
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// The rank of the next group.
    int nextRank() {
        return waiting.getFirst().rank;
    }

    /// Takes those of the highest rank.
    ///
    /// @param most how many at most; the rest is the next group
    List<Entry> nextGroup(int most) {
        int size = 1;
        while (size < Math.min(most, waiting.size()) && waiting.get(size).rank == nextRank())
            size++;
        var group = List.copyOf(waiting.subList(0, size));
        waiting.subList(0, size).clear();
        return group;
    }

    /// Whether one of this user's waits.
    boolean has(CalledUser user) {
        for (var entry : waiting) if (entry.user == user) return true;
        return false;
    }

    /// Forgets those of this user.
    void drop(CalledUser user) {
        waiting.removeIf(entry -> entry.user == user);
    }

    /// Forgets those that are probably gone.
    void dropLastResort() {
        waiting.removeIf(entry -> entry.target().q() == Target.LAST_RESORT);
    }

    void clear() {
        waiting.clear();
    }
}
