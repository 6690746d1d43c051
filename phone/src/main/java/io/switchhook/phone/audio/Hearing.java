package io.switchhook.phone.audio;

import io.switchhook.media.audio.Resampler;

/// What was heard last: a ring of a few seconds at the sample rate of the call. For the metronome's thread.
final class Hearing {
    private static final int SECONDS = 3;

    private short[] ring = new short[0];
    private int sampleRate;
    private int next;
    private int filled;

    /// Takes a frame; another sample rate begins anew.
    void hear(short[] frame, int rate) {
        if (rate != sampleRate) {
            sampleRate = rate;
            ring = new short[SECONDS * rate];
            next = 0;
            filled = 0;
        }
        for (short sample : frame) {
            ring[next] = sample;
            next = (next + 1) % ring.length;
        }
        filled = Math.min(ring.length, filled + frame.length);
    }

    /// Forgets what was heard.
    void clear() {
        filled = 0;
    }

    /// What was heard last, the oldest sample first; less if there was not as much.
    ///
    /// @param rate that is wanted, in Hz
    short[] last(int millis, int rate) {
        if (sampleRate == 0) return new short[0];
        int count = Math.min(filled, sampleRate * millis / 1000);
        var samples = new short[count];
        for (int i = 0; i < count; i++)
            samples[i] = ring[Math.floorMod(next - count + i, ring.length)];
        return rate == sampleRate ? samples : Resampler.resample(samples, sampleRate, rate);
    }
}
