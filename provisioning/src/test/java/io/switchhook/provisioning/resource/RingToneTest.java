package io.switchhook.provisioning.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.switchhook.media.codec.Pcma;
import io.switchhook.media.codec.Pcmu;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.SoundLimits;
import io.switchhook.provisioning.model.SoundLimits.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sounds of all kinds become what a phone takes, or it is said why not.
class RingToneTest {
    private static final SoundLimits LINEAR = new SoundLimits(Encoding.L16, 8000, 102_400);
    private static final SoundLimits ULAW = new SoundLimits(Encoding.PCMU, 8000, 102_400);
    private static final int LOUD = 16_000;

    @ParameterizedTest
    @CsvSource({
        "1, 8, 8000, 1",
        "1, 16, 8000, 1",
        "1, 16, 44100, 2",
        "1, 24, 48000, 2",
        "1, 32, 96000, 6",
        "3, 32, 22050, 1",
        "3, 64, 11025, 1",
        "6, 8, 8000, 1",
        "7, 8, 16000, 2",
        "1, 16, 4000, 1"
    })
    void a_tone_stays_the_tone_that_it_was(int format, int bits, int rate, int channels)
            throws UnusableResource {
        var ring = RingTone.of(LINEAR, wave(format, bits, rate, channels, tone(1000, rate, rate)));
        var samples = samples(ring);
        assertThat(samples).hasSize(8000);
        assertThat(ring.length()).isEqualTo(Duration.ofSeconds(1));
        assertThat(power(samples, 1000)).isCloseTo(LOUD, within(LOUD * 0.03));
        assertThat(residue(samples, 1000)).isLessThan(LOUD * 0.03);
    }

    /// 6 kHz would be heard as 2 kHz, if it were not left out.
    @ParameterizedTest
    @CsvSource({"44100, 6000", "48000, 5000", "22050, 10000", "96000, 7000", "16000, 4600"})
    void what_the_rate_cannot_carry_is_left_out(int rate, int pitch) throws UnusableResource {
        var ring = RingTone.of(LINEAR, wave(1, 16, rate, 1, tone(pitch, rate, rate)));
        var middle = Arrays.copyOfRange(samples(ring), 1000, 7000);
        assertThat(loudest(middle)).isLessThan(LOUD / 300);
    }

    @Test
    void what_was_changed_is_told() throws UnusableResource {
        var ring = RingTone.of(ULAW, wave(1, 24, 44_100, 2, tone(440, 44_100, 44_100 * 20)));
        assertThat(ring.changes())
                .containsExactly(
                        "2 channels became one",
                        "44100 samples a second became 8000",
                        "24 bits became µ-law",
                        "20.0 s became 12.8 s");
        assertThat(ring.file()).hasSizeLessThanOrEqualTo(102_400).hasSizeGreaterThan(102_390);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void what_fits_is_not_changed(Encoding encoding) throws UnusableResource {
        var limits = new SoundLimits(encoding, 16_000, 200_001);
        var once = RingTone.of(limits, wave(1, 16, 44_100, 2, tone(700, 44_100, 44_100 * 3)));
        var twice = RingTone.of(limits, once.file());
        assertThat(twice.changes()).isEmpty();
        assertThat(twice.file()).isEqualTo(once.file());
    }

    @Test
    void a_sound_that_is_cut_fades_away() throws UnusableResource {
        var samples = samples(RingTone.of(LINEAR, wave(1, 16, 8000, 1, tone(1000, 8000, 80_000))));
        assertThat(samples).hasSize(51_178);
        assertThat(samples[samples.length - 1]).isZero();
        assertThat(loudest(Arrays.copyOfRange(samples, 51_128, 51_178))).isLessThan(LOUD / 5);
        assertThat(loudest(Arrays.copyOfRange(samples, 50_000, 50_500))).isGreaterThan(LOUD - 100);
    }

    /// Nothing is heard for longer, and so nobody has to wait for it to be converted.
    @Test
    void nothing_lasts_longer_than_thirty_seconds() throws UnusableResource {
        var roomy = new SoundLimits(Encoding.PCMU, 8000, 8 << 20);
        var ring = RingTone.of(roomy, wave(1, 8, 8000, 1, tone(500, 8000, 8000 * 120)));
        assertThat(ring.length()).isEqualTo(RingTone.LONGEST);
        assertThat(ring.changes()).contains("120.0 s became 30.0 s");
    }

    @Test
    void a_header_that_promises_more_is_forgiven_and_told() throws UnusableResource {
        var file = wave(1, 16, 8000, 1, tone(500, 8000, 8000));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(40, -1);
        assertThat(RingTone.of(LINEAR, file).changes())
                .containsExactly("the file is shorter than its header says");
    }

    @Test
    void floating_point_that_is_no_number_is_silence() throws UnusableResource {
        var file =
                wave(3, 32, 8000, 1, new double[] {0, Double.NaN, Double.POSITIVE_INFINITY, -9e9});
        assertThat(samples(RingTone.of(LINEAR, file))).containsExactly(0, 0, 32767, -32768);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                       is empty",
        "ID3....................., 'is an MP3 file; save it as WAV'",
        "OggS...................., 'is an Ogg file; save it as WAV'",
        "fLaC...................., 'is a FLAC file; save it as WAV'",
        "<html>.................., 'is no WAV file; save it as WAV'",
        "RIFF....AVI ............, 'is a RIFF file, but has no sound in it'",
        "RIFF....WAVEdata....1234, 'has its samples before their format'",
        "RIFF....WAVE,             'is a WAV file without samples; it may have been cut short'"
    })
    void what_is_of_no_use_is_refused_with_the_reason(String begin, String reason) {
        assertThatThrownBy(() -> RingTone.of(ULAW, begin.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(UnusableResource.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 2, 'has samples of format 2 with 16 bits; save it as PCM, A-law or µ-law'",
        "34, 12, 'has samples of format 1 with 12 bits; save it as PCM, A-law or µ-law'",
        "22, 0, 'has 0 channels; save it with one'",
        "22, 9, 'has 9 channels; save it with one'",
        "24, 3999, 'has 3999 samples a second; save it with 8000 to 48000'",
        "40, 1, 'has no samples in it'"
    })
    void a_format_that_cannot_be_read_is_named(int at, int value, String reason) {
        var file = wave(1, 16, 8000, 1, tone(500, 8000, 800));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
        if (at == 40) file[42] = 0;
        assertThatThrownBy(() -> RingTone.of(ULAW, file))
                .isInstanceOf(UnusableResource.class)
                .hasMessage(reason);
    }

    @Test
    void a_file_that_is_too_large_is_not_looked_at() {
        assertThatThrownBy(() -> RingTone.of(ULAW, new byte[RingTone.LARGEST + 1]))
                .hasMessageContaining("33554433 bytes");
    }

    /// Whatever is broken in a file, it becomes a ring tone that fits or is refused.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hostile_files_are_refused_or_fit(long seed) {
        var random = new Random(seed);
        var good = wave(1, 16, 8000, 2, tone(500, 8000, 200));
        int fit = 0;
        for (int i = 0; i < 3000; i++) {
            var file = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int j = random.nextInt(4); j >= 0; j--)
                file[random.nextInt(Math.min(60, file.length))] = (byte) random.nextInt();
            try {
                var ring = RingTone.of(ULAW, file);
                assertThat(ring.file()).hasSizeLessThanOrEqualTo(ULAW.bytes());
                fit++;
            } catch (UnusableResource e) {
                assertThat(e).hasMessageMatching("(is|has) .+");
            }
        }
        assertThat(fit).isPositive();
    }

