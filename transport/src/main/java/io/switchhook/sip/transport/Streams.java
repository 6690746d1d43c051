package io.switchhook.sip.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.sip.transport.TransportCounters.Closed;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that is connected: TCP, TLS and WebSocket, on Netty; epoll where there is epoll.
final class Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /// How long a connection whose framing is lost stays open for answers.
    static final Duration LINGER = Duration.ofMillis(500);

    private static final int BACKLOG = 4096;

    private final TransportLimits limits;
    private final TransportCounters counters;
    private final Connections connections;
    private final Intake intake;
    private final RandomGenerator random;
    private final EventLoopGroup group;
    private final boolean epoll = Epoll.isAvailable();
    private final List<StreamListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Channel> serverChannels = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<Connections.Key, CompletableFuture<Connection>> attempts =
            new ConcurrentHashMap<>();

    Streams(
            TransportLimits limits,
            Connections connections,
            Intake intake,
            RandomGenerator random) {
        this.random = random;
        this.limits = limits;
        this.counters = intake.counters();
        this.connections = connections;
        this.intake = intake;
        var threads = new DefaultThreadFactory("stream", true);
        this.group =
                new MultiThreadIoEventLoopGroup(
                        limits.streamThreads(),
                        threads,
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        for (var loop : group) loop.execute(() -> {}); // each has its thread from now on
    }

    TransportLimits limits() {
        return limits;
    }

    TransportCounters counters() {
        return counters;
    }

    Recorder recorder() {
        return intake.recorder();
    }

    /// @throws IOException if the port is taken, the address is not ours, or a file of TLS is of no use
    BoundListener bind(int number, Listener settings, LocalAddresses localAddresses)
            throws IOException {
        var tls = settings.tls();
        Optional<TlsContexts> contexts = Optional.empty();
        if (settings.transport().isSecure() && tls.isPresent())
            contexts = Optional.of(contexts(tls.get()));
        // The port is known only when the socket is bound, and peers may come at once.
        var listener = new CompletableFuture<StreamListener>();
        var bind =
                new ServerBootstrap()
                        .group(group)
                        .channel(
                                epoll
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        accepted(channel, listener.join());
                                    }
                                })
                        .bind(settings.address())
                        .awaitUninterruptibly();
        if (!bind.isSuccess()) throw new IOException(reason(bind.cause()), bind.cause());
        serverChannels.add(bind.channel());
        int port = ((InetSocketAddress) bind.channel().localAddress()).getPort();
        var here = new InetSocketAddress(settings.address().getAddress(), port);
        var bound = new BoundListener(number, settings.boundTo(here), localAddresses);
        var made = new StreamListener(bound, contexts);
        listeners.add(made);
        listener.complete(made);
        return bound;
    }

    private TlsContexts contexts(TlsSettings settings) throws IOException {
        var contexts = new TlsContexts(settings, random);
        long hours = TicketKeys.LIFETIME.toHours();
        group.scheduleAtFixedRate(contexts::rotateTickets, hours, hours, TimeUnit.HOURS);
        return contexts;
    }

    private WriteBufferWaterMark waterMark() {
        return new WriteBufferWaterMark(limits.queuedBytes() / 2, limits.queuedBytes());
    }

    /// What the kernel said, without the name of the call.
    private static String reason(@Nullable Throwable cause) {
        String text = cause == null ? "unknown" : String.valueOf(cause.getMessage());
        return text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
    }

    private void accepted(Channel channel, StreamListener listener) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            channel.close();
            return;
        }
        if (!intake.admits(remote)) {
            counters.count(Closed.BANNED);
            channel.close();
            return;
        }
        if (!admitted(channel, remote.getAddress())) {
            counters.count(Closed.CONNECTION_LIMIT);
            LOG.debug("too many connections; closed one from {}", remote);
            channel.close();
            return;
        }
        counters.countAccepted(listener.bound().transport());
        listener.prepare(
                channel,
                new ConnectionHandler(listener, this, intake, "", limits.handshake()),
                intake.parser().limits());
    }

    private boolean admitted(Channel channel, InetAddress peer) {
        if (!connections.admitted(peer)) return false;
        channel.closeFuture().addListener(_ -> connections.released(peer));
        return true;
    }

    /// The handshakes of a connection are done: it can be found from now on.
    ///
    /// @param identities of the peer, as its certificate proves them
    Connection established(
            Channel channel, BoundListener listener, String host, List<SipUri> identities) {
        var token = connections.newToken();
        var connection = new Connection(channel, listener, token, identities, this);
        connections.opened(connection, host);
        counters.countOpen(listener.transport(), 1);
        LOG.debug("{} open", connection);
        recorder().remark("", new Remark.FlowOpened(connection.path()));
        channel.closeFuture()
                .addListener(_ -> {
                    connections.closed(connection, host);
                    counters.countOpen(listener.transport(), -1);
                    connection.closed();
                });
        return connection;
    }

    Optional<Connection> byToken(String token) {
        return connections.byToken(token);
    }

    /// The listener over which a peer is best reached.
    private Optional<StreamListener> listener(Transport transport, InetAddress peer) {
        StreamListener best = null;
        int suitability = 0;
        for (var listener : listeners) {
            if (listener.bound().transport() != transport) continue;
            int its = listener.bound().suitability(peer);
            if (its > suitability) {
                best = listener;
                suitability = its;
            }
        }
        return Optional.ofNullable(best);
    }

    boolean canReach(Transport transport, InetAddress peer) {
        return listener(transport, peer).isPresent();
    }

    /// Finds or makes a connection to a destination: at once if there is one, else later on the shard.
    void open(Destination destination, Shard shard, Flows.Opened opened) {
        var transport = destination.transport();
        var remote = destination.address();
        String host = transport.isSecure() ? unbracketed(destination.host()) : "";
        var key = new Connections.Key(transport, remote, host);
        var known =
                connections
                        .byPeer(key)
                        .or(() -> connections.byPeer(new Connections.Key(transport, remote, "")));
        if (known.isPresent()) {
            opened.opened(known.get());
            return;
        }
        // RFC 7118 §1: only browsers open WebSockets.
        var listener =
                transport.isWebSocket()
                        ? Optional.<StreamListener>empty()
                        : listener(transport, remote.getAddress());
        if (listener.isEmpty()) {
            opened.failed(new IOException("no way to " + transport + " " + Addresses.text(remote)));
            return;
        }
        attempt(key, listener.get())
                .whenComplete((connection, failure) -> tell(shard, opened, connection, failure));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static void tell(
            Shard shard,
            Flows.Opened opened,
            @Nullable Connection connection,
            @Nullable Throwable failure) {
        try {
            shard.execute(() -> {
                if (connection != null) opened.opened(connection);
                else opened.failed(asIo(failure));
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("nobody to tell of a connection", e);
        }
    }

    private static IOException asIo(@Nullable Throwable failure) {
        return failure instanceof IOException io ? io : new IOException(reason(failure), failure);
    }

    /// The attempt to this peer that is under way, or a new one.
    private CompletableFuture<Connection> attempt(Connections.Key key, StreamListener listener) {
        var fresh = new CompletableFuture<Connection>();
        var running = attempts.putIfAbsent(key, fresh);
        if (running != null) return running;
        fresh.whenComplete((_, _) -> attempts.remove(key, fresh));
        connect(key, listener, fresh);
        return fresh;
    }

    private void connect(
            Connections.Key key, StreamListener listener, CompletableFuture<Connection> made) {
        var handler = new ConnectionHandler(listener, this, intake, key.host(), limits.connect());
        handler.established()
                .whenComplete((connection, failure) -> {
                    if (failure != null) made.completeExceptionally(failure);
                    else made.complete(connection);
                });
        new Bootstrap()
                .group(group)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connect().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) throws IOException {
                                if (!admitted(channel, key.remote().getAddress()))
                                    throw new IOException("too many connections");
                                listener.prepareClient(channel, handler, key);
                            }

                            @Override
                            public void exceptionCaught(
                                    io.netty.channel.ChannelHandlerContext ctx, Throwable cause) {
                                made.completeExceptionally(cause);
                                ctx.close();
                            }
                        })
                .connect(key.remote(), source(listener.bound()))
                .addListener(connected -> {
                    if (connected.isSuccess()) counters.countConnected(key.transport());
                    else made.completeExceptionally(connected.cause());
                });
    }

    /// From the listener's own address, which peers may know us by; the port is any.
    private static @Nullable SocketAddress source(BoundListener listener) {
        return listener.isWildcard()
                ? null
                : new InetSocketAddress(listener.address().getAddress(), 0);
    }

    /// New handshakes use the files as they are now.
    void reloadTls(TlsSettings settings) throws IOException {
        for (var listener : listeners) listener.reload(settings);
    }

    List<X509Certificate> certificates() {
        return listeners.stream()
                .flatMap(listener -> listener.tls().stream())
                .flatMap(contexts -> contexts.certificates().stream())
                .toList();
    }

    /// Accepts no more.
    void closeListeners() {
        for (var channel : serverChannels) channel.close().awaitUninterruptibly();
    }

    void close() {
        closeListeners();
        for (var connection : connections.all()) connection.close(Closed.BY_US);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        for (var listener : listeners) listener.tls().ifPresent(TlsContexts::close);
    }
}
