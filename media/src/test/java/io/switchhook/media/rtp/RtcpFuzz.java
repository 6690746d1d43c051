package io.switchhook.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that may be RTCP: what is read can be written, and be read again as the same.
class RtcpFuzz {
    static Stream<byte[]> seeds() {
        var report = new ReportBlock(7, 128, -3, 70_000, 5, 6, 7);
        return Stream.of(
                        List.of(
                                new RtcpPacket.SenderReport(1, 2L << 40, 3, 4, 5, List.of(report)),
                                RtcpPacket.SourceDescription.cname(1, "a@office.example"),
                                new RtcpPacket.Bye(List.of(1, 2), "enough")),
                        List.of(
                                new RtcpPacket.ReceiverReport(1, List.of(report, report)),
                                new RtcpPacket.App(3, 1, "name", new byte[8]),
                                new RtcpPacket.TransportFeedback(1, 1, 2, new byte[4]),
                                new RtcpPacket.PictureLoss(1, 2),
                                new RtcpPacket.PayloadFeedback(15, 1, 2, new byte[4]),
                                new RtcpPacket.FullIntraRequest(
                                        1, List.of(new RtcpPacket.FullIntraRequest.Wanted(2, 9)))))
                .map(RtcpCompound::write);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "60s")
    void compound(byte[] bytes) {
        read(bytes);
    }

    static boolean read(byte[] bytes) {
        try {
            var packets = RtcpCompound.parse(bytes, 0, bytes.length);
            if (packets.isEmpty()) return true;
            byte[] written;
            try {
                written = RtcpCompound.write(packets);
            } catch (IllegalArgumentException e) {
                // Text in UTF-8 that was none may have become longer than a length says.
                return true;
            }
            assertThat(RtcpCompound.parse(written, 0, written.length)).hasSameSizeAs(packets);
            return true;
        } catch (MalformedPacket e) {
            assertThat(e.getMessage()).isNotEmpty();
            return false;
        }
    }
}
