package io.switchhook.media.rtp;

/// The payload of a named telephone event: RFC 4733 §2.3.
///
/// ```
/// |     event     |E|R| volume    |          duration             |
/// ```
///
/// @param event 0 to 255; 0 to 15 are keys (§3.2)
/// @param end whether it is over
/// @param volume in dBm0 without the sign, 0 to 63
/// @param duration so far, in units of the timestamp, 0 to 65535
public record TelephoneEvent(int event, boolean end, int volume, int duration) {
    /// Octets of the payload.
    public static final int LENGTH = 4;

    private static final String KEYS = "0123456789*#ABCD";

    /// @throws MalformedPacket if there are less than four octets; more are ignored
    public static TelephoneEvent parse(byte[] bytes, int from, int length) throws MalformedPacket {
        if (length < LENGTH) throw new MalformedPacket("half a telephone-event");
        int flags = bytes[from + 1];
        return new TelephoneEvent(
                bytes[from] & 0xff,
                (flags & 0x80) != 0,
                flags & 0x3f,
                BigEndian.uint16(bytes, from + 2));
    }

    public void writeTo(byte[] out, int at) {
        out[at] = (byte) event;
        out[at + 1] = (byte) ((end ? 0x80 : 0) | volume & 0x3f);
        BigEndian.put16(out, at + 2, duration);
    }

    /// The event of a key.
    ///
    /// @throws IllegalArgumentException if there is no such key
    public static int ofKey(char key) {
        int event = KEYS.indexOf(key);
        if (event < 0) throw new IllegalArgumentException("no key " + key);
        return event;
    }

    public static boolean isKey(int event) {
        return event >= 0 && event < KEYS.length();
    }

    /// @param event one that [#isKey]
    public static char key(int event) {
        return KEYS.charAt(event);
    }
}
