package io.switchhook.media.video;

import java.util.Arrays;

/// A frame of VP8: RFC 6386 §9.1.
///
/// ```
/// |size0|H| VER |P|    size1    |    size2    |   of a key frame: 9d 01 2a, width, height
/// ```
///
/// @param octets never changed; as [#isFrame] has it
public record Vp8Frame(byte[] octets) implements Picture {
    private static final int TAG = 3;
    private static final int KEY_FRAME_HEADER = 10;

    public Vp8Frame {
        if (!isFrame(octets, octets.length)) throw new IllegalArgumentException("no frame of VP8");
    }

    /// Whether the headers are those of a frame, and its first partition is there.
    static boolean isFrame(byte[] octets, int length) {
        if (length < TAG) return false;
        int partition =
                (octets[0] & 0xff) >> 5 | (octets[1] & 0xff) << 3 | (octets[2] & 0xff) << 11;
        if ((octets[0] & 1) != 0) return partition <= length - TAG;
        return length >= KEY_FRAME_HEADER
                && partition <= length - KEY_FRAME_HEADER
                && (octets[3] & 0xff) == 0x9d
                && octets[4] == 0x01
                && octets[5] == 0x2a;
    }

    @Override
    public boolean isKeyFrame() {
        return (octets[0] & 1) == 0;
    }

    @Override
    public int length() {
        return octets.length + Ivf.FRAME_HEADER;
    }

    /// In pixels, of a key frame.
    int width() {
        return octets[6] & 0xff | (octets[7] & 0x3f) << 8;
    }

    /// In pixels, of a key frame.
    int height() {
        return octets[8] & 0xff | (octets[9] & 0x3f) << 8;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vp8Frame(var others) && Arrays.equals(octets, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "Vp8Frame[" + (isKeyFrame() ? "key, " : "") + octets.length + " octets]";
    }
}
