package io.switchhook.testkit;

import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.ReasonableSyntax;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Destination;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.MessageHandler;
import io.switchhook.sip.transport.ServerLocator;
import io.switchhook.sip.transport.Shard;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One host of the [SimulatedNetwork] with one shard: what a transport is to the floors above it. It fills in
/// `received` and `rport`, checks [ReasonableSyntax], and answers what does not pass.
public final class SimulatedNode implements Flows, ServerLocator {
    private static final MessageParser PARSER =
            new MessageParser(MessageLimits.DEFAULT, Leniencies.all());

    /// RFC 3261 §18.1.1: the MTU less 200 bytes, where the MTU is unknown.
    private static final int DATAGRAM = 1300;

    private final SimulatedNetwork network;
    private final String name;
    private final InetAddress address;
    private final int port;
    private final SimulatedShard shard;
    private final Map<String, Flow> tokens = new HashMap<>();
    private final List<SimulatedFlow.Stream> streams = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();
    private MessageHandler handler = new Nobody();
    private int ephemeral;
    private Recorder recorder = Recorder.NONE;
    private boolean checked = true;
    private boolean stopped;

    SimulatedNode(SimulatedNetwork network, String name, InetAddress address, int port) {
        this.network = network;
        this.name = name;
        this.address = address;
        this.port = port;
        // Nodes at one address must not take the same.
        this.ephemeral = 40_000 + port % 20_000;
        this.shard = new SimulatedShard(network.clock());
    }

    /// Takes what arrives from now on.
    public void handler(MessageHandler handler) {
        this.handler = handler;
    }

    /// Takes whatever arrives from now on and parses, mandatory header fields or not, and answers nothing.
    void unchecked(MessageHandler handler) {
        this.handler = handler;
        checked = false;
    }

    /// Records what comes and goes from now on.
    public void recorder(Recorder recorder) {
        this.recorder = recorder;
    }

    void sent(SipMessage message, byte[] bytes, Flow flow) {
        recorder.sent(flow.path(), bytes, 0, bytes.length, callId(message));
    }

    private void record(SipMessage message, byte[] bytes, Flow flow) {
        recorder.received(flow.path(), bytes, 0, bytes.length, callId(message));
    }

    /// What cannot be read is recorded as well.
    private SipMessage parsed(byte[] bytes, Flow flow) {
        try {
            return parse(bytes, flow);
        } catch (MalformedMessage e) {
            if (checked) recorder.received(flow.path(), bytes, 0, bytes.length, callId(e));
            throw e;
        }
    }

    private void record(MalformedMessage cause, Flow flow) {
        var answer = cause.answer();
        recorder.remark(
                callId(cause),
                new Remark.Malformed(
                        Optional.of(flow.path()),
                        cause.isCutShort() ? Remark.Defect.CUT_SHORT : Remark.Defect.GRAMMAR,
                        cause.text(),
                        answer.map(it -> it.status().value()).orElse(0)));
    }

    private static String callId(MalformedMessage cause) {
        return cause.answer().map(SimulatedNode::callId).orElse("");
    }

    private static String callId(SipMessage message) {
        try {
            return message.headers().get(Header.CALL_ID).map(CallId::value).orElse("");
        } catch (MalformedField e) {
            return "";
        }
    }

    public String name() {
        return name;
    }

    public SimulatedShard shard() {
        return shard;
    }

    /// The address in text, IPv6 in brackets.
    public String host() {
        return host(address);
    }

    /// What messages were too malformed to hand on, and why.
    public List<String> malformed() {
        return List.copyOf(malformed);
    }

    /// The connections that are open.
    public List<SimulatedFlow.Stream> connections() {
        return List.copyOf(streams);
    }

    /// Dies: connections close, datagrams are refused.
    public void stop() {
        stopped = true;
        List.copyOf(streams).forEach(Flow::close);
    }

    /// Listens again.
    public void restart() {
        stopped = false;
    }

    boolean isStopped() {
        return stopped;
    }

    SimulatedNetwork network() {
        return network;
    }

    InetSocketAddress listener(Transport transport) {
        int at =
                port == 0
                        ? transport.defaultPort()
                        : switch (transport) {
                            case UDP, TCP -> port;
                            case TLS -> port + 1;
                            case WS -> port + 2;
                            case WSS -> port + 3;
                        };
        return new InetSocketAddress(address, at);
    }

    InetSocketAddress ephemeral() {
        return new InetSocketAddress(address, ephemeral++);
    }

    /// The flow from this node's UDP listener to an address.
    public Flow udp(InetSocketAddress remote) {
        return udp(remote, listener(Transport.UDP));
    }

    SimulatedFlow.Udp udp(InetSocketAddress remote, InetSocketAddress local) {
        var flow = new SimulatedFlow.Udp(this, local, remote);
        tokens.putIfAbsent(flow.token(), flow);
        return flow;
    }

    /// A flow to another node's listener; a connection is made at once.
    public SimulatedFlow flow(Transport transport, SimulatedNode to) {
        if (transport == Transport.UDP) return udp(to.listener(transport), listener(Transport.UDP));
        return SimulatedNetwork.join(this, to, transport, to.listener(transport));
    }

