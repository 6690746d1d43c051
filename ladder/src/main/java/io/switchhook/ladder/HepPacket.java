package io.switchhook.ladder;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A message as Homer and others take it: HEP version 3, one packet for each message, secrets masked.
///
/// ```
/// "HEP3" length(16)  { vendor(16) type(16) length(16) value }*
/// ```
public final class HepPacket {
    private static final int FAMILY = 1;
    private static final int PROTOCOL = 2;
    private static final int SOURCE_4 = 3;
    private static final int TARGET_4 = 4;
    private static final int SOURCE_6 = 5;
    private static final int TARGET_6 = 6;
    private static final int SOURCE_PORT = 7;
    private static final int TARGET_PORT = 8;
    private static final int SECONDS = 9;
    private static final int MICROSECONDS = 10;
    private static final int CONTENT = 11;
    private static final int AGENT = 12;
    private static final int PAYLOAD = 15;
    private static final int CORRELATION = 17;
    private static final int SIP = 1;

    private final ByteBuffer out;

    private HepPacket(int size) {
        out = ByteBuffer.allocate(size);
    }

    /// The packet for an entry, joined by its Call-ID; empty for a remark, and for what fits into no datagram.
    ///
    /// @param agent the number of this server at the collector
    public static Optional<byte[]> of(Entry entry, Timeline timeline, int agent) {
        return Seen.of(entry).flatMap(seen -> of(entry, timeline, agent, seen.callId()));
    }

    /// The packet for an entry; empty for a remark, and for what fits into no datagram.
    ///
    /// @param agent the number of this server at the collector
    /// @param callId by which the collector joins; empty for none
    public static Optional<byte[]> of(Entry entry, Timeline timeline, int agent, String callId) {
        return switch (entry.what()) {
            case Entry.Received(var path, var bytes, _) ->
                    of(
                            entry,
                            timeline,
                            agent,
                            callId,
                            path.transport(),
                            path.remote(),
                            path.local(),
                            bytes);
            case Entry.Sent(var path, var bytes, _) ->
                    of(
                            entry,
                            timeline,
                            agent,
                            callId,
                            path.transport(),
                            path.local(),
                            path.remote(),
                            bytes);
            case Entry.Remarked _ -> Optional.empty();
        };
    }

    private static Optional<byte[]> of(
            Entry entry,
            Timeline timeline,
            int agent,
            String callId,
            String transport,
            InetSocketAddress from,
            InetSocketAddress to,
            byte[] bytes) {
        byte[] id = callId.getBytes(StandardCharsets.UTF_8);
        if (from.getAddress() == null || to.getAddress() == null) return Optional.empty();
        byte[] source = from.getAddress().getAddress();
        byte[] target = to.getAddress().getAddress();
        int size = 6 + 13 * 6 + 2 * 16 + 2 + 4 + 8 + 1 + 4 + bytes.length + id.length;
        if (source.length != target.length || size > 65_000) return Optional.empty();
        boolean isIp6 = source.length == 16;
        var time = timeline.at(entry.nanos());
        var packet = new HepPacket(size);
        packet.out.put("HEP3".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0);
        packet.octet(FAMILY, isIp6 ? 10 : 2);
        packet.octet(PROTOCOL, transport.equals("UDP") ? 17 : 6);
        packet.octets(isIp6 ? SOURCE_6 : SOURCE_4, source);
        packet.octets(isIp6 ? TARGET_6 : TARGET_4, target);
        packet.two(SOURCE_PORT, from.getPort());
        packet.two(TARGET_PORT, to.getPort());
        packet.four(SECONDS, (int) time.getEpochSecond());
        packet.four(MICROSECONDS, time.getNano() / 1000);
        packet.octet(CONTENT, SIP);
        packet.four(AGENT, agent);
        packet.octets(PAYLOAD, Mask.of(bytes));
        if (id.length > 0) packet.octets(CORRELATION, id);
        return Optional.of(packet.done());
    }

    private ByteBuffer chunk(int type, int length) {
        return out.putShort((short) 0).putShort((short) type).putShort((short) (6 + length));
    }

    private void octet(int type, int value) {
        chunk(type, 1).put((byte) value);
    }

    private void two(int type, int value) {
        chunk(type, 2).putShort((short) value);
    }

    private void four(int type, int value) {
        chunk(type, 4).putInt(value);
    }

    private void octets(int type, byte[] value) {
        chunk(type, value.length).put(value);
    }

    private byte[] done() {
        out.putShort(4, (short) out.position());
        return java.util.Arrays.copyOf(out.array(), out.position());
    }
}
