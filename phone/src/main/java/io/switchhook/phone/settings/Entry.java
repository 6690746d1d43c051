package io.switchhook.phone.settings;

/// One `key = value` of a configuration file.
///
/// @param key in the new form, such as `account.1.user_name`, whatever form the file has
public record Entry(Place place, String key, Value value) {}
