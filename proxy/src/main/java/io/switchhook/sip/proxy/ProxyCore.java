package io.switchhook.sip.proxy;

import io.switchhook.ladder.Remark;
import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.ServerTransaction;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionUser;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.ServerLocator;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.uri.SipUri;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The stateful forking proxy: RFC 3261 §16. One for each shard.
///
/// A request with a token of ours in its Route belongs to a dialog that was admitted once, and goes on along its routes
/// or to its Request-URI. All others go where the [Router] says, and nowhere else.
public final class ProxyCore implements TransactionUser {
    static final StatusCode FLOW_FAILED = StatusCode.of(430);

    private final Surroundings surroundings;
    private final WaitingRequests waiting;
    private final Validation validation;
    private final RouteProcessing routes;
    private final StatelessRelay stateless;

    /// @param secret what the tokens in Record-Route are sealed with: 16 bytes or more, the same for all cores of a
    ///     server and after its restart, or calls that are up lose their way
    public ProxyCore(
            TransactionLayer layer,
            Timers timers,
            Shard shard,
            Flows flows,
            ServerLocator locator,
            Router router,
            ProxySettings settings,
            byte[] secret,
            ProxyEvents events,
            ProxyCounters counters) {
        var seal = new TokenSeal(secret);
        surroundings =
                new Surroundings(
                        layer,
                        timers,
                        shard,
                        flows,
                        locator,
                        router,
                        settings,
                        seal,
                        new RecordRoute(seal),
                        events,
                        counters,
                        new ByteSink(2048));
        waiting =
                new WaitingRequests(
                        settings.requestsPerCall(),
                        via -> surroundings.isOurs(via.sentBy().host(), via.sentBy().portOrZero()));
        validation = new Validation(surroundings, waiting);
        routes = new RouteProcessing(surroundings);
        stateless = new StatelessRelay(surroundings);
    }

    @Override
    public void request(ServerTransaction transaction) {
        try {
            var received = transaction.request();
            var refusal = validation.check(received); // §16.3
            if (refusal.isPresent()) {
                refuse(transaction, refusal.get());
                return;
            }
            var processed = routes.process(received); // §16.4
            var request = processed.request();
            var instance = processed.pass().flatMap(_ -> instance(request));
            if (instance.isPresent())
                forward(transaction, Plan.relay(request, instance.get(), FLOW_FAILED));
            else if (processed.pass().isPresent() && !endsHere(request, processed.pass().get()))
                relay(transaction, request, processed.pass().get());
            else decide(transaction, request); // §16.5
        } catch (MalformedField e) {
            refuse(transaction, Refusal.MALFORMED, e.text());
        }
    }

    /// The phone that a request in a dialog names by a GRUU of ours (RFC 5627 §6.1), over the flow it has now.
    private Optional<Target> instance(Request request) {
        boolean isNamed =
                request.uri() instanceof SipUri uri
                        && uri.parameters().has("gr")
                        && !request.headers().has(Header.ROUTE.name())
                        && surroundings.isOurs(uri);
        return isNamed ? surroundings.router().instance((SipUri) request.uri()) : Optional.empty();
    }

    /// Whether a request in a dialog names this server or a user of ours, and not the other end.
    private boolean endsHere(Request request, DialogPass pass) {
        return pass.flowAhead().isEmpty()
                && !request.headers().has(Header.ROUTE.name())
                && request.uri() instanceof SipUri uri
                && surroundings.isOurs(uri);
    }

    private void relay(ServerTransaction transaction, Request request, DialogPass pass) {
        if (!(request.uri() instanceof SipUri uri)) {
            refuse(transaction, Refusal.SCHEME);
            return;
        }
        boolean isNamed = !pass.flowAhead().isEmpty();
        var flow = surroundings.flowAhead(pass);
        if (isNamed && flow.isEmpty()) surroundings.counters().closedFlows.increment();
        var target = new Target(uri, 1000, flow, List.of());
        var unreachable = isNamed ? FLOW_FAILED : StatusCode.SERVICE_UNAVAILABLE;
        forward(transaction, Plan.relay(request, target, unreachable));
    }

    private void decide(ServerTransaction transaction, Request request) {
        take(transaction, request, surroundings.router().route(request, transaction.flow()));
    }

