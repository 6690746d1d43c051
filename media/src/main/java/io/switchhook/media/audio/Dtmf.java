package io.switchhook.media.audio;

/// The sixteen signals of push-button dialing, ITU-T Q.23: one pitch of a low and one of a high group.
///
/// ```
///           1209  1336  1477  1633 Hz
///   697 Hz    1     2     3     A
///   770 Hz    4     5     6     B
///   852 Hz    7     8     9     C
///   941 Hz    *     0     #     D
/// ```
public final class Dtmf {
    static final double[] PITCHES = {697, 770, 852, 941, 1209, 1336, 1477, 1633};

    private static final String KEYS = "123A456B789C*0#D";

    private Dtmf() {}

    /// Whether there is such a key: `0` to `9`, `*`, `#`, `A` to `D`.
    public static boolean isKey(char key) {
        return KEYS.indexOf(key) >= 0;
    }

    static char key(int low, int high) {
        return KEYS.charAt(4 * low + high);
    }

    /// The signal of a key, both of its tones at that level.
    ///
    /// @param dBm0 of each tone; -6 is usual
    /// @throws IllegalArgumentException if there is no such key
    public static short[] signal(char key, int sampleRate, int samples, double dBm0) {
        int place = KEYS.indexOf(key);
        if (place < 0) throw new IllegalArgumentException("no key " + key);
        var signal = new short[samples];
        new Tone(sampleRate, PITCHES[place / 4], dBm0).addTo(signal, 0, samples);
        new Tone(sampleRate, PITCHES[4 + place % 4], dBm0).addTo(signal, 0, samples);
        return signal;
    }
}
