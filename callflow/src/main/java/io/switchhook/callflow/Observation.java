package io.switchhook.callflow;

import io.switchhook.sip.message.SipMessage;
import java.time.Instant;

/// A message that a phone sent or received.
///
/// @param number counts the observations of all phones in the order in which they were made. What is sent is counted
///     before it leaves, so a message is never received before it is sent
/// @param phone who observed it
/// @param transport `UDP`, `TCP`, `TLS` ...
/// @param remote the address and port it went to or came from
public record Observation(
        long number,
        Instant at,
        Party phone,
        Direction direction,
        SipMessage message,
        String transport,
        String remote) {}
