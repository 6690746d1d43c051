package io.switchhook.media.codec;

/// The A-law of ITU-T G.711, table 1: eight segments of sixteen steps, the lower two with the same step, each other
/// with twice the step of the one below. An octet is sent with its even bits inverted.
///
/// In the units of the table, eight to the last bit of a 16 bit sample, the segment `e` above 0 has steps of `1 << e`
/// and begins at `16 << e`.
public final class Pcma implements Codec {
    private static final int EVEN_BITS = 0x55;

    /// From the magnitude of a sample, 12 bits, to the octet of a positive one.
    private static final byte[] ENCODED = new byte[1 << 12];

    private static final short[] DECODED = new short[256];

    static {
        for (int code = 0; code < 128; code++) {
            int segment = code >> 4;
            int step = code & 15;
            int from = segment == 0 ? 2 * step : step + 16 << segment;
            int width = segment == 0 ? 2 : 1 << segment;
            int octet = (code | 0x80) ^ EVEN_BITS;
            for (int i = from; i < from + width; i++) ENCODED[i] = (byte) octet;
            int value = from + width / 2;
            DECODED[octet] = (short) (value << 3);
            DECODED[octet ^ 0x80] = (short) -(value << 3);
        }
    }

    @Override
    public Encoding encoding() {
        return Encoding.PCMA;
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
        return sample < 0 ? (byte) (ENCODED[~sample >> 3] ^ 0x80) : ENCODED[sample >> 3];
    }

    public static short decode(byte octet) {
        return DECODED[octet & 0xff];
    }
}
