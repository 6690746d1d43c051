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

    /// What [#sentBy] said last, for which address of ours.
    private volatile SentBy last;

    private record SentBy(InetAddress own, HostPort text) {}

    BoundListener(int number, Listener settings, LocalAddresses localAddresses) {
        this.number = number;
        this.settings = settings;
        this.localAddresses = localAddresses;
        this.wildcard = address().getAddress().isAnyLocalAddress();
        this.last = sentBy(address().getAddress(), settings);
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
        var known = last;
        if (!wildcard || settings.advertised().isPresent()) return known.text;
        var own = localAddresses.towards(peer);
        if (!known.own.equals(own)) {
            known = sentBy(own, settings);
            last = known;
        }
        return known.text;
    }

    private static SentBy sentBy(InetAddress own, Listener settings) {
        int port = settings.address().getPort();
        var text =
                settings.advertised()
                        .map(name -> HostPort.of(name.host(), name.portOr(port)))
                        .orElseGet(() -> Addresses.hostPort(own, port));
        return new SentBy(own, text);
    }

    boolean isNamed(String host, int port) {
        var advertised = settings.advertised();
        if (advertised.isPresent() && advertised.get().host().equalsIgnoreCase(host)) {
            int own = advertised.get().portOr(address().getPort());
            return port == 0 || port == own || port == address().getPort();
        }
        if (port != 0 && port != address().getPort()) return false;
        if (!wildcard) return Addresses.isSame(host, address().getAddress());
        return Addresses.ofLiteral(host).map(localAddresses::isLocal).orElse(false);
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