    /// What it is that our phones take is told by the folders of the models.
    @Test
    void models_say_what_they_take() {
        var catalog = ModelCatalog.builtIn();
        assertThat(catalog.find("T38G").orElseThrow().ringTone()).contains(ULAW);
        assertThat(catalog.find("T46G").orElseThrow().ringTone())
                .contains(new SoundLimits(Encoding.PCMU, 8000, 8 << 20));
        assertThat(catalog.find("W52P").orElseThrow().ringTone()).isEmpty();
    }

    // Files and what is in them

    private static double[] tone(int pitch, int rate, int count) {
        var tone = new double[count];
        for (int i = 0; i < count; i++)
            tone[i] = LOUD * Math.sin(2 * Math.PI * pitch * i / rate) / 32768;
        return tone;
    }

    /// A file in which all channels are the same.
    private static byte[] wave(int format, int bits, int rate, int channels, double[] samples) {
        int block = bits / 8 * channels;
        var out = ByteBuffer.allocate(44 + block * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(out.capacity() - 8);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) format).putShort((short) channels).putInt(rate).putInt(rate * block);
        out.putShort((short) block).putShort((short) bits);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(block * samples.length);
        for (double sample : samples)
            for (int channel = 0; channel < channels; channel++) put(out, format, bits, sample);
        return out.array();
    }

    private static void put(ByteBuffer out, int format, int bits, double sample) {
        int value = (int) Math.round(sample * 0x7fff_ffff);
        if (format == 3 && bits == 32) out.putFloat((float) sample);
        else if (format == 3) out.putDouble(sample);
        else if (format == 6) out.put(Pcma.encode((short) (value >> 16)));
        else if (format == 7) out.put(Pcmu.encode((short) (value >> 16)));
        else if (bits == 8) out.put((byte) ((value >> 24) + 128));
        else for (int shift = 32 - bits; shift < 32; shift += 8) out.put((byte) (value >> shift));
    }

    /// Of a linear file.
    private static short[] samples(RingTone ring) {
        var in = ByteBuffer.wrap(ring.file()).order(ByteOrder.LITTLE_ENDIAN).position(44);
        var samples = new short[in.remaining() / 2];
        in.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static int loudest(short[] samples) {
        int loudest = 0;
        for (short sample : samples) loudest = Math.max(loudest, Math.abs(sample));
        return loudest;
    }

    /// How loud a pitch is, away from the ends, where a filter knows one side alone.
    private static double power(short[] samples, int pitch) {
        double real = 0;
        double imaginary = 0;
        for (int i = 1000; i < 7000; i++) {
            real += samples[i] * Math.cos(2 * Math.PI * pitch * i / 8000);
            imaginary += samples[i] * Math.sin(2 * Math.PI * pitch * i / 8000);
        }
        return Math.hypot(real, imaginary) / 3000;
    }

    /// What else there is, as an effective value.
    private static double residue(short[] samples, int pitch) {
        double all = 0;
        for (int i = 1000; i < 7000; i++) all += (double) samples[i] * samples[i];
        double tone = power(samples, pitch);
        return Math.sqrt(Math.max(0, all / 6000 - tone * tone / 2));
    }
}
