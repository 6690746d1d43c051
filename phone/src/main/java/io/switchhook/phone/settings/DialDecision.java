package io.switchhook.phone.settings;

import java.time.Duration;

/// What becomes of the digits that were typed so far.
public sealed interface DialDecision {

    /// Call this number.
    ///
    /// @param number with the rules applied
    /// @param delay how long a further digit may still come before it
    record Dial(String number, Duration delay) implements DialDecision {}

    /// Wait for a further digit or the send key.
    ///
    /// @param time after which what was typed is sent all the same
    record Wait(Duration time) implements DialDecision {}

    /// Call nobody.
    ///
    /// @param number as it was typed
    record Blocked(String number) implements DialDecision {}
}
