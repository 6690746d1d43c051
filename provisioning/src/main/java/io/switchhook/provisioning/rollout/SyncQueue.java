package io.switchhook.provisioning.rollout;

import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// Devices that somebody wants to look for new files, one after the other, so that ten thousand of them do not come at once. From
/// one to the next it is half to one and a half of an interval, so that they do not come in step with anything else either.
///
/// A device waits but once, however often it is asked for; so the queue is as long as there are devices. For one thread.
public final class SyncQueue {
    private final Duration interval;
    private final RandomGenerator random;
    private final SequencedMap<String, Nudge> waiting = new LinkedHashMap<>();
    private Instant notBefore = Instant.MIN;

    /// A device whose turn it is.
    ///
    /// @param mac twelve hexadecimal digits in lower case
    public record Turn(String mac, Nudge nudge) {}

    /// @param perSecond devices that are told in a second, on average
    public SyncQueue(int perSecond, RandomGenerator random) {
        if (perSecond < 1) throw new IllegalArgumentException("a pace at which nothing goes on");
        this.interval = Duration.ofSeconds(1).dividedBy(perSecond);
        this.random = random;
    }

    /// Whoever waits already keeps his place; he starts anew if anybody wants that.
    ///
    /// @return how many were not waiting yet
    public int add(Collection<String> macs, Nudge nudge) {
        int before = waiting.size();
        for (var mac : macs)
            waiting.merge(mac, nudge, (old, wanted) -> old == Nudge.RESTART ? old : wanted);
        return waiting.size() - before;
    }

    /// @param now not before that of the last call
    /// @return empty if nobody waits, or it is too early
    public Optional<Turn> next(Instant now) {
        if (waiting.isEmpty() || notBefore.isAfter(now)) return Optional.empty();
        var first = waiting.pollFirstEntry();
        long half = interval.toNanos() / 2;
        notBefore = now.plusNanos(half + random.nextLong(2 * half + 1));
        return Optional.of(new Turn(first.getKey(), first.getValue()));
    }

    /// When the next one may be told, if anybody waits.
    public Optional<Instant> wake() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(notBefore);
    }

    /// How many wait.
    public int size() {
        return waiting.size();
    }
}
