package io.switchhook.phone.settings;

import java.time.Duration;

/// A number that is called when the phone goes off hook.
///
/// @param delay before it, 0 to 180 s
public record Hotline(String number, Duration delay) {}
