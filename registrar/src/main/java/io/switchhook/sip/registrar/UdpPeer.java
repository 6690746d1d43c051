package io.switchhook.sip.registrar;

import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// An address that a phone registered over UDP is reached at, and when something came from there last. Written by any
/// thread, each value on its own.
final class UdpPeer {
    final InetSocketAddress address;

    /// The binding that was made or refreshed last, of those at this address.
    volatile Binding binding;

    volatile AddressOfRecord addressOfRecord;

    /// In nanoseconds of the monotonic clock.
    volatile long heard;

    /// Whether it ever answered a ping: the silence of one that never does says nothing.
    volatile boolean answersPings;

    /// In milliseconds since 1970; 0 for one that can be reached.
    volatile long silentSince;

    UdpPeer(InetSocketAddress address, AddressOfRecord addressOfRecord, Binding binding) {
        this.address = address;
        this.addressOfRecord = addressOfRecord;
        this.binding = binding;
    }

    /// Where a phone is reached over UDP; empty over connections, by way of other proxies, and where the contact has a
    /// name that is looked up for each call.
    static Optional<InetSocketAddress> addressOf(Binding binding) {
        var flow = binding.flow();
        if (flow.isPresent())
            return flow.filter(its -> its.transport() == Transport.UDP).map(its -> its.remote());
        if (!binding.path().isEmpty()) return Optional.empty();
        return binding.contact().sipUri().filter(UdpPeer::isOverUdp).flatMap(UdpPeer::literal);
    }

    private static boolean isOverUdp(SipUri uri) {
        return !uri.secure()
                && uri.transport().orElse("udp").equals("udp")
                && !uri.parameters().has("maddr");
    }

    private static Optional<InetSocketAddress> literal(SipUri uri) {
        HostPort hostPort = uri.hostPort();
        if (!hostPort.isNumeric()) return Optional.empty();
        var host = hostPort.host();
        try {
            var bare = hostPort.isIpv6() ? host.substring(1, host.length() - 1) : host;
            int port = hostPort.portOr(Transport.UDP.defaultPort());
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(bare), port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
