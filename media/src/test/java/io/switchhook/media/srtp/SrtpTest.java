package io.switchhook.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.media.rtp.MalformedPacket;
import io.switchhook.media.rtp.RtpPacket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final byte[] MASTER =
            HEX.parseHex("E1F97A0D3E018BE0D64FA32C06DE4139" + "0EC675AD498AFEEBB6960B3AABE6");

    private static String derived(int label, int length) {
        return HEX.formatHex(SessionKeys.derive(MASTER, label, length));
    }

    /// RFC 3711 appendix B.3.
    @Test
    void keysAreDerivedAsInTheAppendix() {
        assertThat(derived(0, 16)).isEqualTo("C61E7A93744F39EE10734AFE3FF7A087");
        assertThat(derived(2, 14)).isEqualTo("30CBBC08863D8C85D49DB34A9AE1");
        assertThat(derived(1, 94))
                .isEqualTo(
                        "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCE"
                                + "E049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC25"
                                + "6D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2");
    }

    /// RFC 3711 appendix B.2: an offset is the counter of the first block, so it stands where a salt does.
    @Test
    void theKeyStreamIsThatOfTheAppendix() {
        var master =
                HEX.parseHex("2B7E151628AED2A6ABF7158809CF4F3C" + "F0F1F2F3F4F5F6F7F8F9FAFBFCFD");
        assertThat(HEX.formatHex(SessionKeys.derive(master, 0, 48)))
                .isEqualTo(
                        "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB"
                                + "41E95B3BB0A2E8DD477901E4FCA894C0");
    }

    private static byte[] rtp(int number) {
        var packet = new byte[12 + 160 + SrtpContext.OVERHEAD];
        RtpPacket.writeHeader(packet, 0, false, 0, number & 0xffff, 160 * number, 7);
        Arrays.fill(packet, 12, 172, (byte) number);
        return packet;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsProtectedIsReadAcrossRollovers(SrtpSuite suite) throws Exception {
        var sender = new SrtpContext(suite, MASTER);
        var receiver = new SrtpContext(suite, MASTER);
        for (int n = 65_000; n < 65_536 * 2 + 500; n += n % 97 == 0 ? 9_000 : 1) {
            var packet = rtp(n);
            int length = sender.protectRtp(packet, 172);
            assertThat(length).isEqualTo(172 + suite.tag());
            assertThat(
                            packet[100] == (byte) n
                                    && packet[101] == (byte) n
                                    && packet[102] == (byte) n)
                    .isFalse();
            assertThat(receiver.unprotectRtp(packet, length)).isEqualTo(172);
            assertThat(Arrays.copyOf(packet, 172)).isEqualTo(Arrays.copyOf(rtp(n), 172));
        }
    }

    @Test
    void whatCameBeforeIsRefusedWhatIsOnlyLateIsNot() throws Exception {
        var sender = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, MASTER);
        var receiver = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, MASTER);
        var packets = new byte[300][];
        for (int n = 0; n < 300; n++) {
            packets[n] = rtp(n);
            sender.protectRtp(packets[n], 172);
        }
        for (int n : new int[] {0, 200, 100, 199, 73, 299, 172})
            receiver.unprotectRtp(packets[n].clone(), 182);
        for (int n : new int[] {299, 200, 199, 172, 171, 0})
            assertThatThrownBy(() -> receiver.unprotectRtp(packets[n].clone(), 182))
                    .isInstanceOf(MalformedPacket.class)
                    .hasMessage("replayed");
    }

    @Test
    void rtcpIsProtectedToo() throws Exception {
        var sender = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_32, MASTER);
        var receiver = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_32, MASTER);
        var plain = HexFormat.of().parseHex("80c900010000000180cb000100000001");
        for (int i = 0; i < 3; i++) {
            var packet = Arrays.copyOf(plain, plain.length + SrtpContext.OVERHEAD);
            int length = sender.protectRtcp(packet, plain.length);
            assertThat(length).isEqualTo(plain.length + 14);
            var again = packet.clone();
            assertThat(receiver.unprotectRtcp(packet, length)).isEqualTo(plain.length);
            assertThat(Arrays.copyOf(packet, plain.length)).isEqualTo(plain);
            assertThatThrownBy(() -> receiver.unprotectRtcp(again, length)).hasMessage("replayed");
        }
    }

    @Test
    void whatWasChangedIsRefused() throws Exception {
        var random = new Random(3711);
        var sender = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, MASTER);
        var receiver = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, MASTER);
        for (int n = 0; n < 5000; n++) {
            var packet = rtp(n);
            int length = sender.protectRtp(packet, 172);
            var changed = packet.clone();
            changed[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            int cut = random.nextBoolean() ? length : random.nextInt(length);
            assertThatThrownBy(() -> receiver.unprotectRtp(changed, cut))
                    .isInstanceOf(MalformedPacket.class);
            assertThatThrownBy(() -> receiver.unprotectRtcp(changed, cut))
                    .isInstanceOf(MalformedPacket.class);
            assertThat(receiver.unprotectRtp(packet, length)).isEqualTo(172);
        }
    }
}
