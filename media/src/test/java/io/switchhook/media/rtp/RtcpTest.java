package io.switchhook.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.switchhook.media.rtp.RtcpPacket.App;
import io.switchhook.media.rtp.RtcpPacket.Bye;
import io.switchhook.media.rtp.RtcpPacket.FullIntraRequest;
import io.switchhook.media.rtp.RtcpPacket.PayloadFeedback;
import io.switchhook.media.rtp.RtcpPacket.PictureLoss;
import io.switchhook.media.rtp.RtcpPacket.ReceiverReport;
import io.switchhook.media.rtp.RtcpPacket.SenderReport;
import io.switchhook.media.rtp.RtcpPacket.SourceDescription;
import io.switchhook.media.rtp.RtcpPacket.TransportFeedback;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpTest {
    private static final ReportBlock BLOCK = new ReportBlock(9, 255, -3, 0x1ffff, 7, 8, 65536);

    private static final List<RtcpPacket> ALL =
            List.of(
                    new SenderReport(1, -2L, 3, 4, 5, List.of(BLOCK, BLOCK)),
                    SourceDescription.cname(1, "a"),
                    SourceDescription.cname(1, "ab"),
                    SourceDescription.cname(1, "jürgen@192.0.2.1"),
                    new PictureLoss(1, 2),
                    new FullIntraRequest(1, List.of(new FullIntraRequest.Wanted(2, 255))),
                    new Bye(List.of(1, 2), "hung up"));

    private static List<RtcpPacket> parse(byte[] bytes) throws MalformedPacket {
        return RtcpCompound.parse(bytes, 0, bytes.length);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(parse(RtcpCompound.write(ALL))).isEqualTo(ALL);
        var empty = List.of(new ReceiverReport(1, List.of()), new Bye(List.of(), ""));
        assertThat(parse(RtcpCompound.write(empty))).isEqualTo(empty);
    }

    @Test
    void whatIsLeftAsItIsIsReadToo() throws Exception {
        byte[] data = {1, 2, 3, 4};
        var packets =
                parse(
                        RtcpCompound.write(
                                List.of(
                                        new ReceiverReport(1, List.of(BLOCK)),
                                        new App(31, 2, "QOS!", data),
                                        new TransportFeedback(15, 1, 2, data),
                                        new PayloadFeedback(15, 1, 2, data))));
        assertThat(((App) packets.get(1)).name()).isEqualTo("QOS!");
        assertThat(((App) packets.get(1)).data()).isEqualTo(data);
        assertThat(((TransportFeedback) packets.get(2)).information()).isEqualTo(data);
        assertThat(((PayloadFeedback) packets.get(3)).format()).isEqualTo(15);
    }

    @Test
    void unknownTypesAndPaddingAtTheEndAreSkipped() throws Exception {
        var packets =
                parse(
                        HexFormat.of()
                                .parseHex(
                                        "80c9000100000001"
                                                + "80cf000100000000"
                                                + "a0cb000100000004"));
        assertThat(packets)
                .containsExactly(new ReceiverReport(1, List.of()), new Bye(List.of(), ""));
    }

    @ParameterizedTest
    @CsvSource({
        "80c90001, whole words",
        "80cb000100000001, no report first",
        "80c9000200000001, lengths",
        "81c9000100000001, cut short",
        "80c9000100000001400000010000000000, whole words",
        "80c90001000000014000000100000000, version",
        "a0c900010000000480c9000100000001, padding",
        "a0c9000100000004, padding",
        "80c900010000000181ca000100000001, cut short",
        "80c900010000000181ca000200000001010a6162, cut short",
        "80c900010000000182cb000100000001, cut short",
        "80c900010000000184ce00030000000100000002 00000003, half a request"
    })
    void whatDoesNotAddUpIsRefused(String hex, String why) {
        assertThatThrownBy(() -> parse(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isInstanceOf(MalformedPacket.class)
                .hasMessageContaining(why);
    }

    @Test
    void mutationsAreReadOrRefused() {
        var random = new Random(3550);
        var good = RtcpCompound.write(ALL);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            var bytes = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            if (random.nextInt(4) == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            try {
                parse(bytes);
                read++;
            } catch (MalformedPacket expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isGreaterThan(5000);
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RtcpCompound.write(ALL.subList(1, 2)));
        var many = new ReceiverReport(1, Collections.nCopies(32, BLOCK));
        assertThatIllegalArgumentException().isThrownBy(() -> RtcpCompound.write(List.of(many)));
        var long_ = Collections.nCopies(3, new ReceiverReport(1, Collections.nCopies(31, BLOCK)));
        assertThatIllegalArgumentException().isThrownBy(() -> RtcpCompound.write(long_));
    }

    @Test
    void theIntervalIsAtLeastFiveSecondsAndRandomized() {
        var interval = new RtcpInterval(400, new Random(7));
        assertThat(interval.seconds(2, 2, true, 100, false)).isEqualTo(5);
        assertThat(interval.seconds(2, 2, true, 100, true)).isEqualTo(2.5);
        // A quarter for the senders, if they are few.
        assertThat(interval.seconds(1000, 10, true, 100, false)).isCloseTo(10, within(1e-9));
        assertThat(interval.seconds(1000, 10, false, 100, false)).isCloseTo(330, within(1e-9));
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double seconds = interval.nanos(2, 2, true, 100, false) / 1e9;
            assertThat(seconds).isBetween(2.05, 6.16);
            sum += seconds;
        }
        assertThat(sum / 10_000).isCloseTo(5 / 1.21828, within(0.05));
    }
}
