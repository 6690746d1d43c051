package io.switchhook.sip.transport;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.switchhook.ladder.Recorder;
import io.switchhook.sip.message.MessageParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ground floor: all listeners and all that comes and goes over them. RFC 3261 §18.
///
/// Made in two steps, since the handlers need it and it needs them: construct it, build the floors above on it, then
/// [#start]. The shards belong to the caller, who closes this first and them after.
public final class TransportLayer implements Flows, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransportLayer.class);

    private final List<Listener> listeners;
    private final List<EventLoopShard> shards;
    private final MessageParser parser;
    private final TransportLimits limits;
    private final TransportCounters counters;
    private final RandomGenerator random;
    private final Doorkeeper doorkeeper;
    private final Recorder recorder;
    private final LocalAddresses localAddresses;
    private final Cache<InetSocketAddress, Boolean> withoutTcp;

    private final List<BoundListener> bound = new ArrayList<>();
    private final List<UdpListener> udp = new ArrayList<>();
    private @Nullable Streams streams;

    /// As below, and records nothing.
    public TransportLayer(
            List<Listener> listeners,
            List<EventLoopShard> shards,
            MessageParser parser,
            TransportLimits limits,
            TransportCounters counters,
            LongSupplier nanoClock,
            RandomGenerator random,
            Doorkeeper doorkeeper) {
        this(
                listeners,
                shards,
                parser,
                limits,
                counters,
                nanoClock,
                random,
                doorkeeper,
                Recorder.NONE);
    }

    /// @param listeners at least one
    /// @param shards at least one; a Call-ID belongs to one of them
    /// @param nanoClock a monotonic clock
    /// @param random for tags and tokens, which need not be secret, and where there is TLS for the keys of session tickets,
    ///     which must be unpredictable
    /// @param doorkeeper whose bytes are taken at all
    /// @param recorder told of every message
    public TransportLayer(
            List<Listener> listeners,
            List<EventLoopShard> shards,
            MessageParser parser,
            TransportLimits limits,
            TransportCounters counters,
            LongSupplier nanoClock,
            RandomGenerator random,
            Doorkeeper doorkeeper,
            Recorder recorder) {
        if (listeners.isEmpty()) throw new IllegalArgumentException("no listener");
        if (shards.isEmpty()) throw new IllegalArgumentException("no shard");
        this.listeners = List.copyOf(listeners);
        this.shards = List.copyOf(shards);
        this.parser = parser;
        this.limits = limits;
        this.counters = counters;
        this.random = random;
        this.doorkeeper = doorkeeper;
        this.recorder = recorder;
        this.localAddresses = new LocalAddresses(nanoClock);
        this.withoutTcp =
                Caffeine.newBuilder()
                        .maximumSize(10_000)
                        .expireAfterWrite(limits.tcpRefusalMemory())
                        .ticker(nanoClock::getAsLong)
                        .executor(Runnable::run)
                        .build();
    }

    /// Binds every listener and lets messages in; all of them or none.
    ///
    /// @param handlers one for each shard, in their order
    /// @throws IOException naming the listener and the reason
    public void start(List<? extends MessageHandler> handlers) throws IOException {
        if (handlers.size() != shards.size())
            throw new IllegalArgumentException("as many handlers as shards are needed");
        var intake =
                new Intake(
                        parser,
                        counters,
                        shards,
                        List.copyOf(handlers),
                        doorkeeper,
                        random.nextLong(),
                        recorder);
        var connections = new Connections(limits, random.nextInt());
        var made = new Streams(limits, connections, intake, random);
        streams = made;
        for (var listener : listeners) {
            try {
                bind(listener, made);
            } catch (IOException e) {
                close();
                throw new IOException("cannot listen on " + listener + ": " + e.getMessage(), e);
            }
        }
        for (var listener : udp) listener.read(intake);
        for (var listener : bound) LOG.info("listening on {}", listener);
    }

    private void bind(Listener listener, Streams made) throws IOException {
        int number = bound.size();
        if (listener.transport() != Transport.UDP) {
            bound.add(made.bind(number, listener, localAddresses));
            return;
        }
        var one =
                UdpListener.bind(
                        number, listener, localAddresses, shards, counters, limits, recorder);
        udp.add(one);
        bound.add(one.bound());
    }

    /// The listeners with the ports they have got, in the order in which they were given.
    public List<Listener> listening() {
        return bound.stream().map(BoundListener::settings).toList();
    }

    /// Whether messages with this Call-ID go to the shard with this number: what it needs to know of a request it makes.
    public boolean owns(int shard, String callId) {
        return Intake.owner(callId, shards.size()) == shard;
    }

    public TransportCounters counters() {
        return counters;
    }

    private Streams streams() {
        var started = streams;
        if (started == null) throw new IllegalStateException("not started");
        return started;
    }

    @Override
    public void open(Destination destination, int bytes, Shard shard, Opened opened) {
        if (destination.transport() != Transport.UDP) {
            streams().open(destination, shard, opened);
        } else if (isForTcp(destination, bytes)) {
            streams().open(overTcp(destination), shard, elseUdp(destination, opened));
        } else {
            openUdp(destination, opened);
        }
    }

    private void openUdp(Destination destination, Opened opened) {
        UdpListener best = null;
        int suitability = 0;
        for (var listener : udp) {
            int its = listener.bound().suitability(destination.address().getAddress());
            if (its > suitability) {
                best = listener;
                suitability = its;
            }
        }
        if (best != null) opened.opened(best.flow(destination.address()));
        else
            opened.failed(
                    new IOException("no way to UDP " + Addresses.text(destination.address())));
    }

    /// RFC 3261 §18.1.1: what might not fit into one packet needs a transport that can cut it.
    private boolean isForTcp(Destination destination, int bytes) {
        return bytes > limits.mtuBytes()
                && !destination.transportChosen()
                && streams().canReach(Transport.TCP, destination.address().getAddress())
                && withoutTcp.getIfPresent(destination.address()) == null;
    }

    private static Destination overTcp(Destination destination) {
        return new Destination(Transport.TCP, destination.address(), destination.host(), false);
    }

    private Opened elseUdp(Destination destination, Opened opened) {
        return new Opened() {
            @Override
            public void opened(Flow flow) {
                opened.opened(flow);
            }

            @Override
            public void failed(IOException cause) {
                withoutTcp.put(destination.address(), true);
                LOG.debug(
                        "no TCP to {}, UDP instead: {}", destination.address(), cause.getMessage());
                openUdp(destination, opened);
            }
        };
    }

    @Override
    public Optional<Flow> byToken(String token) {
        if (token.startsWith("c")) return streams().byToken(token).map(connection -> connection);
        return UdpFlow.Token.parse(token).flatMap(this::udpFlow);
    }

    private Optional<Flow> udpFlow(UdpFlow.Token token) {
        for (var listener : udp) {
            InetAddress peer = token.remote().getAddress();
            if (listener.bound().number() == token.listener()
                    && listener.bound().suitability(peer) > 0)
                return Optional.of(listener.flow(token.remote()));
        }
        return Optional.empty();
    }

    @Override
    public boolean isOurs(String host, int port) {
        for (var listener : bound) if (listener.isNamed(host, port)) return true;
        return false;
    }

    /// Reads the files of TLS; handshakes to come use them, and no connection notices.
    ///
    /// @param settings for every listener of TLS and WSS
    /// @throws IOException naming the file that is of no use; what it would have replaced stays in use
    public void reloadTls(TlsSettings settings) throws IOException {
        streams().reloadTls(settings);
    }

    /// The certificates that handshakes show now, the default of each listener first; empty without TLS.
    public List<X509Certificate> certificates() {
        return streams == null ? List.of() : streams.certificates();
    }

    /// Closes every listener and connection.
    @Override
    public void close() {
        for (var listener : udp) listener.close();
        if (streams != null) streams.close();
    }
}
