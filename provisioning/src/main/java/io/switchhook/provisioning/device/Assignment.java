package io.switchhook.provisioning.device;

import java.util.List;

/// What a device is to be.
///
/// @param model its folder's name, see [io.switchhook.provisioning.model.PhoneModel#id]
/// @param group whose settings it shares; empty for none
/// @param users of its accounts, the first for line 1
public record Assignment(String model, String group, List<String> users) {
    public Assignment {
        users = List.copyOf(users);
    }
}
