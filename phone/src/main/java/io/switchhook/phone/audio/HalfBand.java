package io.switchhook.phone.audio;

/// Doubles or halves the sample rate of sound that comes frame by frame: a windowed sinc with its edge at a quarter of the
/// higher rate, of which every second tap is zero. One object for one stream in one direction.
final class HalfBand {
    private static final int REACH = 15;
    private static final double[] TAPS = taps();

    /// What the filter still needs of the frames before.
    private final double[] past = new double[2 * REACH];

    private static double[] taps() {
        var taps = new double[2 * REACH + 1];
        for (int i = -REACH; i <= REACH; i++) {
            double sinc = i == 0 ? 0.5 : Math.sin(Math.PI * i / 2) / (Math.PI * i);
            taps[i + REACH] = sinc * (0.54 + 0.46 * Math.cos(Math.PI * i / (REACH + 1)));
        }
        return taps;
    }

    /// A frame of twice as many samples.
    short[] doubled(short[] frame) {
        var wide = new double[past.length + 2 * frame.length];
        for (int i = 0; i < frame.length; i++) wide[past.length + 2 * i] = 2 * frame[i];
        remember(wide);
        var out = new short[2 * frame.length];
        for (int i = 0; i < out.length; i++) out[i] = filtered(wide, i);
        return out;
    }

    /// A frame of half as many samples.
    short[] halved(short[] frame) {
        var wide = new double[past.length + frame.length];
        for (int i = 0; i < frame.length; i++) wide[past.length + i] = frame[i];
        remember(wide);
        var out = new short[frame.length / 2];
        for (int i = 0; i < out.length; i++) out[i] = filtered(wide, 2 * i);
        return out;
    }

    private void remember(double[] wide) {
        System.arraycopy(past, 0, wide, 0, past.length);
        System.arraycopy(wide, wide.length - past.length, past, 0, past.length);
    }

    private static short filtered(double[] wide, int at) {
        double sum = 0;
        for (int i = 0; i < TAPS.length; i++) sum += TAPS[i] * wide[at + i];
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
