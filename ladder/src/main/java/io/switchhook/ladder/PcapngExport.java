package io.switchhook.ladder;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes messages as a file for Wireshark, secrets masked: pcapng (draft-ietf-opsawg-pcapng) with packets that were never on a
/// wire in this form, since what was recorded is what came out of TLS and TCP. Each message of UDP is a datagram; those of a
/// connection are a stream of TCP with sequence numbers that fit, and a handshake before them.
public final class PcapngExport {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    private static final int RAW_IP = 101;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int SYN = 2;
    private static final int PUSH = 8;
    private static final int ACK = 16;

    /// No IP packet is longer; what was cut off counts as well.
    private static final int LONGEST = 65_000;

    private final Timeline timeline;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// How many octets each end of a connection has sent, by both its ends.
    private final Map<String, Long> positions = new HashMap<>();

    private PcapngExport(Timeline timeline) {
        this.timeline = timeline;
    }

    /// A whole file.
    ///
    /// @param entries in the order of time; remarks are left out
    public static byte[] of(List<Entry> entries, Timeline timeline) {
        var export = new PcapngExport(timeline);
        export.head();
        for (var entry : entries) {
            switch (entry.what()) {
                case Entry.Received(var path, var bytes, int length) ->
                        export.message(
                                entry.nanos(),
                                path.transport(),
                                path.remote(),
                                path.local(),
                                bytes,
                                length);
                case Entry.Sent(var path, var bytes, int length) ->
                        export.message(
                                entry.nanos(),
                                path.transport(),
                                path.local(),
                                path.remote(),
                                bytes,
                                length);
                case Entry.Remarked _ -> {}
            }
        }
        return export.out.toByteArray();
    }

    private void head() {
        block(
                SECTION,
                buffer(16).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1));
        // times are in nanoseconds: if_tsresol is 9
        block(
                INTERFACE,
                buffer(8 + 8 + 4)
                        .putShort((short) RAW_IP)
                        .putShort((short) 0)
                        .putInt(0)
                        .putShort((short) 9)
                        .putShort((short) 1)
                        .put((byte) 9)
                        .put(new byte[3])
                        .putInt(0));
    }

    private void message(
            long nanos,
            String transport,
            InetSocketAddress from,
            InetSocketAddress to,
            byte[] bytes,
            int length) {
        byte[] masked = Mask.of(bytes);
        int whole = Math.min(Math.max(length, masked.length), LONGEST);
        byte[] kept = masked.length > whole ? java.util.Arrays.copyOf(masked, whole) : masked;
        if (transport.equals("UDP")) {
            packet(nanos, from, to, UDP, udp(from, to, kept, whole), whole - kept.length);
            return;
        }
        String there = from + ">" + to;
        String back = to + ">" + from;
        if (!positions.containsKey(there)) handshake(nanos, from, to, there, back);
        long position = positions.getOrDefault(there, 1L);
        var segment = tcp(from, to, position, positions.getOrDefault(back, 1L), PUSH | ACK, kept);
        packet(nanos, from, to, TCP, segment, whole - kept.length);
        positions.put(there, position + whole);
    }

    private void handshake(
            long nanos, InetSocketAddress from, InetSocketAddress to, String there, String back) {
        packet(nanos, from, to, TCP, tcp(from, to, 0, 0, SYN, new byte[0]), 0);
        packet(nanos, to, from, TCP, tcp(to, from, 0, 1, SYN | ACK, new byte[0]), 0);
        packet(nanos, from, to, TCP, tcp(from, to, 1, 1, ACK, new byte[0]), 0);
        positions.put(there, 1L);
        positions.put(back, 1L);
    }

    private static byte[] udp(
            InetSocketAddress from, InetSocketAddress to, byte[] bytes, int whole) {
        return ByteBuffer.allocate(8 + bytes.length)
                .putShort((short) from.getPort())
                .putShort((short) to.getPort())
                .putShort((short) (8 + whole))
                .putShort((short) 0)
                .put(bytes)
                .array();
    }

    private static byte[] tcp(
            InetSocketAddress from,
            InetSocketAddress to,
            long sequence,
            long acknowledged,
            int flags,
            byte[] bytes) {
        return ByteBuffer.allocate(20 + bytes.length)
                .putShort((short) from.getPort())
                .putShort((short) to.getPort())
                .putInt((int) sequence)
                .putInt((int) acknowledged)
                .put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 0xffff)
                .putInt(0)
                .put(bytes)
                .array();
    }

    /// @param missing how many octets behind these were not kept
    private void packet(
            long nanos,
            InetSocketAddress from,
            InetSocketAddress to,
            int protocol,
            byte[] payload,
            int missing) {
        byte[] source = octets(from);
        byte[] target = octets(to);
        boolean isIp6 = source.length == 16 || target.length == 16;
        int whole = payload.length + missing;
        byte[] ip =
                isIp6
                        ? ip6(mapped(source), mapped(target), protocol, whole)
                        : ip4(source, target, protocol, whole);
        var time = timeline.at(nanos);
        long stamp = time.getEpochSecond() * 1_000_000_000L + time.getNano();
        int captured = ip.length + payload.length;
        int padding = -captured & 3;
        block(
                PACKET,
                buffer(20 + captured + padding)
                        .putInt(0)
                        .putInt((int) (stamp >>> 32))
                        .putInt((int) stamp)
                        .putInt(captured)
                        .putInt(captured + missing)
                        .put(ip)
                        .put(payload)
                        .put(new byte[padding]));
    }

    private static byte[] octets(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        return ip == null ? new byte[4] : ip.getAddress();
    }

    /// An IPv4 address among IPv6 ones: `::ffff:10.0.0.7`.
    private static byte[] mapped(byte[] octets) {
        if (octets.length == 16) return octets;
        return ByteBuffer.allocate(16).putLong(0).putInt(0xffff).put(octets).array();
    }

    private static byte[] ip4(byte[] source, byte[] target, int protocol, int length) {
        var head =
                ByteBuffer.allocate(20)
                        .put((byte) 0x45)
                        .put((byte) 0)
                        .putShort((short) (20 + length))
                        .putInt(0x4000)
                        .put((byte) 64)
                        .put((byte) protocol)
                        .putShort((short) 0)
                        .put(source)
                        .put(target);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) sum += head.getShort(i) & 0xffff;
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
        return head.putShort(10, (short) ~sum).array();
    }

    private static byte[] ip6(byte[] source, byte[] target, int protocol, int length) {
        return ByteBuffer.allocate(40)
                .putInt(0x6000_0000)
                .putShort((short) length)
                .put((byte) protocol)
                .put((byte) 64)
                .put(source)
                .put(target)
                .array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void block(int type, ByteBuffer body) {
        byte[] content = body.array();
        int length = content.length + 12;
        out.writeBytes(buffer(8).putInt(type).putInt(length).array());
        out.writeBytes(content);
        out.writeBytes(buffer(4).putInt(length).array());
    }
}
