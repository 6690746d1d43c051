package io.switchhook.sip.transport;

import java.net.InetAddress;

/// Who may come near at all: asked for each datagram before it is read, for each connection before its handshake, and for
/// each message on a stream. Who may not gets no sign of life.
///
/// Asked on all threads; must neither block nor take long.
@FunctionalInterface
public interface Doorkeeper {
    /// Lets everybody come.
    Doorkeeper ABSENT = _ -> true;

    /// Whether anything is taken from this address.
    boolean admits(InetAddress source);
}
