package io.switchhook.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.switchhook.media.audio.Tone;
import io.switchhook.media.audio.ToneDetector;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusTest {
    private static double level(short[] samples, double hertz) {
        return new ToneDetector(16_000, hertz).levels(samples, 0, samples.length)[0];
    }

    @Test
    void aToneIsHeard() {
        var sender = new Opus();
        var receiver = new Opus();
        var tone = new Tone(16_000, 1000, -10);
        var heard = new short[320];
        for (int i = 0; i < 50; i++) {
            var packet = sender.encode(tone.next(320));
            assertThat(packet).hasSizeBetween(10, 200);
            assertThat(Encoding.OPUS.ticks(packet, 0, packet.length)).isEqualTo(960);
            heard = receiver.decode(packet);
        }
        assertThat(heard).hasSize(320);
        assertThat(level(heard, 1000)).isCloseTo(-10, within(1.5));
        // What is missing goes on as it was.
        assertThat(receiver.conceal(heard, 0, 320)).isEqualTo(320);
        assertThat(level(heard, 1000)).isGreaterThan(-25);
        assertThat(receiver.conceal(heard, 0, 33)).isZero();
        assertThat(new Opus().conceal(heard, 0, 320)).isZero();
    }

    /// RFC 7587 §4.2: frames of any length, any band, and two channels may come.
    @ParameterizedTest
    @CsvSource({"8000, 1, 10", "16000, 2, 60", "48000, 2, 20", "48000, 1, 5", "24000, 1, 40"})
    void anyOpusIsTaken(int sampleRate, int channels, int millis) throws Exception {
        var sender = new OpusEncoder(sampleRate, channels, OpusApplication.OPUS_APPLICATION_AUDIO);
        var receiver = new Opus();
        var tone = new Tone(sampleRate, 1000, -10);
        int count = sampleRate / 1000 * millis;
        var heard = new short[0];
        for (int i = 0; i < 40; i++) {
            var frame = tone.next(count);
            var samples = new short[count * channels];
            for (int n = 0; n < samples.length; n++) samples[n] = frame[n / channels];
            var packet = new byte[1275];
            int length = sender.encode(samples, 0, count, packet, 0, packet.length);
            heard = receiver.decode(Arrays.copyOf(packet, length));
        }
        assertThat(heard).hasSize(16 * millis);
        assertThat(level(heard, 1000)).isCloseTo(-10, within(2.0));
    }

    /// RFC 6716 §3.1 table 2, and §3.2.
    @Test
    void theFirstOctetsSayHowLong() {
        assertThat(ticks(0x00)).isEqualTo(480);
        assertThat(ticks(0x08)).isEqualTo(960);
        assertThat(ticks(0x18)).isEqualTo(2880);
        assertThat(ticks(0x60)).isEqualTo(480);
        assertThat(ticks(0x68)).isEqualTo(960);
        assertThat(ticks(0x80)).isEqualTo(120);
        assertThat(ticks(0x98)).isEqualTo(960);
        assertThat(ticks(0x99)).isEqualTo(1920);
        assertThat(ticks(0x9b, 6)).isEqualTo(5760);
        assertThat(ticks(0x9b, 7)).isEqualTo(-1);
        assertThat(ticks(0x9b, 0)).isEqualTo(-1);
        assertThat(ticks(0x9b)).isEqualTo(-1);
        assertThat(ticks()).isZero();
    }

    private static int ticks(int... octets) {
        var packet = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) packet[i] = (byte) octets[i];
        return Opus.ticks(packet, 0, packet.length);
    }

    @Test
    void onlyFramesAreEncoded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Opus().encode(new short[333]));
    }

    @Test
    void octetsWithoutSenseAreSaidToBe() {
        var random = new Random(6716);
        var sender = new Opus();
        var receiver = new Opus();
        var tone = new Tone(16_000, 300, -10);
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            byte[] packet = new byte[random.nextInt(200)];
            random.nextBytes(packet);
            if (i % 2 == 0) {
                packet = sender.encode(tone.next(320));
                for (int n = random.nextInt(4); n >= 0; n--)
                    packet[random.nextInt(packet.length)] = (byte) random.nextInt();
                packet = Arrays.copyOf(packet, 1 + random.nextInt(packet.length));
            }
            int count = receiver.decode(packet, 0, packet.length, new short[1920], 0);
            assertThat(count).isBetween(-1, 1920);
            if (count < 0) refused++;
        }
        assertThat(refused).isBetween(100, 1_400);
        for (int i = 0; i < 50; i++) receiver.decode(sender.encode(tone.next(320)));
        var heard = receiver.decode(sender.encode(tone.next(320)));
        assertThat(level(heard, 300)).isCloseTo(-10, within(1.5));
    }
}
