package io.switchhook.sip.uri;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.grammar.Scanner;
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
        if (isIpv6()) return true;
        int dots = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') dots++;
            else if (!Chars.isDigit(c)) return false;
        }
        return dots == 3;
    }

    public boolean sameHost(HostPort other) {
        return host.equalsIgnoreCase(other.host);
    }

    public static HostPort parse(Scanner in) {
        int from = in.position();
        if (in.peek() == '[') {
            int close = in.indexOf(']');
            if (close == in.end()) throw in.malformed("IPv6 reference without ']'");
            for (int i = from + 1; i < close; i++) {
                int c = in.peekAt(i);
                if (!Chars.isHex(c) && c != ':' && c != '.')
                    throw in.malformed("not an IPv6 address");
            }
            if (close - from < 3) throw in.malformed("not an IPv6 address");
            in.moveTo(close + 1);
        } else {
            while (isNameChar(in.peek())) in.moveTo(in.position() + 1);
        }
        if (in.position() == from) throw in.malformed("expected a host");
        String host = in.text(from, in.position());
        return new HostPort(host, port(in));
    }

    private static boolean isNameChar(int c) {
        return Chars.isDigit(c) || Chars.isAlpha(c) || c == '.' || c == '-' || c == '_';
    }

    private static int port(Scanner in) {
        int mark = in.position();
        in.skipSpace();
        if (!in.accept(':')) {
            in.moveTo(mark);
            return 0;
        }
        in.skipSpace();
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
