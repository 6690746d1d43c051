package io.switchhook.sip.proxy;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;

/// Decides what becomes of a request: RFC 3261 §16.5. Policy without mechanics; it answers from memory and never blocks.
public interface Router {
    /// For a request outside a dialog that names this server or one of its users, and for one that a stranger wants
    /// relayed elsewhere. Not asked about ACK, CANCEL, or requests that carry a route of ours with a valid token.
    ///
    /// @param request after validation (§16.3), its own routes removed (§16.4)
    Route route(Request request, Flow flow);
}
