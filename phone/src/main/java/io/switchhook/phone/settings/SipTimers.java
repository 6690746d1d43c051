package io.switchhook.phone.settings;

import java.time.Duration;

/// T1, T2 and T4 of RFC 3261 §17.
public record SipTimers(Duration t1, Duration t2, Duration t4) {}
