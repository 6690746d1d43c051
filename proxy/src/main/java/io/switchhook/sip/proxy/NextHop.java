package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.SipUri;
import java.util.Optional;

/// Where a request goes next: RFC 3261 §16.6 items 6 and 7.
final class NextHop {
    private NextHop() {}

    /// The URI whose server is the next hop: the topmost Route, else the Request-URI. Empty if it is no SIP URI.
    static Optional<SipUri> of(Request request) {
        var route = request.headers().get(Header.ROUTE);
        if (route.isPresent()) return route.get().sipUri();
        return request.uri() instanceof SipUri uri ? Optional.of(uri) : Optional.empty();
    }

    /// Item 6: before a strict router its URI becomes the Request-URI, and the Request-URI the last Route.
    static Request asItWants(Request request) {
        var route = request.headers().get(Header.ROUTE).flatMap(NameAddr::sipUri);
        if (route.isEmpty() || route.get().isLooseRouter()) return request;
        var target = NameAddr.of(request.uri());
        return request.withUri(route.get().asRequestUri())
                .with(h -> h.pop(Header.ROUTE).add(Header.ROUTE, target));
    }
}
