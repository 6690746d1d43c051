package io.switchhook.sip.transport;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;

/// The floor above: what this one calls with whole messages that passed
/// [io.switchhook.sip.message.ReasonableSyntax], on the shard that owns their Call-ID.
public interface MessageHandler {
    /// @param request with `received` and `rport` already in its top Via (RFC 3261 §18.2.1, RFC 3581 §4)
    void request(Request request, Flow flow);

    void response(Response response, Flow flow);

    /// A datagram that is no message: line ends or a STUN request (RFC 5626 §4.4). On whatever shard read it.
    default void keepAlive(Flow flow) {}
}
