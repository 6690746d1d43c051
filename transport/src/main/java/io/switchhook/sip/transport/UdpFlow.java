package io.switchhook.sip.transport;

import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.SipMessage;
import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A listener and the address of a peer. Keeps nothing open; [UdpListener#flow] has those that are used.
final class UdpFlow implements Flow {
    private static final char MARK = 'u';

    private final UdpListener listener;
    private final InetSocketAddress remote;

    UdpFlow(UdpListener listener, InetSocketAddress remote) {
        this.listener = listener;
        this.remote = remote;
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
        return listener.bound().address();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public HostPort sentBy() {
        return listener.bound().sentBy(remote.getAddress());
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /// `u<listener>-<address>-<port>`, the address in hexadecimal digits.
    @Override
    public String token() {
        String address = HexFormat.of().formatHex(remote.getAddress().getAddress());
        return MARK + Integer.toString(listener.bound().number()) + '-' + address + '-' + port();
    }

    private int port() {
        return remote.getPort();
    }

    /// The listener's number and the remote address that a token of a UDP flow names.
    record Token(int listener, InetSocketAddress remote) {
        static Optional<Token> parse(String token) {
            int first = token.indexOf('-');
            int last = token.lastIndexOf('-');
            if (first < 0 || last == first || token.charAt(0) != MARK) return Optional.empty();
            try {
                byte[] address = HexFormat.of().parseHex(token, first + 1, last);
                int port = Integer.parseInt(token.substring(last + 1));
                var remote = new InetSocketAddress(InetAddress.getByAddress(address), port);
                return Optional.of(new Token(Integer.parseInt(token.substring(1, first)), remote));
            } catch (IllegalArgumentException | UnknownHostException e) {
                return Optional.empty();
            }
        }
    }

    /// RFC 3261 §18.2.2 and RFC 3581 §4: to `maddr`; else to where the request came from (which `received`, or a
    /// sent-by that is an address, say too), at the port of `rport`, else of sent-by.
    @Override
    public Flow forResponses(Via top) {
        int port = top.sentBy().portOr(Transport.UDP.defaultPort());
        var maddr = top.parameters().get("maddr").flatMap(Addresses::ofLiteral);
        if (maddr.isPresent()) {
            var address = new InetSocketAddress(maddr.get(), port);
            if (Addresses.isUnicast(address) && listener.bound().reaches(address.getAddress()))
                return listener.flow(address);
        }
        int back = top.rport().orElse(port);
        return back == port()
                ? this
                : listener.flow(new InetSocketAddress(remote.getAddress(), back));
    }

    @Override
    public void send(SipMessage message, Consumer<IOException> failed) {
        listener.send(message, remote, failed);
    }

    @Override
    public void keepAlive() {
        listener.keepAlive(remote);
    }

    @Override
    public void onClose(Runnable action) {}

    @Override
    public void close() {}

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UdpFlow flow
                && flow.listener == listener
                && flow.remote.equals(remote);
    }

    @Override
    public int hashCode() {
        return remote.hashCode();
    }

    @Override
    public String toString() {
        return "udp " + Addresses.text(remote);
    }
}
