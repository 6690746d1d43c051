package io.switchhook.ladder;

import java.time.Instant;

/// What the times of a recorder's clock mean: one moment by both clocks.
///
/// @param nanos on the recorder's clock
/// @param instant at the same moment
public record Timeline(long nanos, Instant instant) {

    /// What the wall clock showed, or will show.
    public Instant at(long time) {
        return instant.plusNanos(time - nanos);
    }

    /// The recorder's time of something that another timeline tells of: of a server that ran before, say.
    long translate(long time, Timeline other) {
        return nanos + java.time.Duration.between(instant, other.at(time)).toNanos();
    }
}
