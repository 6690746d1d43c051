package io.switchhook.sip.transport;

import io.netty.util.NetUtil;
import io.switchhook.sip.uri.HostPort;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Addresses as SIP writes them.
final class Addresses {
    private Addresses() {}

    /// `192.0.2.1` or `2001:db8::1` (RFC 5952), without brackets and without a zone.
    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }

    /// `192.0.2.1:5060` or `[2001:db8::1]:5060`.
    static String text(InetSocketAddress address) {
        return hostPort(address.getAddress(), 0).toString() + ':' + address.getPort();
    }

    static HostPort hostPort(InetAddress address, int port) {
        String text = text(address);
        return HostPort.of(address instanceof Inet6Address ? '[' + text + ']' : text, port);
    }

    /// The address that a host names without DNS; empty for a name.
    static Optional<InetAddress> ofLiteral(String host) {
        try {
            if (host.startsWith("[") && host.endsWith("]"))
                return Optional.of(InetAddress.ofLiteral(host.substring(1, host.length() - 1)));
            boolean maybe = host.indexOf(':') >= 0 || HostPort.of(host).isNumeric();
            return maybe ? Optional.of(InetAddress.ofLiteral(host)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether a host, as a message has it, is this address.
    static boolean isSame(String host, InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4 && host.indexOf(':') < 0) return isSame(host, bytes);
        return ofLiteral(host).map(address::equals).orElse(false);
    }

    /// The same for IPv4, without allocating: it is asked for each request.
    private static boolean isSame(String host, byte[] address) {
        int octet = 0;
        int digits = 0;
        int index = 0;
        for (int i = 0; i <= host.length(); i++) {
            char c = i == host.length() ? '.' : host.charAt(i);
            if (c >= '0' && c <= '9' && digits < 3) {
                octet = octet * 10 + c - '0';
                digits++;
            } else if (c == '.' && digits > 0 && index < 4 && octet == (address[index] & 0xff)) {
                index++;
                octet = 0;
                digits = 0;
            } else {
                return false;
            }
        }
        return index == 4;
    }

    /// Whether a datagram may be sent there: RFC 3261 §18.2.2 leaves multicast to those who asked for it, and no
    /// answer of ours asks for many more.
    static boolean isUnicast(InetSocketAddress address) {
        var ip = address.getAddress();
        if (address.getPort() == 0 || ip.isMulticastAddress() || ip.isAnyLocalAddress())
            return false;
        byte[] bytes = ip.getAddress();
        return bytes.length != 4 || (bytes[0] & bytes[1] & bytes[2] & bytes[3]) != -1;
    }
}
