package io.switchhook.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// All connections: counted from the first byte, to be found once their handshakes are done. Shared by all threads.
final class Connections {
    /// @param host whose certificate was verified; empty for TCP and for connections that peers made
    record Key(Transport transport, InetSocketAddress remote, String host) {}

    private final ConcurrentMap<String, Connection> byToken = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Connection> byPeer = new ConcurrentHashMap<>();
    private final ConcurrentMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicLong tokens = new AtomicLong();
    private final TransportLimits limits;
    private final String run;

    /// @param run tells this run of the server from others, whose tokens name nothing here
    Connections(TransportLimits limits, int run) {
        this.limits = limits;
        this.run = Integer.toUnsignedString(run, 36);
    }

    String newToken() {
        return "c" + run + '-' + Long.toString(tokens.incrementAndGet(), 36);
    }

    /// Counts one more connection, if there may be one; it is to be [#released].
    boolean admitted(InetAddress peer) {
        if (admitted.incrementAndGet() > limits.connections()) {
            admitted.decrementAndGet();
            return false;
        }
        if (perAddress.merge(peer, 1, Integer::sum) > limits.connectionsPerAddress()) {
            released(peer);
            return false;
        }
        return true;
    }

    void released(InetAddress peer) {
        admitted.decrementAndGet();
        perAddress.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }

    void opened(Connection connection, String host) {
        byToken.put(connection.token(), connection);
        byPeer.put(new Key(connection.transport(), connection.remote(), host), connection);
    }

    void closed(Connection connection, String host) {
        byToken.remove(connection.token(), connection);
        byPeer.remove(new Key(connection.transport(), connection.remote(), host), connection);
    }

    List<Connection> all() {
        return List.copyOf(byToken.values());
    }

    Optional<Connection> byToken(String token) {
        return Optional.ofNullable(byToken.get(token)).filter(Connection::isOpen);
    }

    Optional<Connection> byPeer(Key key) {
        return Optional.ofNullable(byPeer.get(key)).filter(Connection::isOpen);
    }
}
