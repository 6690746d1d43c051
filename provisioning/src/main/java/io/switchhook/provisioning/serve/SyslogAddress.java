package io.switchhook.provisioning.serve;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Locale;

/// Where lines of logs are taken.
///
/// @param address with port 0 for any that is free
public record SyslogAddress(Over over, InetSocketAddress address) {

    /// What carries them.
    public enum Over {
        /// RFC 5426.
        UDP(514),
        /// RFC 6587, with octet counting.
        TCP(514),
        /// RFC 5425.
        TLS(6514);

        private final int port;

        Over(int port) {
            this.port = port;
        }

        /// Where none is given.
        public int defaultPort() {
            return port;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// As a URL.
    @Override
    public String toString() {
        String host = address.getAddress().getHostAddress();
        boolean isIpv6 = address.getAddress() instanceof Inet6Address;
        return over + "://" + (isIpv6 ? '[' + host + ']' : host) + ':' + address.getPort();
    }
}
