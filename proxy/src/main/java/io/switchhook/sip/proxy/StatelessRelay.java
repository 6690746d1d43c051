package io.switchhook.sip.proxy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// What passes without a transaction: ACKs for a 2xx, and 2xx whose transaction is gone (RFC 3261 §16.11, §16.7 item 5).
/// Both need a token of ours, so that nothing is sent for those whom we never let call. What fails is not told to
/// anybody: the peer will send it again.
final class StatelessRelay {
    private static final Runnable SILENTLY = () -> {};

    private final Surroundings surroundings;

    StatelessRelay(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// To the phone that a GRUU names.
    void relay(Request ack, Target target) {
        var copy =
                ack.withUri(target.uri().asRequestUri())
                        .with(h -> {
                            for (var hop : target.path().reversed()) h.push(Header.ROUTE, hop);
                            return h;
                        });
        relay(copy, target.flow());
    }

    /// @param ack after route processing
    /// @param flow the one it must leave over, if any
    void relay(Request ack, Optional<Flow> flow) {
        if (Validation.isOutOfHops(ack)) {
            drop();
            return;
        }
        int hops = ack.headers().get(Header.MAX_FORWARDS).map(max -> max - 1).orElse(70);
        var outgoing = NextHop.asItWants(ack.with(h -> h.set(Header.MAX_FORWARDS, hops)));
        Consumer<Flow> send = its -> surroundings.layer().sendStateless(outgoing, its);
        if (flow.isPresent()) send.accept(flow.get());
        else NextHop.of(ack).ifPresentOrElse(uri -> search(outgoing, send).start(uri), this::drop);
        surroundings.counters().requests(ack.method()).increment();
    }

    private HopSearch search(Request outgoing, Consumer<Flow> send) {
        return new HopSearch(
                surroundings,
                surroundings.lengthOf(outgoing),
                send,
                SILENTLY,
                remark -> surroundings.events().remark(outgoing, remark));
    }

    /// A 2xx goes to where the Via below ours says (§18.2.2).
    void relay(Response late) {
        var rest = late.with(h -> h.pop(Header.VIA));
        var top = late.headers().require(Header.VIA);
        if (!surroundings.isOurs(top.sentBy().host(), top.sentBy().portOrZero())
                || !rest.headers().has(Known.VIA)
                || !isVouchedFor(late)) {
            drop();
            return;
        }
        surroundings.counters().lateAnswers.increment();
        var next = rest.headers().require(Header.VIA);
        var transport = Transport.of(next.transport());
        var host = next.received().orElse(next.sentBy().host());
        if (transport.isEmpty()) return;
        int port = next.rport().orElse(next.sentBy().portOr(transport.get().defaultPort()));
        Consumer<Flow> send = flow -> flow.send(rest, _ -> {});
        var search = new HopSearch(surroundings, 0, send, SILENTLY, _ -> {});
        literal(host)
                .ifPresentOrElse(
                        address ->
                                search.start(
                                        new Destination(
                                                transport.get(),
                                                new InetSocketAddress(address, port),
                                                host,
                                                true)),
                        () -> search.start(asUri(next, transport.get())));
    }

    /// Whether a Record-Route of ours in the response says that we forwarded its request.
    private boolean isVouchedFor(Response response) {
        var headers = response.headers();
        var from = headers.require(Header.FROM).tag();
        var callId = headers.require(Header.CALL_ID);
        var routes = headers.all(Header.RECORD_ROUTE);
        int most = Math.min(routes.size(), surroundings.settings().routes());
        return routes.subList(0, most).stream()
                .flatMap(route -> route.sipUri().stream())
                .filter(uri -> !uri.userinfo().isEmpty() && surroundings.isOurs(uri))
                .anyMatch(uri ->
                        surroundings.seal().check(uri.userinfo(), callId, from, "").isPresent());
    }

    private static SipUri asUri(Via via, Transport transport) {
        var uri = SipUri.of(via.sentBy());
        return uri.withParameters(uri.parameters().with("transport", transport.name()));
    }

    private static Optional<InetAddress> literal(String host) {
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void drop() {
        surroundings.counters().dropped.increment();
    }
}
