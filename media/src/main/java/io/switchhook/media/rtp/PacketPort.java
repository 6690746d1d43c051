package io.switchhook.media.rtp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where packets leave and arrive. Neither method waits or throws: what cannot be sent is lost, as it is on the way.
public interface PacketPort {
    void send(ByteBuffer packet, InetSocketAddress to);

    /// Puts the next packet that has arrived into a buffer; what does not fit is cut off.
    ///
    /// @return where it came from; null if there is none. Nothing is put into the buffer for one that says nothing: an
    ///     empty datagram that keeps a NAT open (RFC 6263 §4.1), or one that was refused
    @Nullable InetSocketAddress receive(ByteBuffer into);
}
