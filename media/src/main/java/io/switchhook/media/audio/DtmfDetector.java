package io.switchhook.media.audio;

/// Hears the keys in a stream of samples, ITU-T Q.24. A signal of 40 ms is heard, one of less than 20 ms is not, and a
/// pause of 40 ms parts two presses of one key. For one thread.
///
/// Two windows of 15 ms side by side have to agree before a key is pressed, and to disagree before it is released.
public final class DtmfDetector {
    private static final double WEAKEST = -30;

    /// How much stronger one tone may be than the other; networks attenuate high pitches more (Q.24, annex A).
    private static final double TWIST = 9;

    /// How much the tone of a group stands above the others of its group.
    private static final double SELECTIVITY = 10;

    /// The share of the power that has to lie in the two tones; speech spreads it.
    private static final double PURITY = 0.7;

    private static final char NONE = 0;

    private final ToneDetector detector;
    private final short[] window;
    private int filled;
    private char candidate = NONE;
    private char pressed = NONE;
    private int misses;

    /// @param sampleRate in Hz
    public DtmfDetector(int sampleRate) {
        detector = new ToneDetector(sampleRate, Dtmf.PITCHES);
        window = new short[sampleRate * 15 / 1000];
    }

    /// Listens on; the keys that began to be pressed, mostly none.
    public String hear(short[] samples, int from, int count) {
        var keys = new StringBuilder(0);
        for (int i = from; i < from + count; i++) {
            window[filled++] = samples[i];
            if (filled == window.length) {
                filled = 0;
                char key = judge();
                if (key != NONE) keys.append(key);
            }
        }
        return keys.toString();
    }

    private char judge() {
        char key = keyInWindow();
        if (key == pressed) misses = 0;
        else if (pressed != NONE && ++misses == 2) pressed = NONE;
        boolean begins = key != NONE && key == candidate && key != pressed;
        candidate = key;
        if (!begins) return NONE;
        pressed = key;
        misses = 0;
        return key;
    }

    private char keyInWindow() {
        var levels = detector.levels(window, 0, window.length);
        int low = strongest(levels, 0);
        int high = strongest(levels, 4);
        if (levels[low] < WEAKEST || levels[high] < WEAKEST) return NONE;
        if (Math.abs(levels[low] - levels[high]) > TWIST) return NONE;
        if (!standsOut(levels, low, 0) || !standsOut(levels, high, 4)) return NONE;
        double tones = power(levels[low]) + power(levels[high]);
        double all = power(Level.of(window, 0, window.length));
        return tones < PURITY * all ? NONE : Dtmf.key(low, high - 4);
    }

    private static double power(double level) {
        return Math.pow(10, level / 10);
    }

    private static int strongest(double[] levels, int group) {
        int strongest = group;
        for (int i = group; i < group + 4; i++) if (levels[i] > levels[strongest]) strongest = i;
        return strongest;
    }

    private static boolean standsOut(double[] levels, int place, int group) {
        for (int i = group; i < group + 4; i++)
            if (i != place && levels[i] > levels[place] - SELECTIVITY) return false;
        return true;
    }
}
