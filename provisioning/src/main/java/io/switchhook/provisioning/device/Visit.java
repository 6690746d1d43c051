package io.switchhook.provisioning.device;

import java.time.Instant;

/// One question for a file of a device, and what became of it.
///
/// @param over how it came: `http`, `https` or `tftp`
/// @param file its name
public record Visit(
        Mac mac, Instant at, Asker asker, String over, String file, Outcome outcome, String why) {

    /// What was done.
    public enum Outcome {
        SERVED,
        HELD,
        REFUSED,
        /// It should have been served, and could not.
        FAILED
    }
}
