package io.switchhook.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpPacketTest {
    private static RtpPacket parse(String hex) throws MalformedPacket {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return RtpPacket.parse(bytes, 0, bytes.length);
    }

    @Test
    void everyPartIsFound() throws Exception {
        var packet =
                parse(
                        "b2 89 fffe 89abcdef 01020304 00000005 00000006 bede 0001 11223344 aabb"
                                + "000003");
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(9);
        assertThat(packet.sequenceNumber()).isEqualTo(0xfffe);
        assertThat(packet.timestamp()).isEqualTo(0x89abcdef);
        assertThat(packet.ssrc()).isEqualTo(0x01020304);
        assertThat(packet.csrcCount()).isEqualTo(2);
        assertThat(packet.csrc(1)).isEqualTo(6);
        assertThat(packet.extensionProfile()).isEqualTo(0xbede);
        assertThat(packet.extension()).containsExactly(0x11, 0x22, 0x33, 0x44);
        assertThat(packet.payloadLength()).isEqualTo(2);
        assertThat(packet.array()[packet.payloadFrom()]).isEqualTo((byte) 0xaa);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        var out = new byte[64];
        int length = RtpPacket.writeHeader(out, 4, true, 8, 65535, -1, -2, 7, 8);
        length += RtpPacket.writeExtension(out, 4, 0x1000, new byte[] {1, 2, 3, 4});
        out[4 + length++] = 42;
        for (var buffer :
                new ByteBuffer[] {
                    ByteBuffer.wrap(out, 4, length),
                    ByteBuffer.allocateDirect(64).put(out, 4, length).flip()
                }) {
            var packet = RtpPacket.parse(buffer);
            assertThat(packet.marker()).isTrue();
            assertThat(packet.payloadType()).isEqualTo(8);
            assertThat(packet.sequenceNumber()).isEqualTo(65535);
            assertThat(packet.timestamp()).isEqualTo(-1);
            assertThat(packet.ssrc()).isEqualTo(-2);
            assertThat(packet.csrc(0)).isEqualTo(7);
            assertThat(packet.extension()).containsExactly(1, 2, 3, 4);
            assertThat(packet.payloadLength()).isEqualTo(1);
            assertThat(packet.array()[packet.payloadFrom()]).isEqualTo((byte) 42);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80080000 00000000 000000, shorter than a header",
        "40080000 00000000 00000000, version",
        "81080000 00000000 00000000, header ends behind",
        "90080000 00000000 00000000, extension ends behind",
        "90080000 00000000 00000000 00000001, header ends behind",
        "a0080000 00000000 00000000, padding of nothing",
        "a0080000 00000000 00000000 05, header ends behind"
    })
    void whatDoesNotFitIsRefused(String hex, String why) {
        assertThatThrownBy(() -> parse(hex))
                .isInstanceOf(MalformedPacket.class)
                .hasMessageContaining(why);
    }

    @Test
    void anyBytesAreReadOrRefused() {
        var random = new Random(3550);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextInt(4) > 0)
                bytes[0] = (byte) (0x80 | bytes[0] & 0x33);
            try {
                var packet = RtpPacket.parse(bytes, 0, bytes.length);
                read++;
                for (int c = 0; c < packet.csrcCount(); c++) packet.csrc(c);
                packet.extension();
                int from = packet.payloadFrom();
                assertThat(from + packet.payloadLength()).isBetween(12, bytes.length);
            } catch (MalformedPacket expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isGreaterThan(5000);
    }
}
