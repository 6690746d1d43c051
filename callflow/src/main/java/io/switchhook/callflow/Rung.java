package io.switchhook.callflow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One rung of a ladder: a step, seen or not, or a message that belongs to none.
///
/// @param name of the step; `!` for a message that belongs to none
/// @param time since the first message; empty for what was not seen
/// @param isMissing whether it had to be there and was not
/// @param text what stands beside it
record Rung(
        String name,
        Optional<Duration> time,
        Party from,
        Party to,
        String label,
        boolean isMissing,
        boolean isUnexpected,
        String text) {
    /// The arrows of a result: the steps in their order, what is unexpected where it came.
    static List<Rung> of(FlowResult result) {
        var verdict = result.verdict();
        var start =
                Stream.concat(
                                verdict.steps().stream().flatMap(it -> it.seen().stream()),
                                verdict.unexpected().stream())
                        .min(Comparator.comparingLong(Observation::number))
                        .map(Observation::at);
        var rungs = new ArrayList<Rung>();
        var unexpected = new ArrayList<>(verdict.unexpected());
        for (var step : verdict.steps()) {
            while (!unexpected.isEmpty()
                    && step.seen().isPresent()
                    && unexpected.getFirst().number() < step.seen().get().number())
                rungs.add(of(unexpected.removeFirst(), start));
            rungs.add(of(step, start));
        }
        for (var rest : unexpected) rungs.add(of(rest, start));
        return rungs;
    }

    private static Rung of(StepResult result, Optional<Instant> start) {
        var step = result.step();
        boolean missing = result.seen().isEmpty() && result.needed();
        String text = step.meaning() + (result.note().isEmpty() ? "" : "; " + result.note());
        return new Rung(
                step.name(),
                result.seen().flatMap(seen -> start.map(it -> Duration.between(it, seen.at()))),
                step.from(),
                step.to(),
                step.message().label(),
                missing,
                false,
                text);
    }

    private static Rung of(Observation observation, Optional<Instant> start) {
        var seen = Seen.of(observation);
        boolean sent = seen.isSent();
        return new Rung(
                "!",
                start.map(it -> Duration.between(it, observation.at())),
                sent ? observation.phone() : Party.P,
                sent ? Party.P : observation.phone(),
                seen.label(),
                false,
                true,
                "the flow does not have it");
    }

    /// The parties of a flow from left to right.
    static List<Party> parties(List<Rung> rungs) {
        return Stream.of(Party.A, Party.P, Party.B, Party.C)
                .filter(party ->
                        party == Party.P
                                || rungs.stream()
                                        .anyMatch(it -> it.from() == party || it.to() == party))
                .toList();
    }

    /// As much of a label as fits, in whole words; at least the first.
    static String shortened(String label, int room) {
        String text = label;
        while (text.length() > room && text.lastIndexOf(' ') > 0)
            text = text.substring(0, text.lastIndexOf(' '));
        return text.length() > room ? text.substring(0, room) : text;
    }

    /// What follows the arrows: faults, media, what was put aside.
    static List<String> remarks(FlowResult result) {
        var remarks = new ArrayList<String>();
        var verdict = result.verdict();
        if (!verdict.variant().isEmpty()) remarks.add("Here " + verdict.variant() + ".");
        remarks.addAll(result.faults());
        for (var heard : result.media()) if (heard.holds()) remarks.add(heard.sentence());
        for (var kind : Aside.Kind.values()) {
            long count = verdict.asides().stream().filter(it -> it.kind() == kind).count();
            if (count > 0) remarks.add("put aside: " + count + " x " + kind.text());
        }
        return remarks;
    }

    /// `hold: holds (strict, t38g over UDP)`.
    static String title(FlowResult result) {
        return result.flow().name()
                + ": "
                + result.flow().title()
                + " - "
                + (result.held() ? "holds" : "does not hold")
                + " ("
                + result.verdict().strictness().word()
                + ", "
                + result.profile()
                + " over "
                + result.transport()
                + ")";
    }
}
