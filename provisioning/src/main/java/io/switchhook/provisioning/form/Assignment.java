package io.switchhook.provisioning.form;

import io.switchhook.provisioning.model.Value;

/// What a file says of a parameter.
///
/// @param name in the newer form, such as `account.1.enable`
public record Assignment(String name, Value value) {}
