package io.switchhook.media.audio;

/// Between amplitudes of 16 bit samples and levels in dBm0. A sine of full scale is at 3.14 dBm0 (ITU-T G.711, A-law).
public final class Level {
    /// The peak of a sine at 0 dBm0.
    public static final double REFERENCE_AMPLITUDE = 32768 / Math.pow(10, 3.14 / 20);

    /// What silence is said to be.
    public static final double SILENCE = -96;

    private Level() {}

    /// The peak of a sine of that level.
    public static double amplitude(double dBm0) {
        return REFERENCE_AMPLITUDE * Math.pow(10, dBm0 / 20);
    }

    /// The level of a sine with that peak; at least [#SILENCE].
    public static double ofAmplitude(double amplitude) {
        return Math.max(SILENCE, 20 * Math.log10(amplitude / REFERENCE_AMPLITUDE));
    }

    /// The level of a stretch of samples by their power.
    public static double of(short[] samples, int from, int count) {
        double power = 0;
        for (int i = from; i < from + count; i++) power += (double) samples[i] * samples[i];
        return count == 0 ? SILENCE : ofAmplitude(Math.sqrt(2 * power / count));
    }
}
