package io.switchhook.callflow;

import java.util.List;
import java.util.Optional;

/// What a comparison found.
///
/// @param variant the way that the flow went; empty where there is only one
/// @param steps in the order in which the comparison has them
/// @param deviation the first one; empty if the flow holds
/// @param asides what came besides and does no harm
/// @param unexpected what came besides and belongs to no step
public record Verdict(
        Strictness strictness,
        String variant,
        List<StepResult> steps,
        Optional<Deviation> deviation,
        List<Aside> asides,
        List<Observation> unexpected) {
    public boolean holds() {
        return deviation.isEmpty();
    }

    /// The same with another cause of the deviation.
    Verdict because(String cause) {
        var changed =
                deviation.map(it ->
                        new Deviation(it.step(), it.expected(), it.section(), it.instead(), cause));
        return new Verdict(strictness, variant, steps, changed, asides, unexpected);
    }
}
