package io.switchhook.phone.settings;

import java.util.Optional;

/// Calls without a caller's name.
///
/// @param hidesCaller whether this account's own calls are such
/// @param hideOnCode what is called to tell the server that it was switched on
/// @param hideOffCode the same for off
/// @param rejects whether such calls are refused here
public record Anonymity(
        boolean hidesCaller,
        Optional<String> hideOnCode,
        Optional<String> hideOffCode,
        boolean rejects,
        Optional<String> rejectOnCode,
        Optional<String> rejectOffCode) {}
