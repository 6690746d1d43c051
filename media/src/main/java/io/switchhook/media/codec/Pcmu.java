package io.switchhook.media.codec;

/// The µ-law of ITU-T G.711, table 2: eight segments of sixteen steps, each segment with twice the step of the one
/// below. An octet is sent with all bits inverted.
///
/// In the units of the table, a quarter of which is a step of 16 bit samples' last bit but two, the segment `e` has
/// steps of `2 << e`, and its first one begins at `(16 << e + 1) - 33`.
public final class Pcmu implements Codec {
    private static final int BIAS = 33;

    /// From the magnitude of a sample, 13 bits, to the inverted octet of a positive one.
    private static final byte[] ENCODED = new byte[1 << 13];

    private static final short[] DECODED = new short[256];

    static {
        for (int code = 0; code < 128; code++) {
            int segment = code >> 4;
            int step = code & 15;
            int from = (step + 16 << segment + 1) - BIAS;
            int to = code == 127 ? ENCODED.length : from + (2 << segment);
            for (int i = Math.max(0, from); i < to; i++) ENCODED[i] = (byte) ~code;
            int value = (2 * step + BIAS << segment) - BIAS;
            DECODED[~code & 0xff] = (short) (value << 2);
            DECODED[~code & 0x7f] = (short) -(value << 2);
        }
    }

    @Override
    public Encoding encoding() {
        return Encoding.PCMU;
    }

    @Override
    public int encode(short[] samples, int from, int count, byte[] octets, int at) {
        for (int i = 0; i < count; i++) octets[at + i] = encode(samples[from + i]);
        return count;
    }

    @Override
    public int decode(byte[] octets, int from, int length, short[] samples, int at) {
        for (int i = 0; i < length; i++) samples[at + i] = decode(octets[from + i]);
        return length;
    }

    public static byte encode(short sample) {
        return sample < 0 ? (byte) (ENCODED[~sample >> 2] & 0x7f) : ENCODED[sample >> 2];
    }

    public static short decode(byte octet) {
        return DECODED[octet & 0xff];
    }
}
