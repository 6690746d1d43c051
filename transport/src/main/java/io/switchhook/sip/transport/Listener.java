package io.switchhook.sip.transport;

import io.switchhook.sip.uri.HostPort;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;

/// Where and how the server listens.
///
/// @param address with port 0 for any; a wildcard for all addresses of the host
/// @param tls needed for TLS and WSS
/// @param advertised what goes into Via and Record-Route instead of the address; its port may be left out
public record Listener(
        Transport transport,
        InetSocketAddress address,
        Optional<TlsSettings> tls,
        Optional<HostPort> advertised) {

    public Listener {
        if (address.isUnresolved())
            throw new IllegalArgumentException(address.getHostString() + " is not an address");
        if (transport.isSecure() && tls.isEmpty())
            throw new IllegalArgumentException(
                    transport + " listener without a certificate and key");
    }

    public static Listener of(Transport transport, InetSocketAddress address) {
        return new Listener(transport, address, Optional.empty(), Optional.empty());
    }

    public static Listener of(Transport transport, InetSocketAddress address, TlsSettings tls) {
        return new Listener(transport, address, Optional.of(tls), Optional.empty());
    }

    public Listener withAdvertised(HostPort advertised) {
        return new Listener(transport, address, tls, Optional.of(advertised));
    }

    Listener boundTo(InetSocketAddress bound) {
        return new Listener(transport, bound, tls, advertised);
    }

    /// As the configuration writes it: `udp://127.0.0.1:5060`.
    @Override
    public String toString() {
        return transport.name().toLowerCase(Locale.ROOT) + "://" + Addresses.text(address);
    }
}
