package io.switchhook.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavFileTest {
    private static byte[] file() {
        return new WavFile(8000, 1, new Tone(8000, 440, -10).next(100)).toBytes();
    }

    private static byte[] with(int at, int value) {
        var file = file();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
        return file;
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> WavFile.parse(file))
                .isInstanceOf(MalformedRecording.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"8000, 1", "16000, 2", "44100, 2", "48000, 1"})
    void whatIsWrittenIsRead(int rate, int channels) throws Exception {
        short[] samples = {0, 1, -1, Short.MAX_VALUE, Short.MIN_VALUE, 7};
        var read = WavFile.parse(new WavFile(rate, channels, samples).toBytes());
        assertThat(read.sampleRate()).isEqualTo(rate);
        assertThat(read.channels()).isEqualTo(channels);
        assertThat(read.samples()).isEqualTo(samples);
    }

    @Test
    void otherChunksAreSkipped() throws Exception {
        var file = file();
        var out = ByteBuffer.allocate(file.length + 12).order(ByteOrder.LITTLE_ENDIAN);
        out.put(file, 0, 12).put("LIST".getBytes()).putInt(3).putInt(0x00414141);
        out.put(file, 12, file.length - 12);
        assertThat(WavFile.parse(out.array()).samples()).hasSize(100);
    }

    @Test
    void anythingElseIsRefusedWithAReason() {
        assertRefused(new byte[0], "not a RIFF");
        assertRefused(Arrays.copyOf(file(), 18), "no samples");
        assertRefused(Arrays.copyOf(file(), 30), "ends behind");
        assertRefused(Arrays.copyOf(file(), 100), "samples end behind");
        assertRefused(with(20, 7), "encoding 7");
        assertRefused(with(22, 6), "6 channels");
        assertRefused(with(24, 11025), "11025 Hz");
        assertRefused(with(34, 8), "8 bits");
        assertRefused(with(40, 199), "half a sample");
        assertRefused(with(8, 0), "not a WAVE");
        assertRefused(with(12, 0), "before their format");
    }

    @Test
    void brokenFilesAreRefusedNotThrownAt() {
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            var file = file();
            for (int n = random.nextInt(1, 5); n > 0; n--)
                file[random.nextInt(48)] = (byte) random.nextInt();
            if (random.nextBoolean()) file = Arrays.copyOf(file, random.nextInt(file.length));
            try {
                WavFile.parse(file);
            } catch (MalformedRecording expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void twoChannelsBecomeTheirMean() {
        short[] samples = {10, 20, Short.MIN_VALUE, Short.MIN_VALUE};
        var mono = new WavFile(8000, 2, samples).mono();
        assertThat(mono.samples()).containsExactly(15, Short.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16000, 44100, 48000})
    void aToneKeepsItsPitchAndLevelAtAnotherRate(int from) {
        for (int to : new int[] {8000, 16000}) {
            var wav = new WavFile(from, 1, new Tone(from, 1000, -10).next(from / 2)).mono(to);
            assertThat(wav.samples()).hasSize(to / 2);
            var level = new ToneDetector(to, 1000).levels(wav.samples(), to / 10, to / 4)[0];
            assertThat(level).isCloseTo(-10, within(0.2));
        }
    }

    @Test
    void whatTheNewRateCannotCarryIsLeftOut() {
        var high = new Tone(48000, 6000, -6).next(24000);
        var low = Resampler.resample(high, 48000, 8000);
        assertThat(Level.of(low, 400, 3000)).isLessThan(-50);
    }
}
