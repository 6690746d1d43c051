package io.switchhook.media.video;

import java.util.Arrays;

/// A picture of H.263: ITU-T H.263 §5.1.
///
/// ```
/// |0000 0000|0000 0000|1000 00|TR ...  10|split|document|freeze|format|type| ...
/// ```
///
/// @param octets from its start code on, which is aligned; never changed
public record H263Picture(byte[] octets) implements Picture {
    /// As far as the picture's type.
    static final int HEADER = 8;

    private static final int EXTENDED = 7;

    public H263Picture {
        if (!isPicture(octets, octets.length))
            throw new IllegalArgumentException("no picture of H.263");
    }

    static boolean isPicture(byte[] octets, int length) {
        return length >= HEADER && isPictureStart(octets, 0) && (octets[3] & 3) == 2;
    }

    /// PSC.
    static boolean isPictureStart(byte[] octets, int at) {
        return isStart(octets, at) && (octets[at + 2] & 0xfc) == 0x80;
    }

    /// The start code of a picture, of a group of blocks or of a slice.
    static boolean isStart(byte[] octets, int at) {
        return at + 2 < octets.length
                && octets[at] == 0
                && octets[at + 1] == 0
                && octets[at + 2] < 0;
    }

    /// The last aligned start code behind a place, up to another; the former if there is none.
    static int lastStart(byte[] octets, int from, int to) {
        int at = to;
        while (at > from && !isStart(octets, at)) at--;
        return at;
    }

    /// Source format, 1 to 5 of a picture of 1996.
    int format() {
        return octets[4] >> 2 & 7;
    }

    /// Whether its type is said behind a PLUSPTYPE (§5.1.4), which came in 1998.
    boolean isExtended() {
        return format() == EXTENDED;
    }

    @Override
    public boolean isKeyFrame() {
        if (!isExtended()) return (octets[4] & 2) == 0;
        // UFEP has the bits 38 to 40; behind it are, or are not, 18 bits of OPPTYPE.
        boolean isFull = (octets[5] & 0x80) != 0;
        int type = isFull ? octets[7] >> 2 & 7 : octets[5] >> 4 & 7;
        return type == 0;
    }

    @Override
    public int length() {
        return octets.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof H263Picture(var others) && Arrays.equals(octets, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "H263Picture[" + (isKeyFrame() ? "key, " : "") + octets.length + " octets]";
    }
}
