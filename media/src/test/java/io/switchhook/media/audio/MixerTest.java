package io.switchhook.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixerTest {
    @ParameterizedTest
    @ValueSource(ints = {8000, 16000})
    void eachHearsAllOthersAndNotItself(int rate) {
        double[] pitches = {400, 1000, 1700};
        var mixer = new Mixer(rate, 3);
        int frame = mixer.samplesPerFrame();
        var tones = new Tone[3];
        var heard = new short[3][10 * frame];
        for (int p = 0; p < 3; p++) tones[p] = new Tone(rate, pitches[p], -12);
        for (int tick = 0; tick < 10; tick++) {
            for (int p = 0; p < 3; p++) mixer.put(p, tones[p].next(frame));
            for (int p = 0; p < 3; p++) {
                var out = new short[frame];
                mixer.take(p, out);
                System.arraycopy(out, 0, heard[p], tick * frame, frame);
            }
            mixer.next();
        }
        var detector = new ToneDetector(rate, pitches);
        for (int p = 0; p < 3; p++) {
            var others = new BitSet();
            others.set(0, 3);
            others.clear(p);
            assertThat(detector.present(heard[p], 0, 10 * frame, -14)).isEqualTo(others);
            assertThat(detector.levels(heard[p], 0, 10 * frame)[p]).isLessThan(-60);
        }
    }

    @Test
    void loudPartiesSaturateAndTheirOwnPartIsTakenAwayBefore() {
        var mixer = new Mixer(8000, 3);
        var loud = new short[160];
        java.util.Arrays.fill(loud, (short) 30_000);
        for (int p = 0; p < 3; p++) mixer.put(p, loud);
        var heard = new short[160];
        mixer.take(0, heard);
        assertThat(heard).containsOnly(Short.MAX_VALUE);
        mixer.put(1, new short[160]);
        mixer.take(0, heard);
        assertThat(heard).containsOnly((short) 30_000);
        mixer.next();
        mixer.take(0, heard);
        assertThat(heard).containsOnly((short) 0);
    }

    @Test
    void otherFramesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Mixer(44100, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mixer(8000, 3).put(0, new short[320]));
    }
}
