package io.switchhook.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.switchhook.media.codec.Encoding;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TonesTest {
    private static final String KEYS = "0123456789*#ABCD";

    @Test
    void aToneHasItsLevelAndGoesOnWithoutAClick() {
        var tone = new Tone(8000, 440, -10);
        var whole = new Tone(8000, 440, -10).next(800);
        for (int at = 0; at < 800; at += 160)
            assertThat(tone.next(160)).isEqualTo(Arrays.copyOfRange(whole, at, at + 160));
        assertThat(Level.of(whole, 0, 800)).isCloseTo(-10, within(0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tone(8000, 4000, 0));
    }

    @Test
    void loudTonesSaturate() {
        var samples = new Tone(8000, 1000, 3).next(160);
        new Tone(8000, 1000, 3).addTo(samples, 0, 160);
        assertThat(samples).contains(Short.MAX_VALUE, Short.MIN_VALUE);
    }

    @Test
    void theDetectorSaysWhichPitchesAreThereAndHowStrong() {
        var samples = new Tone(16000, 400, -10).next(1600);
        new Tone(16000, 1000, -25).addTo(samples, 0, 1600);
        var detector = new ToneDetector(16000, 400, 600, 1000);
        var levels = detector.levels(samples, 0, 1600);
        assertThat(levels[0]).isCloseTo(-10, within(0.1));
        assertThat(levels[1]).isLessThan(-60);
        assertThat(levels[2]).isCloseTo(-25, within(0.1));
        var expected = new BitSet();
        expected.set(0);
        expected.set(2);
        assertThat(detector.present(samples, 0, 1600, -30)).isEqualTo(expected);
        assertThat(detector.present(new short[1600], 0, 1600, -60).isEmpty()).isTrue();
    }

    private static String heard(int rate, short[] samples) {
        return new DtmfDetector(rate).hear(samples, 0, samples.length);
    }

    private static short[] pressed(String keys, int rate, int sound, int pause, double level) {
        int each = (sound + pause) * rate / 1000;
        var samples = new short[keys.length() * each + rate / 10];
        for (int i = 0; i < keys.length(); i++) {
            var signal = Dtmf.signal(keys.charAt(i), rate, sound * rate / 1000, level);
            System.arraycopy(signal, 0, samples, i * each + rate / 30, signal.length);
        }
        return samples;
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16000})
    void everyKeyIsHeardOnce(int rate) {
        assertThat(heard(rate, pressed(KEYS, rate, 40, 40, -6))).isEqualTo(KEYS);
        assertThat(heard(rate, pressed(KEYS, rate, 500, 60, -25))).isEqualTo(KEYS);
        assertThat(heard(rate, pressed("11122", rate, 43, 41, -6))).isEqualTo("11122");
    }

    /// Opus takes one frame at a time, and its keys go as telephone events.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPUS")
    void everyKeySurvivesTheEncoding(Encoding encoding) {
        var codec = encoding.open();
        int rate = encoding.sampleRate();
        var samples = codec.decode(codec.encode(pressed(KEYS, rate, 60, 50, -10)));
        assertThat(heard(rate, samples)).isEqualTo(KEYS);
    }

    @Test
    void whatIsTooShortTooWeakOrTooUnlikeIsNotHeard() {
        assertThat(heard(8000, pressed("159D", 8000, 20, 60, -6))).isEmpty();
        assertThat(heard(8000, pressed("159D", 8000, 60, 60, -40))).isEmpty();
        assertThat(heard(8000, new Tone(8000, 697, -6).next(8000))).isEmpty();
        var twisted = new Tone(8000, 697, -5).next(8000);
        new Tone(8000, 1209, -20).addTo(twisted, 0, 8000);
        assertThat(heard(8000, twisted)).isEmpty();
    }

    @Test
    void noiseAndCallProgressAreNoKeys() {
        var random = new Random(24);
        var noise = new short[80_000];
        for (int i = 0; i < noise.length; i++) noise[i] = (short) (random.nextGaussian() * 4000);
        assertThat(heard(8000, noise)).isEmpty();
        var dial = new short[8000];
        CallProgress.NORTH_AMERICAN_DIAL.sound(8000).fill(dial, 0, 8000);
        assertThat(heard(8000, dial)).isEmpty();
    }

    @Test
    void keysAreHeardInNoise() {
        var samples = pressed(KEYS, 8000, 60, 60, -10);
        var random = new Random(24);
        for (int i = 0; i < samples.length; i++)
            samples[i] += (short) (random.nextGaussian() * 700);
        assertThat(heard(8000, samples)).isEqualTo(KEYS);
    }

    @Test
    void callProgressKeepsItsCadence() {
        var sound = CallProgress.BUSY.sound(8000);
        var samples = new short[16000];
        for (int at = 0; at < 16000; at += 160) sound.fill(samples, at, 160);
        var detector = new ToneDetector(8000, 425);
        for (int at = 0; at < 16000; at += 160) {
            boolean sounding = at / 8 % 960 < 480;
            assertThat(detector.present(samples, at, 160, -20).get(0)).isEqualTo(sounding);
        }
        var ringBack = new short[8000 * 6];
        CallProgress.RING_BACK.sound(8000).fill(ringBack, 0, ringBack.length);
        assertThat(Level.of(ringBack, 0, 8000)).isCloseTo(-13, within(0.5));
        assertThat(Level.of(ringBack, 8000, 32000)).isEqualTo(Level.SILENCE);
        assertThat(Level.of(ringBack, 40000, 8000)).isCloseTo(-13, within(0.5));
        var dial = new short[8000];
        CallProgress.DIAL.sound(8000).fill(dial, 0, 8000);
        assertThat(Level.of(dial, 7000, 1000)).isCloseTo(-13, within(0.5));
    }

    @Test
    void anOddCadenceIsRefused() {
        double[] pitch = {425};
        assertThatIllegalArgumentException().isThrownBy(() -> new CallProgress(pitch, 1, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new CallProgress(pitch, 0, 2));
    }
}
