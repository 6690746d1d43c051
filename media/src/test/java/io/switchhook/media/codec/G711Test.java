package io.switchhook.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class G711Test {
    private static short there(Codec codec, int sample) {
        return codec.decode(codec.encode(new short[] {(short) sample}))[0];
    }

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "PCMA"})
    void compandingIsMonotonic(Encoding encoding) {
        var codec = encoding.open();
        int last = Short.MIN_VALUE;
        for (int x = Short.MIN_VALUE; x <= Short.MAX_VALUE; x++) {
            int y = there(codec, x);
            assertThat(y).isGreaterThanOrEqualTo(last);
            last = y;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PCMU", "PCMA"})
    void everyOctetSurvives(Encoding encoding) {
        var codec = encoding.open();
        for (int octet = 0; octet < 256; octet++) {
            short value = codec.decode(new byte[] {(byte) octet})[0];
            byte back = codec.encode(new short[] {value})[0];
            // µ-law has a negative zero, which 16 bits have not.
            int expected = encoding == Encoding.PCMU && octet == 0x7f ? 0xff : octet;
            assertThat(back & 0xff).isEqualTo(expected);
        }
    }

    /// The clipping levels are 8159 and 4096 units of the tables.
    @Test
    void theErrorIsAtMostHalfTheStepOfTheSegment() {
        for (int x = Short.MIN_VALUE; x <= Short.MAX_VALUE; x++) {
            int magnitude = x < 0 ? ~x : x;
            int u = Math.min(magnitude, 8158 << 2);
            int uStep = 8 << 31 - Integer.numberOfLeadingZeros((u >> 2) + 33) - 5;
            int uError = Math.abs(Math.abs(there(new Pcmu(), x)) - u);
            assertThat(uError).isLessThanOrEqualTo(uStep / 2);
            int segment = Math.max(1, 31 - Integer.numberOfLeadingZeros(magnitude >> 3 | 1) - 4);
            int aError = Math.abs(Math.abs(there(new Pcma(), x)) - magnitude);
            assertThat(aError).isLessThanOrEqualTo((8 << segment) / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, ff, d5",
        "-1, 7f, 55",
        "8, fe, d5",
        "1000, ce, fa",
        "-1000, 4e, 7a",
        "32767, 80, aa",
        "-32768, 00, 2a",
        "10000, 9c, b6"
    })
    void knownValues(short sample, String pcmu, String pcma) {
        assertThat(Pcmu.encode(sample) & 0xff).isEqualTo(Integer.parseInt(pcmu, 16));
        assertThat(Pcma.encode(sample) & 0xff).isEqualTo(Integer.parseInt(pcma, 16));
    }

    @Test
    void theLargestValuesAreThoseOfTheTables() {
        assertThat(Pcmu.decode((byte) 0x80)).isEqualTo((short) (8031 * 4));
        assertThat(Pcma.decode((byte) 0xaa)).isEqualTo((short) (4032 * 8));
        assertThat(Pcma.decode((byte) 0xd5)).isEqualTo((short) 8);
    }

    /// One cycle of 1000 Hz at 0 dBm0: G.711 tables 5 and 6.
    @Test
    void theDigitalMilliwattIsASine() {
        int[] pcma = {0x34, 0x21, 0x21, 0x34, 0xb4, 0xa1, 0xa1, 0xb4};
        int[] pcmu = {0x1e, 0x0b, 0x0b, 0x1e, 0x9e, 0x8b, 0x8b, 0x9e};
        for (int i = 0; i < 8; i++) {
            double sine = -Math.sin(Math.PI / 4 * (i + 0.5));
            assertThat(Pcmu.decode((byte) pcmu[i]) / 22600.0).isBetween(sine - 0.03, sine + 0.03);
            assertThat(Pcma.decode((byte) pcma[i]) / 22600.0).isBetween(sine - 0.03, sine + 0.03);
        }
    }
}
