package io.switchhook.pbx.admission;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Where requests come from, as far as it tells anything: an address of IPv4, or a /64 network of IPv6, which one
/// subscriber has all of (RFC 6177).
///
/// @param prefix the address of IPv4, or the first 64 bits of one of IPv6
public record Source(boolean isIpv6, long prefix) {

    public static Source of(InetAddress address) {
        // The hash code of such an address is, as documented, the address.
        if (address instanceof Inet4Address) return new Source(false, address.hashCode());
        return new Source(true, ByteBuffer.wrap(address.getAddress()).getLong());
    }

    /// Reads what [#toString] writes, or an address.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Source parse(String text) {
        String address = text.endsWith("/64") ? text.substring(0, text.length() - 3) : text;
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address such as 192.0.2.1 or 2001:db8:1:2::/64", e);
        }
    }

    @Override
    public String toString() {
        if (isIpv6)
            return "%x:%x:%x:%x::/64"
                    .formatted(
                            prefix >>> 48,
                            prefix >>> 32 & 0xffff,
                            prefix >>> 16 & 0xffff,
                            prefix & 0xffff);
        return "%d.%d.%d.%d"
                .formatted(
                        prefix >>> 24 & 0xff,
                        prefix >>> 16 & 0xff,
                        prefix >>> 8 & 0xff,
                        prefix & 0xff);
    }
}
