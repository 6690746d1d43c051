package io.switchhook.sip.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// What passed the ground floor and what did not. Shared by all threads; reading is exact only at rest.
public final class TransportCounters {

    /// Why something was not passed on.
    public enum Dropped {
        /// A shard's queue was full.
        SHARD_BUSY,
        /// The socket took no more.
        SEND_BUFFER_FULL,
        /// The socket refused the datagram.
        SEND_FAILED,
        /// A multicast or broadcast address, or port 0, is no place for a response.
        FORBIDDEN_ADDRESS,
        /// Too many names were being looked up.
        LOOKUPS,
        /// The [Doorkeeper] takes nothing from there.
        BANNED
    }

    /// What was wrong with a message, and what became of it.
    public enum Malformed {
        /// Answered with an error response.
        ANSWERED,
        /// A response, an ACK, or bytes that are no SIP.
        UNANSWERABLE
    }

    /// Why a connection ended.
    public enum Closed {
        BY_PEER,
        BY_US,
        CONNECTION_LIMIT,
        HANDSHAKE_FAILED,
        HANDSHAKE_DEADLINE,
        MESSAGE_DEADLINE,
        IDLE,
        PEER_DOES_NOT_READ,
        FRAMING_LOST,
        BANNED,
        ERROR;

        /// `by peer`, `handshake failed`.
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /// How a TLS handshake went that came to its end.
    public enum Handshake {
        FULL,
        /// With a session ticket (RFC 5077, RFC 8446 §2.2).
        RESUMED
    }

    /// What arrives that is no message.
    public enum KeepAlive {
        CRLF,
        STUN,
        WEBSOCKET_PING
    }

    /// One figure of a snapshot.
    ///
    /// @param name such as `messages_received`
    /// @param label such as `transport`; empty for none
    /// @param value of the label, such as `udp`; empty for none
    public record Count(String name, String label, String value, long count) {}

    private final LongAdder[] messagesReceived = adders(Transport.values());
    private final LongAdder[] messagesSent = adders(Transport.values());
    private final LongAdder[] bytesReceived = adders(Transport.values());
    private final LongAdder[] bytesSent = adders(Transport.values());
    private final LongAdder[] accepted = adders(Transport.values());
    private final LongAdder[] connected = adders(Transport.values());
    private final LongAdder[] open = adders(Transport.values());
    private final LongAdder[] closed = adders(Closed.values());
    private final LongAdder[] handshakes = adders(Handshake.values());
    private final LongAdder[] malformed = adders(Malformed.values());
    private final LongAdder[] dropped = adders(Dropped.values());
    private final LongAdder[] keepAlives = adders(KeepAlive.values());
    private final LongAdder failures = new LongAdder();

    private static LongAdder[] adders(Enum<?>[] kinds) {
        var adders = new LongAdder[kinds.length];
        for (int i = 0; i < adders.length; i++) adders[i] = new LongAdder();
        return adders;
    }

    void countReceived(Transport transport, int bytes) {
        messagesReceived[transport.ordinal()].increment();
        bytesReceived[transport.ordinal()].add(bytes);
    }

    void countSent(Transport transport, int bytes) {
        messagesSent[transport.ordinal()].increment();
        bytesSent[transport.ordinal()].add(bytes);
    }

    void countAccepted(Transport transport) {
        accepted[transport.ordinal()].increment();
    }

    void countConnected(Transport transport) {
        connected[transport.ordinal()].increment();
    }

    void countOpen(Transport transport, int change) {
        open[transport.ordinal()].add(change);
    }

    void count(Closed reason) {
        closed[reason.ordinal()].increment();
    }

    void count(Handshake kind) {
        handshakes[kind.ordinal()].increment();
    }

    public long handshakes(Handshake kind) {
        return handshakes[kind.ordinal()].sum();
    }

    void count(Malformed kind) {
        malformed[kind.ordinal()].increment();
    }

    void count(Dropped reason) {
        dropped[reason.ordinal()].increment();
    }

    void count(KeepAlive kind) {
        keepAlives[kind.ordinal()].increment();
    }

    void countFailure() {
        failures.increment();
    }

    public long dropped(Dropped reason) {
        return dropped[reason.ordinal()].sum();
    }

    public long closed(Closed reason) {
        return closed[reason.ordinal()].sum();
    }

    public long malformed(Malformed kind) {
        return malformed[kind.ordinal()].sum();
    }

    public long keepAlives(KeepAlive kind) {
        return keepAlives[kind.ordinal()].sum();
    }

    public long received(Transport transport) {
        return messagesReceived[transport.ordinal()].sum();
    }

    public long sent(Transport transport) {
        return messagesSent[transport.ordinal()].sum();
    }

    /// Connections that are open now.
    public long open(Transport transport) {
        return open[transport.ordinal()].sum();
    }

    /// Exceptions that reached a shard's loop: bugs.
    public long failures() {
        return failures.sum();
    }

    /// All figures, for the metrics. `connections_open` goes up and down; the others only up.
    public List<Count> snapshot() {
        var counts = new ArrayList<Count>();
        list(counts, "messages_received", "transport", Transport.values(), messagesReceived);
        list(counts, "messages_sent", "transport", Transport.values(), messagesSent);
        list(counts, "bytes_received", "transport", Transport.values(), bytesReceived);
        list(counts, "bytes_sent", "transport", Transport.values(), bytesSent);
        list(counts, "messages_malformed", "outcome", Malformed.values(), malformed);
        list(counts, "messages_dropped", "reason", Dropped.values(), dropped);
        list(counts, "keepalives_received", "kind", KeepAlive.values(), keepAlives);
        list(counts, "connections_accepted", "transport", Transport.values(), accepted);
        list(counts, "connections_made", "transport", Transport.values(), connected);
        list(counts, "connections_open", "transport", Transport.values(), open);
        list(counts, "tls_handshakes", "kind", Handshake.values(), handshakes);
        list(counts, "connections_closed", "reason", Closed.values(), closed);
        counts.add(new Count("shard_failures", "", "", failures.sum()));
        return counts;
    }

    private static void list(
            List<Count> counts, String name, String label, Enum<?>[] kinds, LongAdder[] adders) {
        for (var kind : kinds) {
            String value = kind.name().toLowerCase(Locale.ROOT);
            counts.add(new Count(name, label, value, adders[kind.ordinal()].sum()));
        }
    }
}
