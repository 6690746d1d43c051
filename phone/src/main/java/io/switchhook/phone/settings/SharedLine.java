package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.Optional;

/// A line that several phones have.
///
/// @param number of a bridged line
/// @param expires how long its state is subscribed to
public record SharedLine(Form form, Optional<String> number, Duration expires) {

    /// `shared_line`, 0 to 2.
    public enum Form {
        PRIVATE,
        /// Shared call appearance.
        SHARED,
        /// Bridged line appearance.
        BRIDGED
    }
}
