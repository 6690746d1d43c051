package io.switchhook.media.audio;

import java.util.BitSet;

/// Says how strong given pitches are in a stretch of samples, by Goertzel's algorithm: one bin of a Fourier transform
/// for each pitch. Two pitches can be told apart if they differ by more than the sample rate over the length.
/// Immutable.
public final class ToneDetector {
    private final int sampleRate;
    private final double[] pitches;

    /// @param sampleRate in Hz
    /// @param pitches in Hz
    public ToneDetector(int sampleRate, double... pitches) {
        this.sampleRate = sampleRate;
        this.pitches = pitches.clone();
    }

    /// The level of each pitch in dBm0, in their order.
    public double[] levels(short[] samples, int from, int count) {
        var levels = new double[pitches.length];
        for (int i = 0; i < levels.length; i++)
            levels[i] = Level.ofAmplitude(amplitude(pitches[i], samples, from, count));
        return levels;
    }

    /// Which of the pitches, by their place, are at least that strong.
    public BitSet present(short[] samples, int from, int count, double dBm0) {
        var present = new BitSet(pitches.length);
        var levels = levels(samples, from, count);
        for (int i = 0; i < levels.length; i++) present.set(i, levels[i] >= dBm0);
        return present;
    }

    private double amplitude(double hertz, short[] samples, int from, int count) {
        if (count == 0) return 0;
        double coefficient = 2 * Math.cos(2 * Math.PI * hertz / sampleRate);
        double last = 0;
        double secondLast = 0;
        for (int i = from; i < from + count; i++) {
            double next = samples[i] + coefficient * last - secondLast;
            secondLast = last;
            last = next;
        }
        double power = last * last + secondLast * secondLast - coefficient * last * secondLast;
        return 2 * Math.sqrt(Math.max(0, power)) / count;
    }
}
