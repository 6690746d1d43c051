package io.switchhook.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateConverterTest {
    /// What comes out of the last of fifty frames of a tone.
    private static short[] convert(int from, int to, double hertz) {
        var converter = new RateConverter(from, to);
        var tone = new Tone(from, hertz, -10);
        var out = new short[to / 50];
        for (int i = 0; i < 50; i++)
            assertThat(converter.convert(tone.next(from / 50), 0, from / 50, out, 0))
                    .isEqualTo(to / 50);
        return out;
    }

    private static double level(short[] samples, double hertz) {
        return new ToneDetector(samples.length * 50, hertz).levels(samples, 0, samples.length)[0];
    }

    @Test
    void aToneStaysWhatItWas() {
        for (double hertz : new double[] {300, 1000, 3000}) {
            assertThat(level(convert(8000, 16_000, hertz), hertz)).isCloseTo(-10, within(0.5));
            assertThat(level(convert(16_000, 8000, hertz), hertz)).isCloseTo(-10, within(0.5));
            assertThat(level(convert(16_000, 16_000, hertz), hertz)).isCloseTo(-10, within(0.5));
        }
    }

    @Test
    void thereAreNoImages() {
        assertThat(level(convert(8000, 16_000, 1000), 7000)).isLessThan(-50);
        assertThat(level(convert(16_000, 8000, 6000), 2000)).isLessThan(-50);
    }

    @Test
    void framesJoinWithoutASeam() {
        var whole = new short[640];
        var parts = new short[640];
        var tone = new Tone(8000, 440, -3).next(320);
        new RateConverter(8000, 16_000).convert(tone, 0, 320, whole, 0);
        var converter = new RateConverter(8000, 16_000);
        converter.convert(tone, 0, 80, parts, 0);
        converter.convert(tone, 80, 240, parts, 160);
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void onlyHalfAndTwiceArePossible() {
        assertThat(RateConverter.isPossible(8000, 48_000)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new RateConverter(8000, 44_100));
    }
}
