package io.switchhook.media.audio;

/// Brings whole recordings to another sample rate, with a windowed sinc of 16 zero crossings to each side: what the new
/// rate cannot carry is left out, not folded back. Not for the path of a packet.
public final class Resampler {
    private static final int CROSSINGS = 16;

    private Resampler() {}

    /// @param from the rate of the samples in Hz
    /// @param to the rate wanted in Hz
    /// @return as many samples as last as long
    public static short[] resample(short[] samples, int from, int to) {
        if (from <= 0 || to <= 0) throw new IllegalArgumentException("a sample rate below 1 Hz");
        if (from == to) return samples.clone();
        var resampled = new short[Math.toIntExact((long) samples.length * to / from)];
        // A little below half the lower rate, for the filter has a slope.
        double cutoff = Math.min(1, (double) to / from) * 0.95;
        for (int i = 0; i < resampled.length; i++) {
            double value = at(samples, (double) i * from / to, cutoff);
            resampled[i] = (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return resampled;
    }

    private static double at(short[] samples, double place, double cutoff) {
        double reach = CROSSINGS / cutoff;
        int first = Math.max(0, (int) Math.ceil(place - reach));
        int last = Math.min(samples.length - 1, (int) Math.floor(place + reach));
        double sum = 0;
        for (int i = first; i <= last; i++) {
            double x = place - i;
            double window = 0.5 + 0.5 * Math.cos(Math.PI * x / reach);
            sum += samples[i] * cutoff * sinc(cutoff * x) * window;
        }
        return sum;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
