package io.switchhook.callflow;

import java.util.Optional;

/// What became of one step.
///
/// @param needed whether the comparison asks for it
/// @param note what there is to say; empty for nothing
public record StepResult(Step step, Optional<Observation> seen, boolean needed, String note) {}
