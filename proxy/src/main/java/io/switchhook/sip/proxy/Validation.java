package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.OpaqueUri;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import java.util.Optional;

/// RFC 3261 §16.3, what is left of it: the transport checked the syntax (item 1), the [Router] checks the credentials
/// (item 6).
final class Validation {
    private final Surroundings surroundings;
    private final WaitingRequests waiting;

    Validation(Surroundings surroundings, WaitingRequests waiting) {
        this.surroundings = surroundings;
        this.waiting = waiting;
    }

    /// What is wrong with the request; empty for nothing.
    Optional<Refusal> check(Request request) {
        if (!isSchemeKnown(request)) return Optional.of(Refusal.SCHEME);
        if (isOutOfHops(request) && !isForThisServer(request)) return Optional.of(Refusal.HOPS);
        var comesBack = waiting.refusal(request);
        if (comesBack.isPresent()) return comesBack;
        if (request.headers().has(Known.PROXY_REQUIRE)) return Optional.of(Refusal.EXTENSION);
        if (Identity.isPrivacyOutOfReach(request)) return Optional.of(Refusal.PRIVACY);
        return Optional.empty();
    }

    /// Item 2.
    private static boolean isSchemeKnown(Request request) {
        return switch (request.uri()) {
            case SipUri _, TelUri _ -> true;
            case OpaqueUri _ -> false;
        };
    }

    /// Item 3.
    static boolean isOutOfHops(Request request) {
        return request.headers().get(Header.MAX_FORWARDS).orElse(70) == 0;
    }

    /// Item 3: an OPTIONS, and for that matter a REGISTER, that names no user of ours ends here and needs no more hops.
    private boolean isForThisServer(Request request) {
        return request.uri() instanceof SipUri uri
                && uri.userinfo().isEmpty()
                && surroundings.isOurs(uri);
    }

    /// Item 5: this proxy has no extension, so each one it is asked for is unknown.
    static Headers.Editor unsupported(Headers.Editor h, Request request) {
        for (var tag : request.headers().all(Header.PROXY_REQUIRE)) h.add(Header.UNSUPPORTED, tag);
        return h;
    }
}
