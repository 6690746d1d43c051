package io.switchhook.media.audio;

/// A sine that goes on for as long as it is read, without a click between two reads. For one thread.
public final class Tone {
    private final double step;
    private final double amplitude;
    private double phase;

    /// @param sampleRate in Hz
    /// @param hertz the pitch, below half of the sample rate
    /// @param dBm0 the level
    public Tone(int sampleRate, double hertz, double dBm0) {
        if (hertz <= 0 || hertz >= sampleRate / 2.0)
            throw new IllegalArgumentException(
                    "no tone of " + hertz + " Hz at a sample rate of " + sampleRate);
        step = 2 * Math.PI * hertz / sampleRate;
        amplitude = Level.amplitude(dBm0);
    }

    /// Adds the tone to what is there, saturating: two tones make a chord.
    public void addTo(short[] samples, int from, int count) {
        for (int i = from; i < from + count; i++) {
            double sum = samples[i] + amplitude * Math.sin(phase);
            samples[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
            phase += step;
            if (phase >= 2 * Math.PI) phase -= 2 * Math.PI;
        }
    }

    /// The next samples.
    public short[] next(int count) {
        var samples = new short[count];
        addTo(samples, 0, count);
        return samples;
    }
}
