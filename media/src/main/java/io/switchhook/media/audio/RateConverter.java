package io.switchhook.media.audio;

/// Brings a stream that goes on to half or twice its sample rate, frame by frame: the wide-band and the narrow-band world
/// of telephones. What the lower rate cannot carry is left out. For one thread.
///
/// A half-band filter of 31 coefficients, a windowed sinc; the delay is 15 samples of the higher rate, less than 1 ms.
public final class RateConverter {
    private static final int TAPS = 31;
    private static final float[] FILTER = filter();

    private final int from;
    private final int to;

    /// Both halves hold the same, so that the last [#TAPS] always lie side by side.
    private final float[] line = new float[2 * TAPS];

    private int at;
    private boolean odd;

    /// @param from the rate of what comes in Hz
    /// @param to the rate wanted in Hz: the same, half or twice of it
    public RateConverter(int from, int to) {
        if (!isPossible(from, to))
            throw new IllegalArgumentException("no way from " + from + " to " + to + " Hz");
        this.from = from;
        this.to = to;
    }

    public static boolean isPossible(int from, int to) {
        return from > 0 && (from == to || from == 2 * to || to == 2 * from);
    }

    private static float[] filter() {
        var filter = new float[TAPS];
        int middle = TAPS / 2;
        for (int i = 0; i < TAPS; i++) {
            double x = i - middle;
            double sinc = x == 0 ? 0.5 : Math.sin(Math.PI * x / 2) / (Math.PI * x);
            filter[i] = (float) (sinc * (0.54 + 0.46 * Math.cos(Math.PI * x / (middle + 1))));
        }
        return filter;
    }

    /// Converts the next samples.
    ///
    /// @return how many were written: `count`, half or twice as many
    /// @throws IndexOutOfBoundsException if one of the arrays is too short
    public int convert(short[] samples, int first, int count, short[] out, int at) {
        if (from == to) {
            System.arraycopy(samples, first, out, at, count);
            return count;
        }
        return to > from
                ? twice(samples, first, count, out, at)
                : half(samples, first, count, out, at);
    }

    private int twice(short[] samples, int first, int count, short[] out, int place) {
        for (int i = 0; i < count; i++) {
            push(samples[first + i]);
            out[place + 2 * i] = rounded(2 * filtered());
            push(0);
            out[place + 2 * i + 1] = rounded(2 * filtered());
        }
        return 2 * count;
    }

    private int half(short[] samples, int first, int count, short[] out, int place) {
        int written = 0;
        for (int i = 0; i < count; i++) {
            push(samples[first + i]);
            if (odd) out[place + written++] = rounded(filtered());
            odd = !odd;
        }
        return written;
    }

    private void push(float sample) {
        line[at] = sample;
        line[at + TAPS] = sample;
        at = (at + 1) % TAPS;
    }

    private float filtered() {
        float sum = 0;
        for (int i = 0; i < TAPS; i++) sum += line[at + i] * FILTER[i];
        return sum;
    }

    private static short rounded(float value) {
        return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
