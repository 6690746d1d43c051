package io.switchhook.media.video;

import java.util.Arrays;

/// A unit of H.264's network abstraction layer: ITU-T H.264 §7.3.1.
///
/// ```
/// |F|NRI|  type   | RBSP, with emulation prevention ...
/// ```
///
/// @param octets at least one, without a start code; never changed
public record NalUnit(byte[] octets) {
    static final int IDR = 5;
    static final int SEQUENCE_PARAMETERS = 7;
    static final int PICTURE_PARAMETERS = 8;

    public NalUnit {
        if (octets.length == 0) throw new IllegalArgumentException("a NAL unit of nothing");
    }

    /// Table 7-1.
    public int type() {
        return octets[0] & 31;
    }

    /// Whether it holds a part of a picture.
    public boolean isSlice() {
        return type() >= 1 && type() <= IDR;
    }

    /// Whether it holds a part of a picture that needs none before it.
    public boolean isIdr() {
        return type() == IDR;
    }

    /// first_mb_in_slice is 0, whose code is a single one.
    boolean isFirstSlice() {
        return isSlice() && octets.length > 1 && octets[1] < 0;
    }

    /// §7.4.1.2.3: behind a picture's slices this belongs to the next one.
    boolean isInFrontOfPicture() {
        return type() >= 6 && type() <= 9 || type() >= 14 && type() <= 18;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NalUnit(var others) && Arrays.equals(octets, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "NalUnit[type " + type() + ", " + octets.length + " octets]";
    }
}
