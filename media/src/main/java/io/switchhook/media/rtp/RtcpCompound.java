package io.switchhook.media.rtp;

import io.switchhook.media.rtp.RtcpPacket.App;
import io.switchhook.media.rtp.RtcpPacket.Bye;
import io.switchhook.media.rtp.RtcpPacket.FullIntraRequest;
import io.switchhook.media.rtp.RtcpPacket.PayloadFeedback;
import io.switchhook.media.rtp.RtcpPacket.PictureLoss;
import io.switchhook.media.rtp.RtcpPacket.ReceiverReport;
import io.switchhook.media.rtp.RtcpPacket.SenderReport;
import io.switchhook.media.rtp.RtcpPacket.SourceDescription;
import io.switchhook.media.rtp.RtcpPacket.SourceDescription.Chunk;
import io.switchhook.media.rtp.RtcpPacket.SourceDescription.Item;
import io.switchhook.media.rtp.RtcpPacket.TransportFeedback;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The RTCP packets of one datagram: RFC 3550 §6.1. Each begins with
///
/// ```
/// |V=2|P| count   |      PT       |     length in words - 1       |
/// ```
public final class RtcpCompound {
    static final int SR = 200;
    static final int RR = 201;
    private static final int SDES = 202;
    private static final int BYE = 203;
    private static final int APP = 204;
    private static final int RTPFB = 205;
    private static final int PSFB = 206;
    private static final int PLI = 1;
    private static final int FIR = 4;
    private static final int LARGEST = 1500;

    private RtcpCompound() {}

    /// Whether what came on a port that RTP and RTCP share is RTCP: its types are where a marker and the payload types 64
    /// to 95 would be (RFC 5761 §4).
    public static boolean isRtcp(byte[] bytes, int from, int length) {
        return length >= 2 && (bytes[from + 1] & 0xff) >= 192 && (bytes[from + 1] & 0xff) <= 223;
    }

    /// Reads a datagram, with the checks of appendix A.2. Packets of unknown types are left out.
    ///
    /// @throws MalformedPacket if one packet is, for then nothing in the datagram can be trusted
    public static List<RtcpPacket> parse(byte[] bytes, int from, int length)
            throws MalformedPacket {
        var in = ByteBuffer.wrap(bytes, from, length).slice();
        if (length < 8 || length % 4 != 0) throw new MalformedPacket("not whole words");
        int firstType = in.get(1) & 0xff;
        if (firstType != SR && firstType != RR) throw new MalformedPacket("no report first");
        var packets = new ArrayList<RtcpPacket>(3);
        while (in.hasRemaining()) {
            int at = in.position();
            int first = in.get(at);
            int octets = 4 + 4 * (in.getShort(at + 2) & 0xffff);
            if ((first >> 6 & 3) != 2) throw new MalformedPacket("version is not 2");
            if (octets > in.remaining()) throw new MalformedPacket("lengths do not add up");
            boolean last = octets == in.remaining();
            var packet = in.slice(at + 4, octets - 4 - padding(in, octets, last));
            one(in.get(at + 1) & 0xff, first & 31, packet, packets);
            in.position(at + octets);
        }
        return packets;
    }

    private static int padding(ByteBuffer in, int octets, boolean last) throws MalformedPacket {
        if ((in.get(in.position()) & 0x20) == 0) return 0;
        int padding = in.get(in.position() + octets - 1) & 0xff;
        if (!last || in.position() == 0) throw new MalformedPacket("padding before the end");
        if (padding == 0 || padding % 4 != 0 || padding > octets - 4)
            throw new MalformedPacket("padding of " + padding);
        return padding;
    }

    private static void one(int type, int count, ByteBuffer in, List<RtcpPacket> packets)
            throws MalformedPacket {
        switch (type) {
            case SR -> packets.add(senderReport(count, in));
            case RR -> {
                require(in, 4);
                packets.add(new ReceiverReport(in.getInt(), reports(count, in)));
            }
            case SDES -> packets.add(description(count, in));
            case BYE -> packets.add(bye(count, in));
            case APP -> {
                require(in, 8);
                int ssrc = in.getInt();
                var name = new byte[4];
                in.get(name);
                var text = new String(name, StandardCharsets.ISO_8859_1);
                packets.add(new App(count, ssrc, text, rest(in)));
            }
            case RTPFB -> {
                require(in, 8);
                packets.add(new TransportFeedback(count, in.getInt(), in.getInt(), rest(in)));
            }
            case PSFB -> packets.add(payloadFeedback(count, in));
            default -> {}
        }
    }

