package io.switchhook.media.codec;

/// ITU-T G.722 at 64 kbit/s: wide-band speech of 16 kHz, split by quadrature mirror filters into a lower and a higher
/// sub-band of 8 kHz, each of them adaptive differential PCM; six bits of an octet for the lower, two for the higher.
///
/// ```
///  16 kHz -> transmit QMF -+-> lower sub-band, 6 bits -+
///                          +-> higher sub-band, 2 bits +-> one octet for two samples
/// ```
public final class G722 implements Codec {
    private final Qmf transmit = new Qmf();
    private final Qmf receive = new Qmf();
    private final SubBand lowerSent = SubBand.lower();
    private final SubBand higherSent = SubBand.higher();
    private final SubBand lowerReceived = SubBand.lower();
    private final SubBand higherReceived = SubBand.higher();

    @Override
    public Encoding encoding() {
        return Encoding.G722;
    }

    @Override
    public int encode(short[] samples, int from, int count, byte[] octets, int at) {
        if (count % 2 != 0) throw new IllegalArgumentException("an odd number of samples");
        for (int i = 0; i < count; i += 2) {
            transmit.push(samples[from + i], samples[from + i + 1]);
            int even = transmit.even();
            int odd = transmit.odd();
            int lower = lowerSent.encode(even + odd >> 14);
            int higher = higherSent.encode(even - odd >> 14);
            octets[at + i / 2] = (byte) (higher << 6 | lower);
        }
        return count / 2;
    }

    @Override
    public int decode(byte[] octets, int from, int length, short[] samples, int at) {
        for (int i = 0; i < length; i++) {
            int octet = octets[from + i];
            int lower = lowerReceived.decode(octet & 0x3f);
            int higher = higherReceived.decode(octet >> 6 & 3);
            receive.push(lower + higher, lower - higher);
            samples[at + 2 * i] = (short) SubBand.saturate(receive.even() >> 11);
            samples[at + 2 * i + 1] = (short) SubBand.saturate(receive.odd() >> 11);
        }
        return 2 * length;
    }

    /// The quadrature mirror filter of §3.1 and §4.4: 24 coefficients, the second half of them mirroring the first.
    private static final class Qmf {
        private static final int[] H = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

        /// Both halves of a ring hold the same, so that the last 24 always lie side by side.
        private final int[] line = new int[48];

        private int at;

        void push(int first, int second) {
            line[at] = line[at + 24] = first;
            line[at + 1] = line[at + 25] = second;
            at = (at + 2) % 24;
        }

        int odd() {
            int sum = 0;
            for (int i = 0; i < 12; i++) sum += line[at + 2 * i] * H[i];
            return sum;
        }

        int even() {
            int sum = 0;
            for (int i = 0; i < 12; i++) sum += line[at + 2 * i + 1] * H[11 - i];
            return sum;
        }
    }
}
