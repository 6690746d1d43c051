package io.switchhook.pbx.admission;

import io.switchhook.pbx.route.Domains;
import io.switchhook.sip.auth.DigestAuthenticator;
import io.switchhook.sip.auth.Role;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transaction.Gate;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.uri.OpaqueUri;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.sip.uri.TelUri;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Asks for credentials at the door (RFC 3261 §22, §8.2.7), whom registrar or router would ask in any case. A request that
/// they might find something else wrong with goes on to them, who keep the order of §10.3 and §16.3.
///
/// @param realm the first domain
/// @param events whether the server itself is who takes subscriptions to an event
/// @param draining whether nothing new may begin: then there is nothing to ask for
public record Challenges(
        DigestAuthenticator authenticator,
        String realm,
        Domains domains,
        Predicate<Event> events,
        InstantSource clock,
        BooleanSupplier draining) {

    /// The challenge for a request that came without credentials, over a flow that is no proof by itself.
    Optional<Gate.Answered> to(Request request, Flow flow) {
        boolean registers = request.method() == Method.REGISTER;
        var role = registers || isSubscription(request) ? Role.REGISTRAR : Role.PROXY;
        var headers = request.headers();
        if (!flow.identities().isEmpty()
                || headers.has(role.credentials().name())
                || !(registers ? mayRegister(request) : mayCall(request))
                || headers.all(Header.VIA).size() > 1 // it may have come round
                || headers.get(Header.MAX_FORWARDS).orElse(70) == 0
                || headers.has(Known.PROXY_REQUIRE)
                || draining.getAsBoolean()) return Optional.empty();
        var challenge = authenticator.challenge(request, role, realm, clock.instant());
        return Optional.of(new Gate.Answered(role.status(), challenge::addTo));
    }

    private boolean isSubscription(Request request) {
        return request.method() == Method.SUBSCRIBE
                && request.headers().get(Header.EVENT).filter(events).isPresent();
    }

    private boolean mayRegister(Request request) {
        return !request.headers().has(Known.REQUIRE)
                && request.uri() instanceof SipUri registrar
                && domains.include(registrar)
                && request.headers().require(Header.TO).uri() instanceof SipUri user
                && domains.include(user)
                && !user.user().isEmpty();
    }

    /// What is in a dialog may have been admitted, and what is for the server itself is free.
    private boolean mayCall(Request request) {
        if (!request.headers().require(Header.TO).tag().isEmpty()) return false;
        return switch (request.uri()) {
            case OpaqueUri _ -> false;
            case SipUri sip -> !sip.user().isEmpty() || !domains.include(sip);
            case TelUri _ -> true;
        };
    }
}
