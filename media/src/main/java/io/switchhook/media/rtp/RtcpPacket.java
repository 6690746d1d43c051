package io.switchhook.media.rtp;

import java.util.List;

/// A packet of RTCP, several of which make an [RtcpCompound]: RFC 3550 §6, RFC 4585 §6, RFC 5104 §4.3.1.
public sealed interface RtcpPacket {

    /// A report of what was sent and received: §6.4.1.
    ///
    /// @param ntpTimestamp seconds since 1900 in the upper 32 bits, a fraction of them in the lower
    /// @param reports at most 31
    record SenderReport(
            int ssrc,
            long ntpTimestamp,
            int rtpTimestamp,
            int packetCount,
            int octetCount,
            List<ReportBlock> reports)
            implements RtcpPacket {
        public SenderReport {
            reports = List.copyOf(reports);
        }
    }

    /// A report of what was received: §6.4.2.
    ///
    /// @param reports at most 31
    record ReceiverReport(int ssrc, List<ReportBlock> reports) implements RtcpPacket {
        public ReceiverReport {
            reports = List.copyOf(reports);
        }
    }

    /// Who the sources are: §6.5.
    ///
    /// @param chunks at most 31
    record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
        /// The canonical name: §6.5.1.
        public static final int CNAME = 1;

        public SourceDescription {
            chunks = List.copyOf(chunks);
        }

        public static SourceDescription cname(int ssrc, String name) {
            return new SourceDescription(List.of(new Chunk(ssrc, List.of(new Item(CNAME, name)))));
        }

        /// One source.
        public record Chunk(int ssrc, List<Item> items) {
            public Chunk {
                items = List.copyOf(items);
            }
        }

        /// @param type 1 to 255
        /// @param text at most 255 octets in UTF-8
        public record Item(int type, String text) {}
    }

    /// Sources that leave: §6.6.
    ///
    /// @param ssrcs at most 31
    /// @param reason empty for none; at most 255 octets in UTF-8
    record Bye(List<Integer> ssrcs, String reason) implements RtcpPacket {
        public Bye {
            ssrcs = List.copyOf(ssrcs);
        }
    }

    /// What an application defines: §6.7.
    ///
    /// @param subtype 0 to 31
    /// @param name four characters of ASCII
    /// @param data whole words; never changed
    record App(int subtype, int ssrc, String name, byte[] data) implements RtcpPacket {}

    /// RTPFB, RFC 4585 §6.2: its control information is left as it is.
    record TransportFeedback(int format, int sender, int media, byte[] information)
            implements RtcpPacket {}

    /// PSFB with PLI, RFC 4585 §6.3.1: a picture is wanted that needs none before it.
    record PictureLoss(int sender, int media) implements RtcpPacket {}

    /// PSFB with FIR, RFC 5104 §4.3.1.
    record FullIntraRequest(int sender, List<Wanted> wanted) implements RtcpPacket {
        public FullIntraRequest {
            wanted = List.copyOf(wanted);
        }

        /// @param sequence 0 to 255; the same in a repetition
        public record Wanted(int ssrc, int sequence) {}
    }

    /// Any other PSFB, RFC 4585 §6.3.
    record PayloadFeedback(int format, int sender, int media, byte[] information)
            implements RtcpPacket {}
}
