package io.switchhook.sip.proxy;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The targets of one request that have not been tried, in groups of equal q (RFC 3261 §16.6), and the memory of those
/// that have been (§16.5: no target twice).
final class TargetSet {

    /// A target, and how a request to it is to be treated.
    record Entry(Target target, boolean recurses, UnaryOperator<Headers.Editor> edits) {}

    private final int bound;
    private final List<Entry> waiting = new ArrayList<>(2);
    private final List<Target> known = new ArrayList<>(2);

    /// @param bound how many targets there may be, tried or not
    TargetSet(int bound) {
        this.bound = bound;
    }

    /// Adds a target unless it is known or there are too many.
    boolean add(Entry entry) {
        if (isFull()) return false;
        for (var target : known)
            if (target.uri().equals(entry.target.uri())
                    && target.flow().equals(entry.target.flow())) return false;
        known.add(entry.target);
        int at = waiting.size();
        while (at > 0 && waiting.get(at - 1).target.q() < entry.target.q()) at--;
        waiting.add(at, entry);
        return true;
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

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// The q of the next group.
    int nextQ() {
        return waiting.getFirst().target.q();
    }

    /// Takes those of the highest q.
    ///
    /// @param most how many at most; the rest is the next group
    List<Entry> nextGroup(int most) {
        int size = 1;
        while (size < Math.min(most, waiting.size()) && waiting.get(size).target.q() == nextQ())
            size++;
        var group = List.copyOf(waiting.subList(0, size));
        waiting.subList(0, size).clear();
        return group;
    }

    void clear() {
        waiting.clear();
    }
}
