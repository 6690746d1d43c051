package io.switchhook.phone.settings;

import java.util.Optional;

/// One kind of call forwarding.
///
/// @param enabled whether it is on; without a target it does nothing
/// @param onCode what is called to switch it on at the server
/// @param offCode the same for off
public record Forward(
        boolean enabled,
        Optional<String> target,
        Optional<String> onCode,
        Optional<String> offCode) {}
