package io.switchhook.media.codec;

/// One sub-band of G.722: a quantizer whose step follows the signal, around a predictor of two poles and six zeros.
/// The names are those of the recommendation's blocks (§6.2).
final class SubBand {
    /// LOWER: decision levels of 60, table 14; the codes of negative and positive differences follow from the place.
    private static final int[] Q6 = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940,
        1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919
    };

    /// LOWER: output levels of the inverse quantizer of 6 bits, by code.
    private static final int[] QM6 = {
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192,
        -10232, -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168,
        -2776, -2400, -2032, -1688, -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984, 13512,
        12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008, 3576, 3168,
        2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136
    };

    /// LOWER: of 4 bits, which the predictor sees, so that the lower two bits of a code may be robbed.
    private static final int[] QM4 = {
        0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584,
        1200, 0
    };

    /// HIGHER: of 2 bits.
    private static final int[] QM2 = {-7408, -1616, 7408, 1616};

    /// LOGSCL: how much the scale factor's logarithm grows with a code of 4 bits.
    private static final int[] WL = {
        -60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60
    };

    /// LOGSCH: with a code of 2 bits.
    private static final int[] WH = {798, -214, 798, -214};

    /// SCALEL, SCALEH: 2048 · 2^(i/32), table 16.
    private static final int[] ILB = new int[32];

    static {
        for (int i = 0; i < ILB.length; i++)
            ILB[i] = (int) Math.round(2048 * Math.pow(2, i / 32.0));
    }

    private final boolean lower;
    private final int largestLogarithm;
    private final int shift;

    private int scale;
    private int logarithm;
    private int predicted;
    private int predictedByZeros;

    /// The poles' coefficients, quantized signal and partial signal, from the youngest.
    private int a1, a2, r1, p1, p2;

    /// The zeros' coefficients and the differences they weigh, from the youngest.
    private final int[] b = new int[6];

    private final int[] d = new int[6];

    private SubBand(boolean lower) {
        this.lower = lower;
        scale = lower ? 32 : 8;
        largestLogarithm = lower ? 18432 : 22528;
        shift = lower ? 8 : 10;
    }

    static SubBand lower() {
        return new SubBand(true);
    }

    static SubBand higher() {
        return new SubBand(false);
    }

    /// @param sample of 15 bits
    int encode(int sample) {
        int difference = saturate(sample - predicted);
        int code = lower ? quantize60(difference) : quantize4(difference);
        adapt(code);
        return code;
    }

    /// A sample of 15 bits.
    int decode(int code) {
        int difference = scale * (lower ? QM6[code] : QM2[code]) >> 15;
        int sample = Math.clamp(predicted + difference, -16384, 16383);
        adapt(code);
        return sample;
    }

    /// QUANTL.
    private int quantize60(int difference) {
        int magnitude = difference < 0 ? ~difference : difference;
        int level = 1;
        while (level < Q6.length && magnitude >= Q6[level] * scale >> 12) level++;
        if (difference >= 0) return 62 - level;
        return level < 3 ? 64 - level : 34 - level;
    }

    /// QUANTH.
    private int quantize4(int difference) {
        int magnitude = difference < 0 ? ~difference : difference;
        boolean outer = magnitude >= 564 * scale >> 12;
        if (difference < 0) return outer ? 0 : 1;
        return outer ? 2 : 3;
    }

    private void adapt(int code) {
        int seen = lower ? code >> 2 : code;
        int difference = scale * (lower ? QM4[seen] : QM2[seen]) >> 15;
        logarithm = (logarithm * 127 >> 7) + (lower ? WL[seen] : WH[seen]);
        logarithm = Math.clamp(logarithm, 0, largestLogarithm);
        int right = shift - (logarithm >> 11);
        int mantissa = ILB[logarithm >> 6 & 31];
        scale = (right < 0 ? mantissa << -right : mantissa >> right) << 2;
        predict(difference);
    }

    private void predict(int difference) {
        int r0 = saturate(predicted + difference);
        int p0 = saturate(predictedByZeros + difference);
        adaptPoles(p0);
        adaptZeros(difference);
        predictedByZeros = zeros();
        int poles = (a1 * saturate(2 * r0) >> 15) + (a2 * saturate(2 * r1) >> 15);
        predicted = saturate(saturate(poles) + predictedByZeros);
        r1 = r0;
        p2 = p1;
        p1 = p0;
    }

    /// UPPOL2, UPPOL1.
    private void adaptPoles(int p0) {
        boolean likeLast = p0 < 0 == p1 < 0;
        boolean likeSecondLast = p0 < 0 == p2 < 0;
        int lead = saturate(a1 << 2);
        int pull = Math.min(likeLast ? -lead : lead, Short.MAX_VALUE);
        int second = (pull >> 7) + (likeSecondLast ? 128 : -128) + (a2 * 32512 >> 15);
        a2 = Math.clamp(second, -12288, 12288);
        int limit = 15360 - a2;
        int first = (likeLast ? 192 : -192) + (a1 * 32640 >> 15);
        a1 = Math.clamp(first, -limit, limit);
    }

    /// UPZERO, and the differences move on.
    private void adaptZeros(int difference) {
        int gain = difference == 0 ? 0 : 128;
        for (int i = 0; i < b.length; i++) {
            int toward = difference < 0 == d[i] < 0 ? gain : -gain;
            b[i] = saturate(toward + (b[i] * 32640 >> 15));
        }
        System.arraycopy(d, 0, d, 1, d.length - 1);
        d[0] = difference;
    }

    /// FILTEZ.
    private int zeros() {
        int sum = 0;
        for (int i = 0; i < b.length; i++) sum += b[i] * saturate(2 * d[i]) >> 15;
        return saturate(sum);
    }

    static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
