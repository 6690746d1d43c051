package io.switchhook.media.audio;

import java.util.Arrays;

/// A conference: each party hears the sum of all others, saturating. For one thread.
///
/// With each tick every party that speaks is [#put] in, then each one's mix is [#take]n, then [#next] clears the table.
/// One sum is made for all, from which a party's own part is taken away, so the work grows with the parties and not with
/// their square.
public final class Mixer {
    private final int frame;
    private final short[][] spoken;
    private final boolean[] speaks;
    private final int[] sum;

    /// @param sampleRate 8000 or 16000, the same for all
    /// @param parties how many places there are
    public Mixer(int sampleRate, int parties) {
        if (sampleRate != 8000 && sampleRate != 16000)
            throw new IllegalArgumentException("no mixing at " + sampleRate + " Hz");
        frame = sampleRate / 50;
        spoken = new short[parties][frame];
        speaks = new boolean[parties];
        sum = new int[frame];
    }

    /// Samples in a frame of 20 ms.
    public int samplesPerFrame() {
        return frame;
    }

    /// What a party says in this tick; the last word counts.
    ///
    /// @param samples a frame, which is copied
    public void put(int party, short[] samples) {
        if (samples.length != frame)
            throw new IllegalArgumentException(samples.length + " samples, not " + frame);
        if (speaks[party]) for (int i = 0; i < frame; i++) sum[i] -= spoken[party][i];
        System.arraycopy(samples, 0, spoken[party], 0, frame);
        speaks[party] = true;
        for (int i = 0; i < frame; i++) sum[i] += samples[i];
    }

    /// What a party hears in this tick: all others.
    ///
    /// @param samples gets a frame
    public void take(int party, short[] samples) {
        boolean own = speaks[party];
        for (int i = 0; i < frame; i++) {
            int others = own ? sum[i] - spoken[party][i] : sum[i];
            samples[i] = (short) Math.clamp(others, Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    /// The next tick: nobody has said anything yet.
    public void next() {
        Arrays.fill(speaks, false);
        Arrays.fill(sum, 0);
    }
}
