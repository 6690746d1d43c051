package io.switchhook.sip.proxy;

import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transaction.Identifiers;
import io.switchhook.sip.transaction.TimerValues;
import io.switchhook.sip.transaction.Timers;
import io.switchhook.sip.transaction.TransactionCounters;
import io.switchhook.sip.transaction.TransactionLayer;
import io.switchhook.sip.transaction.TransactionLimits;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.ServerLocator;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SimulatedNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A proxy for `example.com` at 192.0.2.1, with a location service that tests write into and a router that lets
/// everybody call its users and nobody anything else.
final class Office implements Router, ProxyEvents {
    static final byte[] SECRET = "a secret that is long enough".getBytes(StandardCharsets.US_ASCII);

    final SimulatedNetwork network = new SimulatedNetwork(1);
    final SimulatedNode node = network.node("proxy", "192.0.2.1");
    final ProxyCounters counters = new ProxyCounters();
    final List<String> decisions = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<Request> routed = new ArrayList<>();
    final TransactionLayer layer;
    final Timers timers;
    UnaryOperator<Headers.Editor> edits = UnaryOperator.identity();
    boolean recurse = true;
    ServerLocator locator = node;
    private final Map<String, List<Target>> locations = new HashMap<>();

    Office() {
        this(ProxySettings.of(Set.of("Example.com")));
    }

    Office(ProxySettings settings) {
        timers = new Timers(node.shard()::nanoTime);
        node.shard().attend(timers);
        layer =
                new TransactionLayer(
                        node.shard(),
                        timers,
                        TimerValues.DEFAULT,
                        TransactionLimits.DEFAULT,
                        new Identifiers(network.random()),
                        new TransactionCounters(),
                        layer ->
                                new ProxyCore(
                                        layer,
                                        timers,
                                        node.shard(),
                                        node,
                                        (uri, shard, found) -> locator.locate(uri, shard, found),
                                        this,
                                        settings,
                                        SECRET,
                                        this,
                                        counters));
        node.handler(layer);
    }

    /// A phone that sends over UDP to the proxy, registered under its name.
    Party phone(String name, String address) {
        return phone(name, address, Transport.UDP);
    }

    /// A phone that is registered over a transport, reached over its flow unless that is UDP.
    Party phone(String name, String address, Transport transport) {
        var phone = network.party(name, address).outbound(transport, node);
        register(name, target(phone, 1000));
        return phone;
    }

    Target target(Party phone, int q) {
        return new Target(phone.contact(), q, flowTo(phone), List.of());
    }

    private Optional<Flow> flowTo(Party phone) {
        var out = phone.outbound();
        if (out.transport() == Transport.UDP) return Optional.empty();
        return node.connections().stream()
                .filter(flow -> flow.remote().equals(out.local()))
                .map(Flow.class::cast)
                .findFirst();
    }

    void register(String user, Target... targets) {
        locations.put(user, List.of(targets));
    }

    @Override
    public Route route(Request request, Flow flow) {
        routed.add(request);
        if (!(request.uri() instanceof SipUri uri)) return reject(404, "no such number");
        boolean home = uri.host().equalsIgnoreCase("example.com") || isHere(uri);
        if (!home) return reject(403, "foreign Request-URI");
        if (uri.user().isEmpty())
            return new Route.Serve(
                    server -> server.respond(Response.to(server.request(), StatusCode.OK, "t")),
                    "for the server itself");
        if (uri.user().equals("moved"))
            return new Route.Redirect(
                    List.of(
                            io.switchhook.sip.header.NameAddr.of(
                                    SipUri.parse("sip:moved@elsewhere.example"))),
                    "moved");
        var targets = locations.get(uri.user());
        if (targets == null) return reject(404, "no such user");
        return new Route.Fork(targets, recurse, edits, "to " + uri.user());
    }

    private boolean isHere(SipUri uri) {
        return node.isOurs(uri.host(), uri.hostPort().portOrZero());
    }

    private static Route reject(int status, String why) {
        return new Route.Reject(StatusCode.of(status), UnaryOperator.identity(), why);
    }

    @Override
    public void decided(Request request, String why) {
        decisions.add(why);
    }

    @Override
    public void started(Request invite) {
        events.add("started");
    }

    @Override
    public void ringing(Request invite, Response provisional) {
        events.add("ringing");
    }

    @Override
    public void answered(Request invite, Response success) {
        events.add("answered");
    }

    @Override
    public void failed(Request invite, Response failure) {
        events.add("failed " + failure.status().value());
    }

    @Override
    public void ended(Request bye) {
        events.add("ended");
    }
}
