package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.SipUri;
import java.util.List;
import java.util.Optional;

/// RFC 3261 §16.4: takes our own routes off a request, and repairs what a strict router did to it.
final class RouteProcessing {
    private final Surroundings surroundings;

    RouteProcessing(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// @param request without our routes
    /// @param pass what the tokens in them said; empty if there was no valid one, or the request is in no dialog
    record Processed(Request request, Optional<DialogPass> pass) {}

    Processed process(Request received) {
        var request = received;
        Optional<DialogPass> pass = Optional.empty();
        if (request.uri() instanceof SipUri uri) {
            if (isRouteOfOurs(request, uri)) {
                request = repaired(request);
                pass = check(uri, request);
            } else if (isMaddrOfOurs(uri)) {
                request = request.withUri(withoutMaddr(uri));
            }
        }
        if (!request.headers().has(Known.ROUTE)) return new Processed(request, pass);
        return popped(request, pass);
    }

    /// Whether a strict router put our Record-Route value into the Request-URI. A URI of ours with `;lr` comes from
    /// nowhere else.
    private boolean isRouteOfOurs(Request request, SipUri uri) {
        return uri.isLooseRouter()
                && request.headers().has(Known.ROUTE)
                && surroundings.isOurs(uri);
    }

    /// The last Route becomes the Request-URI again.
    private static Request repaired(Request request) {
        var routes = request.headers().all(Header.ROUTE);
        return request.withUri(routes.getLast().uri())
                .with(h -> {
                    h.remove(Known.ROUTE);
                    for (var route : routes.subList(0, routes.size() - 1))
                        h.add(Header.ROUTE, route);
                    return h;
                });
    }

    private boolean isMaddrOfOurs(SipUri uri) {
        var maddr = uri.parameters().get("maddr");
        return maddr.isPresent() && surroundings.isOurs(maddr.get(), uri.hostPort().portOrZero());
    }

    private static SipUri withoutMaddr(SipUri uri) {
        return uri.withParameters(uri.parameters().without("maddr").without("transport"))
                .withHostPort(io.switchhook.sip.uri.HostPort.of(uri.host()));
    }

    /// Without the values on top that are ours: one, or two where the sides of the call differ (RFC 5658), or more
    /// where it passed here more than once. The last token decides, since it knows what comes next.
    private Processed popped(Request request, Optional<DialogPass> repairedPass) {
        var pass = repairedPass;
        var routes = request.headers().all(Header.ROUTE);
        int ours = 0;
        for (var route : firstOf(routes)) {
            if (!(route.uri() instanceof SipUri uri) || !surroundings.isOurs(uri)) break;
            ours++;
            var said = check(uri, request);
            if (said.isPresent()) pass = said;
        }
        if (ours == 0) return new Processed(request, pass);
        int count = ours;
        var rest =
                request.with(h -> {
                    for (int i = 0; i < count; i++) h.pop(Header.ROUTE);
                    return h;
                });
        return new Processed(rest, pass);
    }

    private List<NameAddr> firstOf(List<NameAddr> routes) {
        return routes.subList(0, Math.min(routes.size(), surroundings.settings().routes()));
    }

    /// A token counts only in a dialog (§12.2): a phone would refuse what carries a To tag it does not know, so the token
    /// of one call opens no way to another.
    private Optional<DialogPass> check(SipUri uri, Request request) {
        var token = uri.userinfo();
        if (token.isEmpty()) return Optional.empty();
        var headers = request.headers();
        var toTag = headers.require(Header.TO).tag();
        if (toTag.isEmpty()) return Optional.empty();
        return surroundings
                .seal()
                .check(
                        token,
                        headers.require(Header.CALL_ID),
                        headers.require(Header.FROM).tag(),
                        toTag);
    }
}
