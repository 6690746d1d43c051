package io.switchhook.provisioning.device;

import java.time.Instant;

/// Somebody asks for what is for one device alone.
///
/// @param mac whose
public record Ask(Mac mac, Asker asker, Proof proof, Instant at) {}
