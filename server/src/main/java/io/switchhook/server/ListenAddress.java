package io.switchhook.server;

import io.switchhook.sip.transport.Transport;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Where the server listens for SIP, as the configuration writes it: `udp://127.0.0.1:5060`.
///
/// @param address with port 0 for any that is free; a wildcard for all addresses of the host, and `[::]` for those of IPv4 too
public record ListenAddress(Transport transport, InetSocketAddress address) {

    private static final List<String> SCHEMES = List.of("udp", "tcp", "tls", "ws", "wss");

    /// @throws IllegalArgumentException if it is no such address, with what is allowed
    static ListenAddress parse(String url) {
        int colon = url.indexOf("://");
        if (colon < 0)
            throw new IllegalArgumentException(
                    "'" + url + "' is not a URL such as udp://127.0.0.1:5060");
        String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme))
            throw new IllegalArgumentException(
                    "'"
                            + url
                            + "' has the unknown scheme '"
                            + scheme
                            + "'; "
                            + Nearest.hint(scheme, SCHEMES));
        var transport = Transport.of(scheme).orElseThrow();
        return new ListenAddress(
                transport, address(url, url.substring(colon + 3), transport.defaultPort()));
    }

    /// `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`.
    static InetSocketAddress address(String url, String rest, int defaultPort) {
        if (rest.endsWith("/")) rest = rest.substring(0, rest.length() - 1);
        if (rest.indexOf('/') >= 0 || rest.indexOf('?') >= 0 || rest.indexOf('@') >= 0)
            throw new IllegalArgumentException("'" + url + "' may only have a host and a port");
        int end = rest.startsWith("[") ? rest.indexOf(']') + 1 : colonOrEnd(rest);
        String host = rest.substring(0, end);
        if (host.isEmpty())
            throw new IllegalArgumentException(
                    "'" + url + "' has no host; 0.0.0.0 and [::] mean every address");
        if (host.indexOf(':') >= 0 && !host.startsWith("["))
            throw new IllegalArgumentException(
                    "'" + url + "': an IPv6 address stands in square brackets");
        int port = end == rest.length() ? defaultPort : port(url, rest.substring(end));
        return new InetSocketAddress(resolved(url, host), port);
    }

    private static int colonOrEnd(String rest) {
        int colon = rest.lastIndexOf(':');
        return colon < 0 ? rest.length() : colon;
    }

    private static int port(String url, String text) {
        if (!text.matches(":\\d{1,5}") || Integer.parseInt(text.substring(1)) > 65535)
            throw new IllegalArgumentException("'" + url + "' has no port from 0 to 65535");
        return Integer.parseInt(text.substring(1));
    }

    private static InetAddress resolved(String url, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + url + "': there is no host '" + host + "'", e);
        }
    }

    /// Every address of this host: the IPv6 wildcard takes IPv4 too, and is there unless the host has no IPv6.
    static List<ListenAddress> everywhere(int port) {
        var any = InetAddress.ofLiteral(HostNames.hasIpv6() ? "::" : "0.0.0.0");
        return Stream.of(Transport.UDP, Transport.TCP)
                .map(transport -> new ListenAddress(transport, new InetSocketAddress(any, port)))
                .toList();
    }

    boolean isLoopback() {
        return address.getAddress().isLoopbackAddress();
    }

    /// Whether both cannot listen at the same time.
    boolean clashesWith(ListenAddress other) {
        return (transport == Transport.UDP) == (other.transport == Transport.UDP)
                && overlap(address, other.address);
    }

    static boolean overlap(InetSocketAddress one, InetSocketAddress other) {
        if (one.getPort() != other.getPort() || one.getPort() == 0) return false;
        return one.getAddress().equals(other.getAddress())
                || covers(one.getAddress(), other.getAddress())
                || covers(other.getAddress(), one.getAddress());
    }

    private static boolean covers(InetAddress wide, InetAddress narrow) {
        return wide.isAnyLocalAddress()
                && (wide instanceof Inet6Address || !(narrow instanceof Inet6Address));
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        if (zone >= 0) host = host.substring(0, zone);
        return (host.indexOf(':') >= 0 ? "[" + shortened(host) + "]" : host)
                + ":"
                + address.getPort();
    }

    /// Java writes `::1` as `0:0:0:0:0:0:0:1`; RFC 5952 does not.
    static String shortened(String ipv6) {
        int best = -1;
        int length = 1;
        var groups = ipv6.split(":");
        for (int i = 0; i < groups.length; i++) {
            int n = i;
            while (n < groups.length && groups[n].equals("0")) n++;
            if (n - i > length) {
                best = i;
                length = n - i;
            }
        }
        if (best < 0) return ipv6;
        var list = List.of(groups);
        return String.join(":", list.subList(0, best))
                + "::"
                + String.join(":", list.subList(best + length, groups.length));
    }

    @Override
    public String toString() {
        return transport.name().toLowerCase(Locale.ROOT) + "://" + text(address);
    }
}
