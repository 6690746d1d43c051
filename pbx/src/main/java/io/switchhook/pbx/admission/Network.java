package io.switchhook.pbx.admission;

import java.net.InetAddress;

/// A range of addresses, such as `10.0.0.0/8` or `2001:db8::/32` (RFC 4632, RFC 4291 §2.3). An address without a length is
/// a range of one.
///
/// @param bits how many of the first bits count
public record Network(InetAddress address, int bits) {
    public Network {
        int most = address.getAddress().length * 8;
        if (bits < 0 || bits > most)
            throw new IllegalArgumentException("/" + bits + " is not from /0 to /" + most);
    }

    /// @throws IllegalArgumentException if it is none
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits =
                    slash < 0
                            ? address.getAddress().length * 8
                            : Integer.parseInt(text.substring(slash + 1));
            return new Network(address, bits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no network such as 10.0.0.0/8 or 2001:db8::/32", e);
        }
    }

    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] its = other.getAddress();
        if (ours.length != its.length) return false;
        for (int i = 0; i * 8 < bits; i++) {
            int mask = bits - i * 8 >= 8 ? 0xff : 0xff << 8 - (bits - i * 8);
            if (((ours[i] ^ its[i]) & mask & 0xff) != 0) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + '/' + bits;
    }
}
