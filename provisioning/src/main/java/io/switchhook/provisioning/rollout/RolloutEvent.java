package io.switchhook.provisioning.rollout;

/// What happens to a roll-out.
public sealed interface RolloutEvent {
    /// It may begin.
    record Start() implements RolloutEvent {}

    /// The time for which [RolloutEffects#wake] asked has come, or the roll-out was restored.
    record Tick() implements RolloutEvent {}

    /// Somebody halts it.
    record Pause() implements RolloutEvent {}

    /// Somebody has it go on. If it had stopped by itself, those that failed until now are forgiven, and canaries that were
    /// away are told again.
    record Resume() implements RolloutEvent {}

    /// A device was given a file.
    ///
    /// @param release of which it was
    record Fetched(String mac, String release) implements RolloutEvent {}

    /// A device registered, or refreshed its registration.
    ///
    /// @param firmware the version that it tells; empty if it tells none
    record Registered(String mac, String firmware) implements RolloutEvent {}

    /// A device could not be told, for it is not registered; or one that had come back is registered no longer.
    record Unreachable(String mac) implements RolloutEvent {}

    /// A device was taken out of service.
    record Removed(String mac) implements RolloutEvent {}
}
