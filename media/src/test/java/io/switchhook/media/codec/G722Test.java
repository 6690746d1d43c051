package io.switchhook.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class G722Test {
    private static short[] sine(int hertz, int samples, double amplitude) {
        var sine = new short[samples];
        for (int i = 0; i < samples; i++)
            sine[i] = (short) (amplitude * Math.sin(2 * Math.PI * hertz * i / 16000));
        return sine;
    }

    /// By how many decibels a sine of that pitch stands above all else, after the predictors have settled.
    private static double signalToNoise(short[] heard, int hertz) {
        int from = 1600;
        double cos = 0, sin = 0, all = 0;
        for (int i = from; i < heard.length; i++) {
            double angle = 2 * Math.PI * hertz * i / 16000;
            cos += heard[i] * Math.cos(angle);
            sin += heard[i] * Math.sin(angle);
            all += (double) heard[i] * heard[i];
        }
        double signal = 2 * (cos * cos + sin * sin) / (heard.length - from);
        return 10 * Math.log10(signal / (all - signal));
    }

    @ParameterizedTest
    @CsvSource({"300, 38", "1000, 35", "3000, 35", "5000, 14", "6500, 14"})
    void tonesSurvive(int hertz, double decibels) {
        var heard = new G722().decode(new G722().encode(sine(hertz, 16000, 10000)));
        assertThat(signalToNoise(heard, hertz)).isGreaterThan(decibels);
        double power = 0;
        for (int i = 1600; i < heard.length; i++) power += (double) heard[i] * heard[i];
        double amplitude = Math.sqrt(2 * power / (heard.length - 1600));
        assertThat(amplitude).isBetween(9000.0, 11000.0);
    }

    /// The filters delay by 22 samples.
    @Test
    void whatIsHeardIsWhatWasSpokenALittleLater() {
        var spoken = sine(700, 3200, 8000);
        var heard = new G722().decode(new G722().encode(spoken));
        for (int i = 1600; i < 3200; i++)
            assertThat((double) heard[i]).isBetween(spoken[i - 22] - 400.0, spoken[i - 22] + 400.0);
    }

    @Test
    void silenceStaysSilent() {
        var heard = new G722().decode(new G722().encode(new short[3200]));
        for (short sample : heard) assertThat((int) sample).isBetween(-40, 40);
    }

    /// Two samples of 16 bits become one octet, so a frame of 20 ms has 160.
    @Test
    void aFrameIsAsLongAsOneOfG711() {
        var encoding = Encoding.G722;
        assertThat(encoding.samplesPerFrame()).isEqualTo(320);
        assertThat(encoding.ticksPerFrame()).isEqualTo(160);
        assertThat(new G722().encode(new short[320])).hasSize(encoding.bytesPerFrame());
        assertThatIllegalArgumentException().isThrownBy(() -> new G722().encode(new short[3]));
    }

    @Test
    void framesOfAnyLengthMakeTheSameStream() {
        var spoken = sine(1234, 1600, 12000);
        var whole = new G722().encode(spoken);
        var codec = new G722();
        var parts = new byte[800];
        for (int at = 0; at < 1600; at += 160) codec.encode(spoken, at, 160, parts, at / 2);
        assertThat(parts).isEqualTo(whole);
    }

    /// Any octets are a signal, and the loudest noise does not upset the predictors.
    @Test
    void noiseIsBorne() {
        var random = new Random(722);
        var octets = new byte[50_000];
        random.nextBytes(octets);
        var codec = new G722();
        codec.decode(octets);
        var noise = new short[32000];
        for (int i = 0; i < noise.length; i++) noise[i] = (short) random.nextInt();
        codec.encode(noise);
        var after = codec.decode(new G722().encode(sine(1000, 32000, 10000)));
        assertThat(signalToNoise(java.util.Arrays.copyOfRange(after, 16000, 32000), 1000))
                .isGreaterThan(30);
    }
}
