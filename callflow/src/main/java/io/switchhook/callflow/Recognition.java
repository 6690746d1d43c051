package io.switchhook.callflow;

import io.switchhook.ladder.Ladder;
import io.switchhook.ladder.Ladder.Kind;
import io.switchhook.ladder.Ladder.State;
import io.switchhook.ladder.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells which call flow a call follows, by its course alone, whoever made it. For any thread.
///
/// Calls that are linked, or that a phone has at the same time, are looked at together: a conference is two calls, a transfer
/// two or three. Where they are no flow, or more than a flow has, each is looked at alone. A call that goes on follows the first
/// flow, in the order of the guides, that it can still become.
public final class Recognition {
    private static final int MOST_LADDERS = 3;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Map<String, Ladder> byId = new HashMap<>();
    private final Map<String, List<Ladder>> byAddress = new HashMap<>();
    private final Map<String, Ladder> named = new ConcurrentHashMap<>();

    /// @param ladders those in which the other calls of a phone are looked for
    public Recognition(List<Ladder> ladders) {
        for (var ladder : ladders) {
            if (ladder.kind() != Kind.CALL) continue;
            byId.put(ladder.id(), ladder);
            for (var lane : ladder.lanes())
                if (!lane.address().isEmpty())
                    byAddress.computeIfAbsent(lane.address(), _ -> new ArrayList<>()).add(ladder);
        }
    }

    /// The ladder with the flow that it follows and the names of its steps there; the same if it follows none.
    public Ladder named(Ladder ladder) {
        if (ladder.kind() != Kind.CALL) return ladder;
        return named.computeIfAbsent(ladder.id(), _ -> found(ladder));
    }

    private Ladder found(Ladder ladder) {
        var together = together(ladder);
        if (together.size() > 1 && together.size() <= MOST_LADDERS) {
            var performance = Performance.of(together);
            if (performance.isPresent()) return named(ladder, performance.get(), together);
        }
        return Performance.of(List.of(ladder))
                .map(it -> named(ladder, it, List.of()))
                .orElse(ladder);
    }

    /// All calls that have to do with this one, the oldest first.
    private List<Ladder> together(Ladder ladder) {
        var all = new HashMap<String, Ladder>(Map.of(ladder.id(), ladder));
        var open = new ArrayList<Ladder>(List.of(ladder));
        while (!open.isEmpty() && all.size() <= MOST_LADDERS) {
            var one = open.removeLast();
            var near = new ArrayList<Ladder>();
            for (var link : one.links())
                Optional.ofNullable(byId.get(link.id())).ifPresent(near::add);
            for (var lane : one.lanes())
                for (var other : byAddress.getOrDefault(lane.address(), List.of()))
                    if (overlap(one, other)) near.add(other);
            for (var other : near) if (all.putIfAbsent(other.id(), other) == null) open.add(other);
        }
        return all.values().stream().sorted(Comparator.comparing(Ladder::begun)).toList();
    }

    /// A call that follows from another comes right behind it.
    private static boolean overlap(Ladder one, Ladder other) {
        return !one.begun().isAfter(end(other)) && !other.begun().isAfter(end(one));
    }

    private static Instant end(Ladder ladder) {
        if (goesOn(ladder)) return Instant.MAX;
        return ladder.rungs().isEmpty()
                ? ladder.begun()
                : ladder.begun().plus(ladder.rungs().getLast().time()).plus(AT_ONCE);
    }

    static boolean goesOn(Ladder ladder) {
        return ladder.state() != State.ENDED && ladder.state() != State.FAILED;
    }

    private static Ladder named(Ladder ladder, Performance performance, List<Ladder> together) {
        var rungs = new ArrayList<Rung>();
        for (var rung : ladder.rungs())
            rungs.add(
                    rung instanceof Rung.Arrow arrow
                            ? named(arrow, performance.step(arrow), ladder, performance)
                            : rung);
        return ladder.following(
                performance.flow(ladder),
                rungs,
                together.stream().map(Ladder::id).filter(id -> !id.equals(ladder.id())).toList());
    }

    /// Numbers of the ladder's own would be mistaken for those of the flow.
    private static Rung named(
            Rung.Arrow arrow, Optional<Step> step, Ladder ladder, Performance performance) {
        boolean again = arrow.step().endsWith("'");
        if (step.isPresent())
            return arrow.named(step.get().name() + (again ? "'" : ""), step.get().meaning());
        if (arrow.step().isEmpty() || again) return arrow.named("", "");
        return ladder.rungs().stream()
                .filter(it ->
                        it instanceof Rung.Arrow other && other.step().equals(arrow.step() + '\''))
                .flatMap(it -> performance.step((Rung.Arrow) it).stream())
                .findFirst()
                .map(it -> arrow.named(it.name(), it.meaning()))
                .orElseGet(() -> arrow.named("", ""));
    }
}
