package io.switchhook.testkit;

import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A flow of the [SimulatedNetwork].
public sealed interface SimulatedFlow extends Flow {

    /// The node at this end.
    SimulatedNode node();

    /// Sends bytes as they are.
    void send(byte[] bytes, Consumer<IOException> failed);

    @Override
    default void send(SipMessage message, Consumer<IOException> failed) {
        byte[] bytes = message.toByteArray();
        node().sent(message, bytes, this);
        send(bytes, failed);
    }

    @Override
    default void keepAlive() {
        send(new byte[] {'\r', '\n', '\r', '\n'}, ignoring());
    }

    @Override
    default HostPort sentBy() {
        var listener = node().listener(transport());
        return HostPort.of(SimulatedNode.host(listener.getAddress()), listener.getPort());
    }

    /// A listener and a remote address.
    record Udp(SimulatedNode node, InetSocketAddress local, InetSocketAddress remote)
            implements SimulatedFlow {
        @Override
        public Transport transport() {
            return Transport.UDP;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public String token() {
            return SimulatedNode.token(this);
        }

        /// RFC 3261 §18.2.2, RFC 3581 §4.
        @Override
        public Flow forResponses(Via top) {
            var host = top.received().orElse(top.sentBy().host());
            var address =
                    SimulatedNode.literal(host)
                            .or(() -> node.network().address(host))
                            .orElseGet(remote::getAddress);
            int port = top.rport().orElse(top.sentBy().portOr(transport().defaultPort()));
            return node.udp(new InetSocketAddress(address, port), local);
        }

        @Override
        public void send(byte[] bytes, Consumer<IOException> failed) {
            node.network().sendDatagram(this, bytes, failed);
        }

        @Override
        public void onClose(Runnable action) {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "UDP " + SimulatedNode.text(local) + " - " + SimulatedNode.text(remote);
        }
    }

    /// One end of a connection. Equal only to itself.
    final class Stream implements SimulatedFlow {
        private final SimulatedNode node;
        private final Transport transport;
        private final InetSocketAddress local;
        private final InetSocketAddress remote;
        private final List<Runnable> onClose = new ArrayList<>();
        private @Nullable Stream peer;
        private long lastArrival;
        private boolean open = true;

        Stream(
                SimulatedNode node,
                Transport transport,
                InetSocketAddress local,
                InetSocketAddress remote) {
            this.node = node;
            this.transport = transport;
            this.local = local;
            this.remote = remote;
        }

        void meet(Stream other) {
            peer = other;
        }

        Stream peer() {
            return Objects.requireNonNull(peer);
        }

        long arrival(long now, Duration travel) {
            lastArrival = Math.max(lastArrival, now + travel.toNanos());
            return lastArrival;
        }

        void deliver(byte[] bytes) {
            if (open) node.deliver(bytes, this);
        }

        @Override
        public SimulatedNode node() {
            return node;
        }

        @Override
        public Transport transport() {
            return transport;
        }

        @Override
        public InetSocketAddress local() {
            return local;
        }

        @Override
        public InetSocketAddress remote() {
            return remote;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public String token() {
            return SimulatedNode.token(this);
        }

        @Override
        public Flow forResponses(Via top) {
            return this;
        }

        @Override
        public void send(byte[] bytes, Consumer<IOException> failed) {
            if (open) node.network().sendOverStream(this, bytes);
            else failed.accept(new java.nio.channels.ClosedChannelException());
        }

        @Override
        public void onClose(Runnable action) {
            if (open) onClose.add(action);
            else action.run();
        }

        /// Closes this end at once, and the other after what is under way has arrived.
        @Override
        public void close() {
            if (!open) return;
            closed();
            var other = peer();
            long arrival = arrival(node.network().clock().nanoTime(), Duration.ofMillis(1));
            var wait = Duration.ofNanos(arrival - node.network().clock().nanoTime());
            node.network().clock().schedule(wait, other::closed);
        }

        private void closed() {
            if (!open) return;
            open = false;
            node.disconnected(this);
            List.copyOf(onClose).forEach(Runnable::run);
            onClose.clear();
        }

        @Override
        public String toString() {
            return transport
                    + " "
                    + SimulatedNode.text(local)
                    + " - "
                    + SimulatedNode.text(remote)
                    + (open ? "" : " closed");
        }
    }

    /// Where no flow goes any more.
    static Consumer<IOException> ignoring() {
        return _ -> {};
    }
}
