package io.switchhook.provisioning.model;

/// What Switchhook sets unless it is told otherwise.
///
/// @param pattern the parameter; with `X` it is set for every account in use
/// @param why for who wonders
public record Preset(NamePattern pattern, Value.Text value, String why) {}
