package io.switchhook.pbx.directory;

/// What an import did.
///
/// @param added accounts that are new
/// @param changed accounts that were there and have a new password and name
public record ImportResult(int added, int changed) {}
