package io.switchhook.sip.transport;

import io.switchhook.sip.uri.HostPort;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A listener that accepts: its settings with the port it has got. Equal only to itself.
final class BoundListener {
    private final int number;
    private final Listener settings;
    private final LocalAddresses localAddresses;
    private final boolean wildcard;

    BoundListener(int number, Listener settings, LocalAddresses localAddresses) {
        this.number = number;
        this.settings = settings;
        this.localAddresses = localAddresses;
        this.wildcard = address().getAddress().isAnyLocalAddress();
    }

    /// Its place in the configuration, from 0.
    int number() {
        return number;
    }

    Listener settings() {
        return settings;
    }

    Transport transport() {
        return settings.transport();
    }

    InetSocketAddress address() {
        return settings.address();
    }

    boolean isWildcard() {
        return wildcard;
    }

    /// How well it suits a peer: 0 not at all; a socket on `::` takes IPv4 too, but one of that family is better.
    int suitability(InetAddress peer) {
        if (!reaches(peer)) return 0;
        if (isIpv6() != peer instanceof Inet6Address) return 1;
        if (wildcard) return 3;
        return address().getAddress().equals(localAddresses.towards(peer)) ? 4 : 2;
    }

    /// Whether there is a way at all.
    boolean reaches(InetAddress peer) {
        return isIpv6() == peer instanceof Inet6Address || (wildcard && isIpv6());
    }

    private boolean isIpv6() {
        return address().getAddress() instanceof Inet6Address;
    }

    /// What a message to the peer says it comes from.
    HostPort sentBy(InetAddress peer) {
        var advertised = settings.advertised();
        if (advertised.isPresent()) {
            var name = advertised.get();
            return HostPort.of(name.host(), name.portOr(address().getPort()));
        }
        var own = wildcard ? localAddresses.towards(peer) : address().getAddress();
        return Addresses.hostPort(own, address().getPort());
    }

    boolean isNamed(String host, int port) {
        var advertised = settings.advertised();
        if (advertised.isPresent() && advertised.get().host().equalsIgnoreCase(host)) {
            int own = advertised.get().portOr(address().getPort());
            return port == 0 || port == own || port == address().getPort();
        }
        if (port != 0 && port != address().getPort()) return false;
        var literal = Addresses.ofLiteral(host);
        if (literal.isEmpty()) return false;
        return wildcard
                ? localAddresses.isLocal(literal.get())
                : literal.get().equals(address().getAddress());
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
