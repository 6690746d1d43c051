package io.switchhook.phone.settings;

import java.util.Optional;

/// Something that is on or off, here and at the server.
///
/// @param onCode what is called to switch it on at the server
/// @param offCode the same for off
public record Toggle(boolean enabled, Optional<String> onCode, Optional<String> offCode) {}
