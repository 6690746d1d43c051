package io.switchhook.provisioning.rollout;

import java.time.Instant;

/// How far a roll-out is. A record to be saved, and read after a restart.
public sealed interface Phase {
    /// One in which devices are told, or will be.
    sealed interface Active extends Phase {}

    /// It was not started.
    record Planned() implements Phase {}

    /// The canaries are told, and waited for.
    record Canaries() implements Active {}

    /// The canaries are back, and watched.
    record Soaking(Instant until) implements Active {}

    /// The others are told.
    record Rolling() implements Active {}

    /// Somebody halted it. Who was told may come back.
    record Paused(Active at) implements Phase {}

    /// It halted by itself.
    ///
    /// @param why for people
    record Stopped(String why, Active at) implements Phase {}

    /// Everybody who could be reached has come back, or failed.
    record Done() implements Phase {}
}
