package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Leniency;
import io.switchhook.sip.grammar.Scanner;
import java.util.Arrays;
import java.util.OptionalInt;

/// `hostport`: a name, an IPv4 address or an IPv6 reference in brackets, and perhaps a port.
///
/// @param host as it was sent; IPv6 in square brackets
/// @param portOrZero 1 to 65535, or 0 for none
public record HostPort(String host, int portOrZero) {

    public static HostPort of(String host, int port) {
        return new HostPort(host, port);
    }

    public static HostPort of(String host) {
        return new HostPort(host, 0);
    }

    public OptionalInt port() {
        return portOrZero == 0 ? OptionalInt.empty() : OptionalInt.of(portOrZero);
    }

    public int portOr(int otherwise) {
        return portOrZero == 0 ? otherwise : portOrZero;
    }

    public boolean isIpv6() {
        return host.startsWith("[");
    }

    /// Whether the host is an address and no name, so that no DNS is needed.
    public boolean isNumeric() {
        return isIpv6() || isIpv4();
    }

    private boolean isIpv4() {
        int octets = 1;
        int octet = -1;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.' && octet >= 0) {
                octets++;
                octet = -1;
            } else if (Chars.isDigit(c)) {
                octet = Math.max(octet, 0) * 10 + c - '0';
                if (octet > 255) return false;
            } else {
                return false;
            }
        }
        return octets == 4 && octet >= 0;
    }

    /// Whether both name the same host: names without regard to case, IPv6 addresses by their value (RFC 5954 §4.2).
    public boolean sameHost(HostPort other) {
        if (host.equalsIgnoreCase(other.host)) return true;
        if (!isIpv6() || !other.isIpv6()) return false;
        int[] groups = Ipv6.groups(inside());
        return groups != null && Arrays.equals(groups, Ipv6.groups(other.inside()));
    }

    private String inside() {
        return host.substring(1, host.length() - 1);
    }

    /// Reads the `hostport` of a URI.
    public static HostPort parse(Scanner in) {
        String host = host(in);
        return new HostPort(host, in.accept(':') ? port(in) : 0);
    }

    /// Reads the `sent-by` of a Via, where white space may stand around the colon.
    public static HostPort parseSentBy(Scanner in) {
        String host = host(in);
        return new HostPort(host, in.acceptSeparator(':') ? port(in) : 0);
    }

    private static String host(Scanner in) {
        int from = in.position();
        if (in.peek() == '[') return ipv6(in);
        int at = in.endOfHost(from);
        if (in.peekAt(at) == '_') {
            while (in.peekAt(at) == '_') at = in.endOfHost(at + 1);
            in.lenient(Leniency.UNDERSCORE_IN_HOST);
        }
        if (at == from) throw in.malformed("expected a host");
        in.moveTo(at);
        return in.ascii(from, at);
    }

    private static String ipv6(Scanner in) {
        int from = in.position();
        int close = in.indexOf(']');
        if (close == in.end()) throw in.malformed("IPv6 reference without ']'");
        String address = in.text(from + 1, close);
        if (Ipv6.groups(address) == null) throw in.malformed("not an IPv6 address");
        if (address.contains(":::")) in.lenient(Leniency.THREE_COLONS_IN_IPV6);
        in.moveTo(close + 1);
        return in.text(from, close + 1);
    }

    private static int port(Scanner in) {
        int port = (int) in.number(65535);
        if (port == 0) throw in.malformed("port 0");
        return port;
    }

    public void writeTo(ByteSink out) {
        out.put(host);
        if (portOrZero != 0) out.put(':').put(portOrZero);
    }

    @Override
    public String toString() {
        return portOrZero == 0 ? host : host + ':' + portOrZero;
    }
}
