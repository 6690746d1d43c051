package io.switchhook.sip.ua;

import io.switchhook.sip.auth.DigestClient;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Flow;
import java.util.List;
import java.util.Optional;

/// Who calls and is called here, such as one account of a phone.
///
/// @param address what stands in From, without a tag
/// @param contact where requests for it arrive
/// @param routes that requests outside of a dialog take, such as the outbound proxy (§8.1.2)
/// @param flow the connection that is kept to the server (RFC 5626), if there is one
/// @param credentials answers challenges
/// @param calls what calls are to have beyond RFC 3261
public record LocalUser(
        NameAddr address,
        Contact contact,
        List<NameAddr> routes,
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
            Optional<Flow> flow,
            DigestClient credentials) {
        this(address, contact, routes, flow, credentials, CallSettings.DEFAULT);
    }

    public LocalUser with(CallSettings changed) {
        return new LocalUser(address, contact, routes, flow, credentials, changed);
    }
}
