package io.switchhook.sdp;

import io.switchhook.sip.grammar.ByteSink;

/// Who made the session, and which version of its description this is: `o=`, RFC 8866 §5.2.
///
/// ```
/// o=alice 2890844526 2890844527 IN IP4 198.51.100.1
/// ```
///
/// @param username without spaces; `-` for none
/// @param sessionId digits; RFC 3264 §5 wants no more than 2^63-1
/// @param sessionVersion digits, likewise; rises with each description that differs from the one before
/// @param networkType `IN`
/// @param addressType `IP4`, `IP6` or another
/// @param address where the description was made; not where media goes, so any word is taken
public record Origin(
        String username,
        String sessionId,
        String sessionVersion,
        String networkType,
        String addressType,
        String address)
        implements Line {

    /// An origin without a user, at an IPv4 or IPv6 address without brackets.
    public static Origin of(long sessionId, long sessionVersion, String address) {
        return new Origin(
                "-",
                Long.toString(sessionId),
                Long.toString(sessionVersion),
                "IN",
                Connection.addressType(address),
                address);
    }

    static Origin parse(LineScanner in) {
        String username = in.word();
        in.space();
        String id = in.digits();
        in.space();
        String version = in.digits();
        in.space();
        String networkType = in.token();
        in.space();
        String addressType = in.token();
        in.space();
        return new Origin(username, id, version, networkType, addressType, in.word());
    }

    /// The origin of the description that follows: its version is one higher (RFC 3264 §8).
    public Origin next() {
        return new Origin(
                username, sessionId, plusOne(sessionVersion), networkType, addressType, address);
    }

    private static String plusOne(String digits) {
        int nines = 0;
        while (nines < digits.length() && digits.charAt(digits.length() - 1 - nines) == '9')
            nines++;
        int at = digits.length() - 1 - nines;
        String head = at < 0 ? "1" : digits.substring(0, at) + (char) (digits.charAt(at) + 1);
        return head + "0".repeat(nines);
    }

    /// Whether both describe the same session, in whatever version: RFC 8866 §5.2.
    public boolean isSameSession(Origin other) {
        return username.equals(other.username)
                && sessionId.equals(other.sessionId)
                && networkType.equals(other.networkType)
                && addressType.equals(other.addressType)
                && address.equals(other.address);
    }

    @Override
    public char type() {
        return 'o';
    }

    @Override
    public void writeTo(ByteSink out) {
        Octets.write(username, out);
        out.put(' ').put(sessionId).put(' ').put(sessionVersion).put(' ').put(networkType);
        out.put(' ').put(addressType).put(' ');
        Octets.write(address, out);
    }
}
