package io.switchhook.media.audio;

import java.util.Arrays;

/// The tones that tell a caller how the call stands: pitches and cadence, of which ITU-T E.180 lists the countries.
///
/// @param pitches in Hz, all sounding together
/// @param milliseconds sound and pause in turn, over and over; only one figure, or none, is a tone without a pause
public record CallProgress(double[] pitches, int... milliseconds) {
    private static final double LEVEL = -13;

    /// Germany and most of Europe: 425 Hz without a pause.
    public static final CallProgress DIAL = new CallProgress(new double[] {425});

    /// One second in five.
    public static final CallProgress RING_BACK = new CallProgress(new double[] {425}, 1000, 4000);

    public static final CallProgress BUSY = new CallProgress(new double[] {425}, 480, 480);

    /// No circuit or no such number.
    public static final CallProgress CONGESTION = new CallProgress(new double[] {425}, 240, 240);

    /// North America: 350 and 440 Hz.
    public static final CallProgress NORTH_AMERICAN_DIAL =
            new CallProgress(new double[] {350, 440});

    public static final CallProgress NORTH_AMERICAN_RING_BACK =
            new CallProgress(new double[] {440, 480}, 2000, 4000);

    public static final CallProgress NORTH_AMERICAN_BUSY =
            new CallProgress(new double[] {480, 620}, 500, 500);

    public CallProgress {
        pitches = pitches.clone();
        milliseconds = milliseconds.clone();
        for (int length : milliseconds)
            if (length <= 0) throw new IllegalArgumentException("a cadence with a gap of nothing");
        if (milliseconds.length > 1 && milliseconds.length % 2 != 0)
            throw new IllegalArgumentException("a cadence needs a pause for each sound");
    }

    @Override
    public double[] pitches() {
        return pitches.clone();
    }

    @Override
    public int[] milliseconds() {
        return milliseconds.clone();
    }

    /// Begins to sound.
    ///
    /// @param sampleRate in Hz
    public Sound sound(int sampleRate) {
        return new Sound(sampleRate);
    }

    /// The tone while it sounds. For one thread.
    public final class Sound {
        private final int sampleRate;
        private final Tone[] tones;
        private long at;

        private Sound(int sampleRate) {
            this.sampleRate = sampleRate;
            tones =
                    Arrays.stream(pitches)
                            .mapToObj(hertz -> new Tone(sampleRate, hertz, LEVEL))
                            .toArray(Tone[]::new);
        }

        /// Fills with the next samples, silence included.
        public void fill(short[] samples, int from, int count) {
            Arrays.fill(samples, from, from + count, (short) 0);
            int done = 0;
            while (done < count) {
                int some = (int) Math.min(count - done, untilChange());
                if (isSounding()) for (var tone : tones) tone.addTo(samples, from + done, some);
                done += some;
                at += some;
            }
        }

        private boolean isSounding() {
            return milliseconds.length < 2 || part() % 2 == 0;
        }

        private long untilChange() {
            if (milliseconds.length < 2) return Long.MAX_VALUE;
            long end = 0;
            for (int i = 0; i <= part(); i++) end += samplesOf(i);
            return end - at % cycle();
        }

        private int part() {
            long left = at % cycle();
            int part = 0;
            while (left >= samplesOf(part)) left -= samplesOf(part++);
            return part;
        }

        private long samplesOf(int part) {
            return (long) milliseconds[part] * sampleRate / 1000;
        }

        private long cycle() {
            long cycle = 0;
            for (int i = 0; i < milliseconds.length; i++) cycle += samplesOf(i);
            return cycle;
        }
    }
}
