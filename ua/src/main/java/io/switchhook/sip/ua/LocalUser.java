package io.switchhook.sip.ua;

import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.Uri;
import java.util.List;
import java.util.Optional;

/// Who calls and is called here, such as one account of a phone.
///
/// @param address what stands in From, without a tag
/// @param contact where requests for it arrive
/// @param routes that requests outside of a dialog take, such as the outbound proxy (§8.1.2)
/// @param server where they go if there are no routes, whatever their Request-URI says; empty for where it says
/// @param flow the connection that is kept to the server (RFC 5626), if there is one
/// @param credentials answers challenges
/// @param calls what calls are to have beyond RFC 3261
public record LocalUser(
        NameAddr address,
        Contact contact,
        List<NameAddr> routes,
        Optional<SipUri> server,
        Optional<Flow> flow,
        DigestClient credentials,
        CallSettings calls) {
    public LocalUser {
        routes = List.copyOf(routes);
    }

    /// With calls as RFC 3261 has them.
    public LocalUser(
            NameAddr address,
            Contact contact,
            List<NameAddr> routes,
            Optional<SipUri> server,
            Optional<Flow> flow,
            DigestClient credentials) {
        this(address, contact, routes, server, flow, credentials, CallSettings.DEFAULT);
    }

    public LocalUser with(CallSettings changed) {
        return new LocalUser(address, contact, routes, server, flow, credentials, changed);
    }

    public LocalUser withAddress(NameAddr changed) {
        return new LocalUser(changed, contact, routes, server, flow, credentials, calls);
    }

    public LocalUser withRoutes(List<NameAddr> changed) {
        return new LocalUser(address, contact, changed, server, flow, credentials, calls);
    }

    public LocalUser withServer(SipUri changed) {
        return new LocalUser(
                address, contact, routes, Optional.of(changed), flow, credentials, calls);
    }

    /// For requests that go where their Request-URI says.
    public LocalUser direct() {
        return new LocalUser(
                address, contact, List.of(), Optional.empty(), flow, credentials, calls);
    }

    /// Where a request outside of a dialog goes first.
    Uri hop(Uri requestUri) {
        if (!routes.isEmpty()) return routes.getFirst().uri();
        return server.isPresent() ? server.get() : requestUri;
    }

    /// Where a request in a dialog goes first.
    ///
    /// @param next as the dialog has it (§12.2.1.1)
    Uri hopInDialog(Uri next) {
        return calls.proxied() && !routes.isEmpty() ? routes.getFirst().uri() : next;
    }
}
