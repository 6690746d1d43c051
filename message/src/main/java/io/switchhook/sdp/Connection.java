package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Chars;
import io.switchhook.sip.uri.Ipv6;
import java.util.Arrays;
import java.util.OptionalInt;

/// Where media is to be sent: `c=`, RFC 8866 §5.7.
///
/// ```
/// c=IN IP4 198.51.100.1
/// c=IN IP4 233.252.0.1/127/3
/// c=IN IP6 ff02::db8:1/3
/// ```
///
/// @param networkType `IN`
/// @param addressType `IP4`, `IP6` or another
/// @param address an address without brackets, or a host name
/// @param ttl how far IPv4 multicast goes, 0 to 255
/// @param count how many multicast addresses there are, one behind the other; empty for one
public record Connection(
        String networkType, String addressType, String address, OptionalInt ttl, OptionalInt count)
        implements Line {
    private static final OptionalInt NONE = OptionalInt.empty();

    /// An address without brackets, or a host name, which is taken for one of IPv4.
    public static Connection of(String address) {
        return new Connection("IN", addressType(address), address, NONE, NONE);
    }

    static String addressType(String address) {
        return address.indexOf(':') >= 0 ? "IP6" : "IP4";
    }

    static Connection parse(LineScanner in) {
        String networkType = in.token();
        in.space();
        String addressType = in.token();
        in.space();
        return switch (addressType) {
            case "IP4" -> {
                String address = address(in, addressType);
                var ttl = suffix(in, 0, 255);
                var count = ttl.isPresent() ? suffix(in, 1, Integer.MAX_VALUE) : NONE;
                yield new Connection(networkType, addressType, address, ttl, count);
            }
            case "IP6" -> {
                String address = address(in, addressType);
                var count = suffix(in, 1, Integer.MAX_VALUE);
                yield new Connection(networkType, addressType, address, NONE, count);
            }
            default -> new Connection(networkType, addressType, in.word(), NONE, NONE);
        };
    }

    private static OptionalInt suffix(LineScanner in, int min, int max) {
        if (!in.accept('/')) return NONE;
        return OptionalInt.of(min == 0 ? (int) in.number(max) : in.positive(max));
    }

    private static String address(LineScanner in, String addressType) {
        int from = in.position();
        String address = in.wordBefore('/');
        int behind = in.position();
        in.moveTo(from);
        if (isIp6(addressType, address) || isIp4(address)) {
            in.moveTo(behind);
            return address;
        }
        if (address.indexOf(':') >= 0 || isNumeric(address) || !isHostName(address))
            throw in.malformed("not an address of " + addressType);
        if (address.indexOf('_') >= 0) in.lenient(SdpLeniency.UNDERSCORE_IN_HOST);
        in.moveTo(behind);
        return address;
    }

    private static boolean isIp6(String addressType, String address) {
        return addressType.equals("IP6")
                && address.indexOf(':') >= 0
                && !address.contains(":::")
                && Ipv6.groups(address) != null;
    }

    private static boolean isIp4(String address) {
        return octets(address) >= 0;
    }

    /// The IPv4 address as a number, or -1 if it is none.
    private static long octets(String address) {
        long all = 0;
        int count = 0;
        int at = 0;
        while (at < address.length()) {
            int from = at;
            int octet = 0;
            while (at < address.length() && at < from + 3 && Chars.isDigit(address.charAt(at)))
                octet = octet * 10 + address.charAt(at++) - '0';
            if (at == from || octet > 255) return -1;
            all = all << 8 | octet;
            count++;
            if (at == address.length()) break;
            if (count == 4 || address.charAt(at++) != '.' || at == address.length()) return -1;
        }
        return count == 4 ? all : -1;
    }

    private static boolean isNumeric(String address) {
        return address.chars().allMatch(c -> Chars.isDigit(c) || c == '.');
    }

    private static boolean isHostName(String address) {
        return address.chars()
                .allMatch(c -> Chars.isAlpha(c) || Chars.isDigit(c) || "-._".indexOf(c) >= 0);
    }

    /// Whether this is `0.0.0.0` or `::`: nothing is to be sent there. It put a call on hold before RFC 3264 (§8.4), and
    /// stands in an offer whose sender does not know its address yet.
    public boolean isUnspecified() {
        if (!addressType.equals("IP6")) return octets(address) == 0;
        int[] groups = address.indexOf(':') < 0 ? null : Ipv6.groups(address);
        return groups != null && Arrays.stream(groups).allMatch(group -> group == 0);
    }

    /// Whether the address is one of a group: 224.0.0.0 to 239.255.255.255, or `ff00::/8`.
    public boolean isMulticast() {
        if (!addressType.equals("IP6")) return octets(address) >>> 28 == 0xe;
        int[] groups = address.indexOf(':') < 0 ? null : Ipv6.groups(address);
        return groups != null && groups[0] >>> 8 == 0xff;
    }

    @Override
    public char type() {
        return 'c';
    }

    @Override
    public void writeTo(ByteSink out) {
        out.put(networkType).put(' ').put(addressType).put(' ');
        Octets.write(address, out);
        ttl.ifPresent(hops -> out.put('/').put(hops));
        count.ifPresent(addresses -> out.put('/').put(addresses));
    }
}
