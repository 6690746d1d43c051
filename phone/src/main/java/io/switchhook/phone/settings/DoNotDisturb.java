package io.switchhook.phone.settings;

import java.util.List;
import java.util.Optional;

/// Refusing all calls.
///
/// @param onCode what is called to switch it on at the server
/// @param offCode the same for off
/// @param status of the response: 404, 480 or 486
/// @param exceptions numbers that come through all the same; empty if there are none
public record DoNotDisturb(
        Optional<String> onCode, Optional<String> offCode, int status, List<String> exceptions) {
    public DoNotDisturb {
        exceptions = List.copyOf(exceptions);
    }
}
