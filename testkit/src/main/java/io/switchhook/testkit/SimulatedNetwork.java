package io.switchhook.testkit;

import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Crossing.Fate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/// Nodes and the ways between them, on one [VirtualClock] and one seeded random: the same test takes the same course
/// each time.
///
/// ```java
/// @RegisterExtension
/// final SimulatedNetwork network = new SimulatedNetwork(1);   // a failing test prints the ladder
/// final SimulatedNode proxy = network.node("proxy", "192.0.2.1");
/// final Party alice = network.party("alice", "192.0.2.10").outbound(Transport.UDP, proxy);
/// ```
///
/// Messages cross as bytes: what is sent is printed, and parsed again where it arrives.
public final class SimulatedNetwork implements TestExecutionExceptionHandler {
    private final VirtualClock clock = new VirtualClock();
    private final Random random;
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final Map<Endpoint, SimulatedNode> listeners = new HashMap<>();
    private final Map<String, InetAddress> hosts = new HashMap<>();
    private final Map<List<String>, Link> links = new HashMap<>();
    private final Link everywhere = new Link();
    private final List<Crossing> crossings = new ArrayList<>();
    private Predicate<Crossing> lost = _ -> false;

    private record Endpoint(Transport transport, InetSocketAddress address) {}

    public SimulatedNetwork(long seed) {
        random = new Random(seed);
    }

    public VirtualClock clock() {
        return clock;
    }

    /// The network's source of chance, for what a test wants to be as repeatable as the network.
    public Random random() {
        return random;
    }

    /// A node that listens on every transport at its default port.
    ///
    /// @param address an IPv4 or IPv6 address
    public SimulatedNode node(String name, String address) {
        return node(name, address, 0);
    }

    /// A node that listens on `port` for UDP and TCP, on the port above for TLS, and on those above for WS and WSS.
    SimulatedNode node(String name, String address, int port) {
        var node = new SimulatedNode(this, name, InetAddress.ofLiteral(address), port);
        nodes.put(name, node);
        for (var transport : Transport.values())
            listeners.put(new Endpoint(transport, node.listener(transport)), node);
        return node;
    }

    /// A scripted endpoint.
    public Party party(String name, String address) {
        return new Party(this, node(name, address));
    }

    /// A scripted endpoint on a port of its own.
    public Party party(String name, String address, int port) {
        return new Party(this, node(name, address, port));
    }

    /// Gives a name to an address, for [io.switchhook.sip.transport.ServerLocator].
    public SimulatedNetwork host(String name, String address) {
        hosts.put(name.toLowerCase(java.util.Locale.ROOT), InetAddress.ofLiteral(address));
        return this;
    }

    Optional<InetAddress> address(String name) {
        return Optional.ofNullable(hosts.get(name.toLowerCase(java.util.Locale.ROOT)));
    }

    /// What every link is like that has not been told otherwise.
    public Link everywhere() {
        return everywhere;
    }

    /// The link between two nodes, in both directions.
    public Link between(String one, String other) {
        var ends = one.compareTo(other) < 0 ? List.of(one, other) : List.of(other, one);
        return links.computeIfAbsent(ends, _ -> new Link());
    }

    private Link link(String one, String other) {
        var ends = one.compareTo(other) < 0 ? List.of(one, other) : List.of(other, one);
        return links.getOrDefault(ends, everywhere);
    }

    /// Has the datagrams vanish for which this holds; replaces what was said before.
    public void lose(Predicate<Crossing> lost) {
        this.lost = lost;
    }

    /// Has the first datagram vanish for which this holds.
    public void loseOnce(Predicate<Crossing> which) {
        lost =
                crossing -> {
                    if (!which.test(crossing)) return false;
                    lost = _ -> false;
                    return true;
                };
    }

    /// All that was sent so far.
    public List<Crossing> crossings() {
        return List.copyOf(crossings);
    }

    /// Forgets what was sent so far, where a test runs for longer than it can be remembered.
    public void forget() {
        crossings.clear();
    }

    /// How many of them are so.
    public long count(Predicate<Crossing> which) {
        return crossings.stream().filter(which).count();
    }

