package io.switchhook.phone.settings;

import java.time.Duration;

/// Calling a busy number again.
public record AutoRedial(boolean enabled, Duration interval, int times) {}
