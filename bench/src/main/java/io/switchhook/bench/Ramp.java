package io.switchhook.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks for the rate that each of some servers sustains, step by step in turn.
final class Ramp {
    /// In seconds, after which nothing is left of a step that was too much: more than RFC 3261's timers take.
    private static final int RECOVERY = 45;

    private final Load load;
    private final Settings settings;
    private final Progress progress;
    private final List<RampStep> steps = new ArrayList<>();
    private final int processors = Runtime.getRuntime().availableProcessors();

    /// @param seconds of a step
    /// @param start exchanges a second, of the first step
    /// @param most beyond which nothing is tried
    /// @param precision see [RateSearch]
    /// @param patience seconds to wait at most until the rest of the machine is quiet, before each step
    record Settings(int seconds, double start, double most, double precision, int patience) {}

    /// @param rate that is sustained; 0 if none was
    /// @param failed the next higher that was not; infinite if all were
    /// @param best the step with the rate; none if there was none
    /// @param bound who was at its end with the rate that failed
    record Outcome(
            String server,
            double rate,
            double failed,
            @Nullable RampStep best,
            RampStep.Bound bound) {}

    Ramp(Load load, Settings settings, Progress progress) {
        this.load = load;
        this.settings = settings;
        this.progress = progress;
    }

    /// Everything that was tried so far.
    List<RampStep> steps() {
        return List.copyOf(steps);
    }

    /// @param parties have registered and are warm
    List<Outcome> run(List<Party> parties) throws Exception {
        var searches = new LinkedHashMap<Party, RateSearch>();
        for (var party : parties)
            searches.put(party, new RateSearch(settings.start, settings.precision, settings.most));
        boolean isGoingOn = true;
        while (isGoingOn) {
            isGoingOn = false;
            for (var entry : searches.entrySet()) isGoingOn |= step(entry);
        }
        return searches.entrySet().stream()
                .map(entry -> outcome(entry.getKey().name(), entry.getValue()))
                .toList();
    }

    /// @return whether there was something to try
    private boolean step(Map.Entry<Party, RateSearch> entry) throws Exception {
        var next = entry.getValue().next();
        if (next.isEmpty()) return false;
        double rate = next.getAsDouble();
        var party = entry.getKey();
        Machine.awaitQuiet(settings.patience);
        var slice = party.play(load, steps.size(), rate, (int) (rate * settings.seconds));
        var step = new RampStep(slice, processors);
        steps.add(step);
        entry.getValue().tell(step.isHeld());
        progress.say(
                "%s  %-14s %6.0f/s %s: %d failed, %d sent again of %d, late p99 %.1f ms; cores: server %.2f, generator %.2f, others %.2f%s",
                load.label(),
                party.name(),
                rate,
                step.isHeld() ? "holds" : "is too much",
                slice.failed(),
                slice.retransmissions(),
                slice.begun(),
                slice.late().p99(),
                step.serverCores(),
                step.generatorCores(),
                slice.foreignCores(),
                step.bound() == RampStep.Bound.GENERATOR ? "; the generator is at its end" : "");
        if (!step.isHeld()) party.rest(RECOVERY);
        return true;
    }

    private Outcome outcome(String server, RateSearch search) {
        var its = steps.stream().filter(step -> step.slice().server().equals(server)).toList();
        return new Outcome(
                server,
                search.held(),
                search.failed(),
                last(its, search.held()).orElse(null),
                last(its, search.failed()).map(RampStep::bound).orElse(RampStep.Bound.NONE));
    }

    private static Optional<RampStep> last(List<RampStep> steps, double rate) {
        return steps.reversed().stream().filter(step -> step.slice().rate() == rate).findFirst();
    }
}
