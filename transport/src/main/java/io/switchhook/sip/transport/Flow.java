package io.switchhook.sip.transport;

import io.switchhook.ladder.Path;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/// A live path to a peer (RFC 5626 §1): a TCP, TLS or WebSocket connection, or for UDP a listener and a remote address.
/// Flows of UDP are equal if listener and remote address are; others are equal only to themselves.
public interface Flow {
    Transport transport();

    /// The address of the listener (or of the socket's own end) that this flow belongs to.
    InetSocketAddress local();

    InetSocketAddress remote();

    /// As a ladder shows it.
    default Path path() {
        return new Path(transport().name(), local(), remote());
    }

    /// What goes into a Via or Record-Route of ours for a message over this flow: the advertised address.
    HostPort sentBy();

    /// Whether something sent now has a chance; a flow of UDP is always open.
    boolean isOpen();

    /// A short text that names this flow to [Flows#byToken], made of letters, digits and `-`; not secret, not signed.
    String token();

    /// Who the peer has proven to be: the SIP URIs of its certificate (RFC 5922 §7.1), if that came from an authority of
    /// [TlsSettings#trust]. Empty for all others.
    default List<SipUri> identities() {
        return List.of();
    }

    /// The flow over which the response to a request that came over this one must leave: RFC 3261 §18.2.2, RFC 3581 §4.
    ///
    /// @param top the request's top Via, with `received` and `rport` filled in
    Flow forResponses(Via top);

    /// Sends without blocking. A failure that is noticed at once or later is told on the calling shard.
    void send(SipMessage message, Consumer<IOException> failed);

    /// Sends a double CRLF, which is no message, to keep what is between here and the peer open: RFC 5626 §4.4.1, and over UDP what
    /// phones have always sent.
    default void keepAlive() {}

    /// Has something run once when the flow dies, on whatever thread notices; at once if it is dead. Never for UDP.
    void onClose(Runnable action);

    void close();
}
