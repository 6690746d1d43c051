package io.switchhook.sip.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// The flows of a listener that one thread used last. Transactions hold on to theirs for half a minute: the messages of a phone
/// share one, where each would bring an address of its own.
final class RecentFlows {
    /// Of a hash, as many as say where a flow is kept.
    private static final int BITS = 10;

    private final UdpListener listener;
    private final @Nullable UdpFlow[] flows = new UdpFlow[1 << BITS];

    RecentFlows(UdpListener listener) {
        this.listener = listener;
    }

    UdpFlow to(InetSocketAddress remote) {
        int hash = remote.hashCode() * 0x9E3779B9;
        int place = hash >>> Integer.SIZE - BITS;
        var known = flows[place];
        if (known != null && known.remote().equals(remote)) return known;
        return flows[place] = new UdpFlow(listener, remote);
    }
}
