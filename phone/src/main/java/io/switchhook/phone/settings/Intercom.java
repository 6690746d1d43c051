package io.switchhook.phone.settings;

/// Calls that ask to be answered at once ([AutoAnswer]).
///
/// @param allowed whether they are
/// @param muted whether this side is then silent
/// @param barges whether such a call puts an active one on hold
public record Intercom(boolean allowed, boolean muted, boolean barges) {}