    void connected(SimulatedFlow.Stream flow) {
        streams.add(flow);
        tokens.put(flow.token(), flow);
        recorder.remark("", new Remark.FlowOpened(flow.path()));
    }

    void disconnected(SimulatedFlow.Stream flow) {
        streams.remove(flow);
        tokens.remove(flow.token());
        recorder.remark("", new Remark.FlowClosed(flow.path(), "by peer"));
    }

    void deliver(byte[] bytes, SimulatedFlow flow) {
        if (stopped) return;
        try {
            var message = parsed(bytes, flow);
            record(message, bytes, flow);
            switch (message) {
                case Request request -> {
                    if (checked) ReasonableSyntax.check(request);
                    handler.request(received(request, flow), flow);
                }
                case Response response -> {
                    if (checked) ReasonableSyntax.check(response);
                    handler.response(response, flow);
                }
            }
        } catch (MalformedMessage e) {
            malformed.add(e.text());
            if (!checked) return;
            record(e, flow);
            e.answer()
                    .ifPresent(answer ->
                            flow.forResponses(answer.headers().require(Header.VIA))
                                    .send(answer, SimulatedFlow.ignoring()));
        }
    }

    private static SipMessage parse(byte[] bytes, Flow flow) {
        if (!flow.transport().isReliable()) return PARSER.parseDatagram(bytes, 0, bytes.length);
        int end = MessageParser.endOfHead(bytes, 0, bytes.length);
        if (end < 0) return PARSER.parseDatagram(bytes, 0, bytes.length);
        var message = PARSER.parseHead(bytes, 0, end);
        int length = MessageParser.contentLength(message);
        return MessageParser.withBody(message, Body.of(bytes, end, end + length));
    }

    /// RFC 3261 §18.2.1, RFC 3581 §4.
    private static Request received(Request request, Flow flow) {
        if (!request.headers().has(HeaderName.Known.VIA)) return request;
        var via = request.headers().require(Header.VIA);
        var source = flow.remote();
        boolean differs =
                literal(via.sentBy().host()).map(a -> !a.equals(source.getAddress())).orElse(true);
        if (!differs && !via.wantsRport()) return request;
        var filled = via.parameters().with("received", source.getAddress().getHostAddress());
        if (via.wantsRport()) filled = filled.with("rport", Integer.toString(source.getPort()));
        Via top = via.with(filled);
        return request.with(h -> h.replaceFirst(Header.VIA, top));
    }

    @Override
    public void open(Destination destination, int bytes, Shard shard, Opened opened) {
        var transport = destination.transport();
        var to = destination.address();
        if (transport == Transport.UDP
                && bytes > DATAGRAM
                && !destination.transportChosen()
                && network.at(Transport.TCP, to) != null) transport = Transport.TCP;
        if (transport == Transport.UDP) {
            opened.opened(udp(to));
            return;
        }
        for (var stream : streams) {
            if (stream.transport() == transport && stream.remote().equals(to)) {
                opened.opened(stream);
                return;
            }
        }
        Consumer<IOException> failed = opened::failed;
        network.connect(this, transport, to, opened::opened, failed);
    }

    @Override
    public Optional<Flow> byToken(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    @Override
    public boolean isOurs(String host, int port) {
        var it = literal(host).or(() -> network.address(host));
        if (it.isEmpty() || !it.get().equals(address)) return false;
        if (port == 0) return true;
        for (var transport : Transport.values())
            if (listener(transport).getPort() == port) return true;
        return false;
    }

    /// Knows the numeric hosts and those of [SimulatedNetwork#host]; UDP unless the URI says otherwise.
    @Override
    public void locate(SipUri uri, Shard shard, Consumer<List<Destination>> found) {
        String host = uri.parameters().get("maddr").orElse(uri.host());
        var it = literal(host).or(() -> network.address(host));
        var chosen = uri.transport().flatMap(Transport::of);
        var transport = chosen.orElse(uri.secure() ? Transport.TLS : Transport.UDP);
        if (uri.secure() && transport == Transport.TCP) transport = Transport.TLS;
        if (it.isEmpty()) {
            found.accept(List.of());
            return;
        }
        int at = uri.hostPort().portOr(transport.defaultPort());
        found.accept(
                List.of(
                        new Destination(
                                transport,
                                new InetSocketAddress(it.get(), at),
                                host,
                                chosen.isPresent() || uri.secure())));
    }

    static Optional<InetAddress> literal(String host) {
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String host(InetAddress address) {
        var text = address.getHostAddress();
        return address instanceof Inet6Address ? '[' + text + ']' : text;
    }

    static String text(InetSocketAddress address) {
        return host(address.getAddress()) + ':' + address.getPort();
    }

    static String token(Flow flow) {
        var text = flow.transport() + "-" + text(flow.local()) + "-" + text(flow.remote());
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    @Override
    public String toString() {
        return name;
    }

    /// Before a handler is there, nothing is at home.
    private static final class Nobody implements MessageHandler {
        @Override
        public void request(Request request, Flow flow) {}

        @Override
        public void response(Response response, Flow flow) {}
    }
}
