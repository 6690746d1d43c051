package io.switchhook.provisioning.device;

import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.model.Value;
import java.time.Instant;
import java.util.Optional;

/// One value that an administrator has set, or taken back.
///
/// @param id larger for later ones
/// @param by who; empty for who is not known
/// @param origin the layer
/// @param before empty if there was none
/// @param after empty if it was taken back
public record SettingChange(
        long id,
        Instant at,
        String by,
        Origin origin,
        String name,
        Optional<Value> before,
        Optional<Value> after) {}
