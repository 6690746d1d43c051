package io.switchhook.sip.transport;

import java.io.IOException;
import java.util.Optional;

/// All paths that are open, and the way to open one.
public interface Flows {

    /// Told on the shard that asked.
    interface Opened {
        void opened(Flow flow);

        void failed(IOException cause);
    }

    /// Finds or opens a flow to a destination, over a listener of the same transport and address family.
    ///
    /// For UDP and for an open connection to the same address the answer comes before this returns. A request of more
    /// than the MTU whose transport nobody chose goes over TCP if the peer takes a connection (RFC 3261 §18.1.1), else
    /// over UDP after all.
    ///
    /// @param bytes how long the request is
    void open(Destination destination, int bytes, Shard shard, Opened opened);

    /// The flow that [Flow#token] named, if it is still open.
    Optional<Flow> byToken(String token);

    /// Whether a host and port (0: none said) name this server: a listener's or the advertised address.
    boolean isOurs(String host, int port);
}
