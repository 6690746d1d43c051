package io.switchhook.sip.proxy;

import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;
import java.util.Optional;

/// Decides what becomes of a request: RFC 3261 §16.5. Policy without mechanics; it answers from memory and never blocks.
public interface Router {
    /// For a request outside a dialog that names this server or one of its users, and for one that a stranger wants
    /// relayed elsewhere. Not asked about ACK, CANCEL, or requests that carry a route of ours with a valid token.
    ///
    /// @param request after validation (§16.3), its own routes removed (§16.4); routes left in it are foreign, and are
    ///     not followed but as [Target#path]
    Route route(Request request, Flow flow);

    /// For a request that [#route] admitted, when a 3xx names another place for it (§16.7 item 4): only a
    /// [Route.Fork] makes it go there, whose edits are made after those of the first. A router that checks credentials does
    /// not check them again here, since their nonce count has been used.
    ///
    /// @param request as [#route] saw it
    /// @param uri what the 3xx names; a user of ours, or anything else in the world
    default Route redirected(Request request, SipUri uri, Flow flow) {
        return route(request.withUri(uri), flow);
    }

    /// The phone that a GRUU of ours names in a request within an admitted dialog (RFC 5627 §6.1); empty if it is none,
    /// or the phone is not there.
    default Optional<Target> instance(SipUri gruu) {
        return Optional.empty();
    }
}