    private void take(ServerTransaction transaction, Request request, Route route) {
        switch (route) {
            case Route.Fork fork -> {
                var disposition = Disposition.of(request);
                decided(request, fork.reason());
                if (disposition.redirects() && canBeCalledDirectly(fork))
                    redirect(transaction, contacts(fork));
                else forward(transaction, Plan.fork(request, fork, disposition));
            }
            case Route.Forwarded(var why, var to) -> {
                surroundings.counters().forwarded.increment();
                surroundings.events().remark(request, why);
                take(transaction, request, to);
            }
            case Route.Redirect(var contacts, var reason) -> {
                decided(request, reason);
                redirect(transaction, contacts);
            }
            case Route.Reject(var status, var phrase, var edits, var reason, var remark) -> {
                surroundings.counters().rejected.increment();
                surroundings.events().refused(request, status, reason);
                remark.ifPresent(it -> surroundings.events().remark(request, it));
                answer(transaction, status, phrase, edits);
            }
            case Route.Serve(var core, var reason) -> {
                surroundings.counters().served.increment();
                decided(request, reason);
                core.accept(transaction);
            }
        }
    }

    private void decided(Request request, String why) {
        surroundings.events().decided(request, why);
        surroundings.events().remark(request, new Remark.Routed(why));
    }

    private void redirect(ServerTransaction transaction, List<NameAddr> contacts) {
        surroundings.counters().redirected.increment();
        answer(
                transaction,
                StatusCode.of(302),
                StatusCode.of(302).reasonPhrase(),
                h -> {
                    for (var contact : contacts) h.add(Header.CONTACT, Contact.of(contact));
                    return h;
                });
    }

    /// Whether the caller finds the phones by their addresses: RFC 3841 §9.1 leaves the choice to the server.
    private static boolean canBeCalledDirectly(Route.Fork fork) {
        for (var target : fork.targets())
            if (target.flow().isPresent() || !target.path().isEmpty()) return false;
        return !fork.targets().isEmpty();
    }

    private static List<NameAddr> contacts(Route.Fork fork) {
        return fork.targets().stream()
                .map(target -> NameAddr.of(target.uri()).with(Recursion.q(target.q())))
                .toList();
    }

    /// §16.6. Whatever a router says, a request without hops left goes no further.
    private void forward(ServerTransaction transaction, Plan plan) {
        if (Validation.isOutOfHops(plan.request())) refuse(transaction, Refusal.HOPS);
        else if (waiting.isCrowded(plan.request().headers().require(Header.CALL_ID)))
            refuse(transaction, Refusal.CROWD);
        else {
            var context = new ResponseContext(surroundings, transaction, plan, waiting);
            if (!context.hasTargets()) refuse(transaction, Refusal.NO_TARGET);
            else if (!context.hasBreadth()) refuse(transaction, Refusal.BREADTH);
            else context.start();
        }
    }

    private void refuse(ServerTransaction transaction, Refusal refusal) {
        refuse(transaction, refusal, refusal.sentence());
    }

    private void refuse(ServerTransaction transaction, Refusal refusal, String why) {
        surroundings.counters().refused(refusal).increment();
        surroundings.events().refused(transaction.request(), refusal.status(), why);
        surroundings.events().remark(transaction.request(), refusal.remark(why));
        answer(
                transaction,
                refusal.status(),
                refusal.status().reasonPhrase(),
                h ->
                        refusal == Refusal.EXTENSION
                                ? Validation.unsupported(h, transaction.request())
                                : h);
    }

    private void answer(
            ServerTransaction transaction,
            StatusCode status,
            String phrase,
            UnaryOperator<Headers.Editor> edits) {
        transaction.respond(
                surroundings.layer().responseTo(transaction.request(), status, phrase).with(edits));
    }

    @Override
    public void cancelled(ServerTransaction invite, Request cancel) {
        waiting.of(invite).ifPresent(context -> context.cancel(cancel));
    }

    @Override
    public void ack(Request ack, Flow flow) {
        try {
            var processed = routes.process(ack);
            var pass = processed.pass();
            var request = processed.request();
            var instance = pass.flatMap(_ -> instance(request));
            if (instance.isPresent()) stateless.relay(request, instance.get());
            else if (pass.isPresent() && !endsHere(request, pass.get()))
                stateless.relay(request, surroundings.flowAhead(pass.get()));
            else stateless.drop();
        } catch (MalformedField e) {
            stateless.drop();
        }
    }

    @Override
    public void lateSuccess(Response response, Flow upstream) {
        var forwarded = Identity.withoutClaims(response.with(h -> h.pop(Header.VIA)));
        if (!forwarded.headers().has(Known.VIA)) return;
        surroundings.counters().responses(response.status().statusClass()).increment();
        surroundings.layer().sendStateless(forwarded, upstream);
    }

    @Override
    public void strayResponse(Response response, Flow flow) {
        try {
            // A phone that was given up may answer while others are tried.
            var forwarded = Identity.withoutClaims(response.with(h -> h.pop(Header.VIA)));
            var context = waiting.of(forwarded);
            if (context.isPresent()) context.get().success(forwarded);
            else stateless.relay(response);
        } catch (MalformedField e) {
            stateless.drop();
        }
    }
}
