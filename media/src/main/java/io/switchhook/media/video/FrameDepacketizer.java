package io.switchhook.media.video;

import java.util.Arrays;
import java.util.Optional;

/// Of encodings whose pictures are a row of octets, cut into payloads.
abstract sealed class FrameDepacketizer extends Depacketizer
        permits Vp8Depacketizer, H263PlusDepacketizer, H263Depacketizer {
    private byte[] octets = new byte[2048];
    private int size;

    /// Whether the first octets are a frame.
    abstract boolean isFrame(byte[] gathered, int length);

    abstract Picture frame(byte[] whole);

    final boolean append(byte[] bytes, int from, int length) {
        if (size + length > MOST_OCTETS) return false;
        if (size + length > octets.length) octets = Arrays.copyOf(octets, 2 * (size + length));
        System.arraycopy(bytes, from, octets, size, length);
        size += length;
        return true;
    }

    final boolean isEmpty() {
        return size == 0;
    }

    /// Sets bits of the last octet, which were zeros, or clears some.
    final void last(int mask, int bits) {
        octets[size - 1] = (byte) (octets[size - 1] & mask | bits);
    }

    /// A frame that lacks its beginning is none, whether that is known to be lost or not.
    @Override
    final boolean isWhole(boolean afterGap) {
        return isFrame(octets, size);
    }

    @Override
    final Optional<Picture> picture() {
        return Optional.of(frame(Arrays.copyOf(octets, size)));
    }

    @Override
    final boolean canBegin(Picture picture) {
        return picture.isKeyFrame();
    }

    @Override
    void clear() {
        size = 0;
    }
}
