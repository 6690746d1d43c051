package io.switchhook.pbx.directory;

/// What an import did.
///
/// @param added accounts that are new
/// @param changed accounts that were there and have what the file says
public record ImportResult(int added, int changed) {}
