package io.switchhook.sip.registrar;

import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Flows;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The path over UDP of a phone behind a NAT, known from before a restart: the same listener and the same address, so the
/// NAT does not notice. Until the listeners are open again, and where that listener is no more, it is not open.
final class RememberedFlow implements Flow {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(0);

    private final Flows flows;
    private final String token;
    private final InetSocketAddress local;

    /// @param local of the listener; one object for all its flows
    RememberedFlow(Flows flows, String token, InetSocketAddress local) {
        this.flows = flows;
        this.token = token;
        this.local = local;
    }

    /// A token says the listener's number, which another configuration may have given to another listener.
    private Optional<Flow> found() {
        return flows.byToken(token).filter(flow -> flow.local().equals(local));
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    /// The token tells it, to those who made it; nobody asks while this is not open.
    @Override
    public InetSocketAddress remote() {
        return found().map(Flow::remote).orElse(NOWHERE);
    }

    @Override
    public HostPort sentBy() {
        return found().map(Flow::sentBy)
                .orElseGet(() -> HostPort.of(local.getHostString(), local.getPort()));
    }

    @Override
    public boolean isOpen() {
        return found().isPresent();
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public Flow forResponses(Via top) {
        return found().map(flow -> flow.forResponses(top)).orElse(this);
    }

    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        found().ifPresentOrElse(
                        flow -> flow.send(message, failed),
                        () -> failed.accept(new IOException("no listener for " + token)));
    }

    @Override
    public void onClose(Runnable action) {}

    @Override
    public void close() {}

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RememberedFlow flow
                && flow.token.equals(token)
                && flow.local.equals(local);
    }

    @Override
    public int hashCode() {
        return token.hashCode();
    }

    @Override
    public String toString() {
        return "remembered " + token;
    }
}