    private static SenderReport senderReport(int count, ByteBuffer in) throws MalformedPacket {
        require(in, 24);
        return new SenderReport(
                in.getInt(),
                in.getLong(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                reports(count, in));
    }

    /// What is behind the blocks is an extension of a profile (§6.4.3), and none of ours.
    private static List<ReportBlock> reports(int count, ByteBuffer in) throws MalformedPacket {
        require(in, 24 * count);
        var reports = new ArrayList<ReportBlock>(count);
        for (int i = 0; i < count; i++) {
            int ssrc = in.getInt();
            int loss = in.getInt();
            reports.add(
                    new ReportBlock(
                            ssrc,
                            loss >>> 24,
                            loss << 8 >> 8,
                            in.getInt(),
                            in.getInt(),
                            in.getInt(),
                            in.getInt()));
        }
        return reports;
    }

    private static SourceDescription description(int count, ByteBuffer in) throws MalformedPacket {
        var chunks = new ArrayList<Chunk>(count);
        for (int i = 0; i < count; i++) {
            require(in, 4);
            int ssrc = in.getInt();
            chunks.add(new Chunk(ssrc, items(in)));
        }
        return new SourceDescription(chunks);
    }

    /// Up to one or more null octets that end at a word.
    private static List<Item> items(ByteBuffer in) throws MalformedPacket {
        var items = new ArrayList<Item>(1);
        while (true) {
            require(in, 1);
            int type = in.get() & 0xff;
            if (type == 0) break;
            items.add(new Item(type, text(in)));
        }
        int end = in.position() + 3 & ~3;
        require(in, end - in.position());
        in.position(end);
        return items;
    }

    private static String text(ByteBuffer in) throws MalformedPacket {
        require(in, 1);
        int length = in.get() & 0xff;
        require(in, length);
        var octets = new byte[length];
        in.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static Bye bye(int count, ByteBuffer in) throws MalformedPacket {
        require(in, 4 * count);
        var ssrcs = new ArrayList<Integer>(count);
        for (int i = 0; i < count; i++) ssrcs.add(in.getInt());
        return new Bye(ssrcs, in.hasRemaining() ? text(in) : "");
    }

    private static RtcpPacket payloadFeedback(int format, ByteBuffer in) throws MalformedPacket {
        require(in, 8);
        int sender = in.getInt();
        int media = in.getInt();
        if (format == PLI) return new PictureLoss(sender, media);
        if (format != FIR) return new PayloadFeedback(format, sender, media, rest(in));
        if (in.remaining() % 8 != 0) throw new MalformedPacket("half a request");
        var wanted = new ArrayList<FullIntraRequest.Wanted>(1);
        while (in.hasRemaining()) {
            int ssrc = in.getInt();
            wanted.add(new FullIntraRequest.Wanted(ssrc, in.getInt() >>> 24));
        }
        return new FullIntraRequest(sender, wanted);
    }

    private static byte[] rest(ByteBuffer in) {
        var rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private static void require(ByteBuffer in, int octets) throws MalformedPacket {
        if (in.remaining() < octets) throw new MalformedPacket("cut short");
    }

    /// The datagram, at most 1500 octets.
    ///
    /// @param packets a report first
    /// @throws IllegalArgumentException if there is no report first, or one has more than its count can say
    public static byte[] write(List<? extends RtcpPacket> packets) {
        var out = ByteBuffer.allocate(LARGEST);
        try {
            for (var packet : packets) write(packet, out);
        } catch (BufferOverflowException e) {
            throw new IllegalArgumentException("more than " + LARGEST + " octets", e);
        }
        int type = out.get(1) & 0xff;
        if (type != SR && type != RR) throw new IllegalArgumentException("no report first");
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static void write(RtcpPacket packet, ByteBuffer out) {
        int at = out.position();
        out.putInt(0);
        int head =
                switch (packet) {
                    case SenderReport p -> {
                        out.putInt(p.ssrc()).putLong(p.ntpTimestamp()).putInt(p.rtpTimestamp());
                        out.putInt(p.packetCount()).putInt(p.octetCount());
                        yield head(SR, put(p.reports(), out));
                    }
                    case ReceiverReport p -> {
                        out.putInt(p.ssrc());
                        yield head(RR, put(p.reports(), out));
                    }
                    case SourceDescription p -> {
                        for (var chunk : p.chunks()) put(chunk, out);
                        yield head(SDES, p.chunks().size());
                    }
                    case Bye p -> {
                        for (int ssrc : p.ssrcs()) out.putInt(ssrc);
                        if (!p.reason().isEmpty()) put(p.reason(), out);
                        yield head(BYE, p.ssrcs().size());
                    }
                    case App p -> {
                        out.putInt(p.ssrc()).put(name(p.name())).put(p.data());
                        yield head(APP, p.subtype());
                    }
                    case TransportFeedback p -> {
                        out.putInt(p.sender()).putInt(p.media()).put(p.information());
                        yield head(RTPFB, p.format());
                    }
                    case PictureLoss p -> {
                        out.putInt(p.sender()).putInt(p.media());
                        yield head(PSFB, PLI);
                    }
                    case FullIntraRequest p -> {
                        out.putInt(p.sender()).putInt(0);
                        for (var one : p.wanted())
                            out.putInt(one.ssrc()).putInt(one.sequence() << 24);
                        yield head(PSFB, FIR);
                    }
                    case PayloadFeedback p -> {
                        out.putInt(p.sender()).putInt(p.media()).put(p.information());
                        yield head(PSFB, p.format());
                    }
                };
        while ((out.position() - at) % 4 != 0) out.put((byte) 0);
        out.putInt(at, head | (out.position() - at) / 4 - 1);
    }

    private static int head(int type, int count) {
        if (count < 0 || count > 31) throw new IllegalArgumentException("a count of " + count);
        return 2 << 30 | count << 24 | type << 16;
    }

    private static int put(List<ReportBlock> reports, ByteBuffer out) {
        for (var report : reports) {
            out.putInt(report.ssrc());
            out.putInt(report.fractionLost() << 24 | report.lost() & 0xff_ffff);
            out.putInt(report.highestSequence()).putInt(report.jitter());
            out.putInt(report.lastSenderReport()).putInt(report.delay());
        }
        return reports.size();
    }

    private static void put(Chunk chunk, ByteBuffer out) {
        out.putInt(chunk.ssrc());
        for (var item : chunk.items()) {
            out.put((byte) item.type());
            put(item.text(), out);
        }
        do out.put((byte) 0);
        while (out.position() % 4 != 0);
    }

    private static void put(String text, ByteBuffer out) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length > 255) throw new IllegalArgumentException("a text of " + octets.length);
        out.put((byte) octets.length).put(octets);
    }

    private static byte[] name(String name) {
        if (name.length() != 4) throw new IllegalArgumentException("a name of not four characters");
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }
}
