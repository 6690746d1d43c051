package io.switchhook.phone.settings;

/// The ports that media are received at.
///
/// @param min the first one
/// @param max the last one
public record RtpPorts(int min, int max) {}