    /// All that crossed, drawn.
    public String ladder() {
        return Ladder.draw(nodes.keySet(), crossings);
    }

    /// Puts the ladder behind the message of whatever failed.
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
        throw new AssertionError(failure + "\n\n" + ladder(), failure);
    }

    @Nullable SimulatedNode at(Transport transport, InetSocketAddress address) {
        var node = listeners.get(new Endpoint(transport, address));
        return node == null || node.isStopped() ? null : node;
    }

    private String nameAt(Transport transport, InetSocketAddress address) {
        var node = listeners.get(new Endpoint(transport, address));
        return node == null ? SimulatedNode.text(address) : node.name();
    }

    void sendDatagram(SimulatedFlow.Udp flow, byte[] bytes, Consumer<IOException> failed) {
        var from = flow.node();
        String to = nameAt(Transport.UDP, flow.remote());
        var link = link(from.name(), to);
        var crossing = crossing(from.name(), to, Transport.UDP, bytes);
        boolean isLost = link.loses(random) | lost.test(crossing);
        boolean twice = !isLost && link.duplicates(random);
        boolean lives = at(Transport.UDP, flow.remote()) != null;
        crossings.add(crossing.with(fate(isLost, lives, twice)));
        if (isLost) return;
        for (int i = 0; i < (twice ? 2 : 1); i++)
            clock.schedule(link.travel(random), () -> arrive(flow, bytes, failed));
    }

    private static Fate fate(boolean lost, boolean lives, boolean twice) {
        if (lost) return Fate.LOST;
        if (!lives) return Fate.UNREACHABLE;
        return twice ? Fate.DUPLICATED : Fate.DELIVERED;
    }

    private void arrive(SimulatedFlow.Udp flow, byte[] bytes, Consumer<IOException> failed) {
        var to = at(Transport.UDP, flow.remote());
        if (to == null) failed.accept(new java.net.PortUnreachableException(flow.remote() + ""));
        else to.deliver(bytes, to.udp(flow.local(), flow.remote()));
    }

    /// Sends over a stream: in order, whatever the jitter.
    void sendOverStream(SimulatedFlow.Stream flow, byte[] bytes) {
        var link = link(flow.node().name(), flow.peer().node().name());
        boolean isCut = link.isCut();
        crossings.add(
                crossing(flow.node().name(), flow.peer().node().name(), flow.transport(), bytes)
                        .with(isCut ? Fate.LOST : Fate.DELIVERED));
        if (isCut) return;
        clock.schedule(
                Duration.ofNanos(
                        flow.arrival(clock.nanoTime(), link.travel(random)) - clock.nanoTime()),
                () -> flow.peer().deliver(bytes));
    }

    private Crossing crossing(String from, String to, Transport transport, byte[] bytes) {
        return new Crossing(
                crossings.size() + 1,
                clock.elapsed(),
                from,
                to,
                transport,
                new String(bytes, StandardCharsets.UTF_8),
                Fate.DELIVERED);
    }

    /// Connects, taking one travel there and one back.
    void connect(
            SimulatedNode from,
            Transport transport,
            InetSocketAddress to,
            Consumer<SimulatedFlow.Stream> connected,
            Consumer<IOException> failed) {
        var link = link(from.name(), nameAt(transport, to));
        clock.schedule(
                link.travel(random).multipliedBy(2),
                () -> {
                    var node = at(transport, to);
                    if (link.isCut()) failed.accept(new java.net.SocketTimeoutException("connect"));
                    else if (node == null) failed.accept(new java.net.ConnectException("refused"));
                    else connected.accept(join(from, node, transport, to));
                });
    }

    static SimulatedFlow.Stream join(
            SimulatedNode from, SimulatedNode to, Transport transport, InetSocketAddress address) {
        var local = from.ephemeral();
        var near = new SimulatedFlow.Stream(from, transport, local, address);
        var far = new SimulatedFlow.Stream(to, transport, address, local);
        near.meet(far);
        far.meet(near);
        from.connected(near);
        to.connected(far);
        return near;
    }
}
