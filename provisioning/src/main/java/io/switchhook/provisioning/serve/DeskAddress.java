package io.switchhook.provisioning.serve;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/// Where files are fetched.
///
/// @param address with port 0 for any that is free
public record DeskAddress(Scheme scheme, InetSocketAddress address) {
    /// As a URL.
    @Override
    public String toString() {
        String host = address.getAddress().getHostAddress();
        boolean isIpv6 = address.getAddress() instanceof Inet6Address;
        return scheme + "://" + (isIpv6 ? '[' + host + ']' : host) + ':' + address.getPort();
    }

    DeskAddress at(InetSocketAddress real) {
        return new DeskAddress(scheme, new InetSocketAddress(address.getAddress(), real.getPort()));
    }
}
