package io.switchhook.provisioning.model;

/// An entry of an account's codec list.
///
/// @param number in `account.X.codec.Y`
/// @param name as the files have it, such as `PCMU`
/// @param payloadType that goes with it
public record Codec(int number, String name, int payloadType) {}
