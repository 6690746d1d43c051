package io.switchhook.media.srtp;

import io.switchhook.media.rtp.MalformedPacket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// One direction of a call, protected with one master key: RFC 3711 §3.3 and §3.4. A context either sends or receives,
/// and its key is used for nothing else. For one thread.
///
/// Packets are changed in place, from the beginning of an array, in which [#OVERHEAD] octets of room are needed behind
/// one that is sent.
public final class SrtpContext {
    /// By how much a packet may grow: an index and a tag.
    public static final int OVERHEAD = 14;

    /// What [#openRtp] says of a packet that another key was used for, or that was changed on its way.
    static final int UNAUTHENTIC = -1;

    /// What [#openRtp] says of a packet that came before, or is too old to tell.
    static final int REPLAYED = -2;

    private static final int RTP_HEADER = 12;
    private static final int RTCP_HEADER = 8;
    private static final int RTCP_TAG = 10;
    private static final int SOURCES = 16;
    private static final int ENCRYPTED = 0x8000_0000;

    private final int rtpTag;
    private final SessionKeys rtp;
    private final SessionKeys rtcp;
    private final Map<Integer, ReplayWindow> rtpSources = new HashMap<>();
    private final Map<Integer, ReplayWindow> rtcpSources = new HashMap<>();

    public SrtpContext(SrtpKey key) {
        this(key.suite(), key.master());
    }

    /// @param master 16 octets of the key and 14 of the salt, as an `inline:` parameter has them (RFC 4568 §6.1)
    public SrtpContext(SrtpSuite suite, byte[] master) {
        if (master.length != SrtpSuite.MASTER_KEY + SrtpSuite.MASTER_SALT)
            throw new IllegalArgumentException("a key and salt of " + master.length + " octets");
        rtpTag = suite.tag();
        rtp = SessionKeys.derive(master, 0);
        rtcp = SessionKeys.derive(master, 3);
    }

    /// Encrypts an RTP packet.
    ///
    /// @return how many octets it has now
    public int protectRtp(byte[] packet, int length) throws MalformedPacket {
        int header = headerLength(packet, length);
        int ssrc = int32(packet, 8);
        var window = rtpSources.computeIfAbsent(ssrc, _ -> new ReplayWindow());
        long index = index(window, packet);
        window.accept(index);
        rtp.encrypt(packet, header, length - header, ssrc, index);
        System.arraycopy(rtp.tag(packet, length, (int) (index >>> 16)), 0, packet, length, rtpTag);
        return length + rtpTag;
    }

    /// Decrypts an RTP packet.
    ///
    /// @return how many octets it has now
    /// @throws MalformedPacket if it is not authentic, came before, or is too old to tell; it is unchanged then
    public int unprotectRtp(byte[] packet, int length) throws MalformedPacket {
        return orThrow(openRtp(packet, length));
    }

    /// As [#unprotectRtp], for a flood of what is refused costs less so.
    ///
    /// @return how many octets it has now; [#UNAUTHENTIC] or [#REPLAYED] if it is unchanged
    int openRtp(byte[] packet, int length) throws MalformedPacket {
        int plain = length - rtpTag;
        int header = headerLength(packet, plain);
        int ssrc = int32(packet, 8);
        var window = source(rtpSources, ssrc);
        long index = index(window, packet);
        if (!window.isNew(index)) return REPLAYED;
        if (!isAuthentic(packet, plain, index)) {
            // A key may be new right before a rollover, and all that came before that be lost.
            if (window.newest() >= 0) return UNAUTHENTIC;
            index += 0x1_0000;
            if (!isAuthentic(packet, plain, index)) return UNAUTHENTIC;
        }
        rtpSources.put(ssrc, window);
        window.accept(index);
        rtp.encrypt(packet, header, plain - header, ssrc, index);
        return plain;
    }

    /// Encrypts an RTCP packet.
    ///
    /// @return how many octets it has now
    public int protectRtcp(byte[] packet, int length) throws MalformedPacket {
        if (length < RTCP_HEADER) throw new MalformedPacket("shorter than a header");
        int ssrc = int32(packet, 4);
        var window = rtcpSources.computeIfAbsent(ssrc, _ -> new ReplayWindow());
        long index = window.newest() + 1 & 0x7fff_ffff;
        window.accept(index);
        rtcp.encrypt(packet, RTCP_HEADER, length - RTCP_HEADER, ssrc, index);
        ByteBuffer.wrap(packet).putInt(length, (int) index | ENCRYPTED);
        System.arraycopy(rtcp.tag(packet, length + 4), 0, packet, length + 4, RTCP_TAG);
        return length + 4 + RTCP_TAG;
    }

    /// Decrypts an RTCP packet.
    ///
    /// @return how many octets it has now
    /// @throws MalformedPacket if it is not authentic, came before, or is too old to tell; it is unchanged then
    public int unprotectRtcp(byte[] packet, int length) throws MalformedPacket {
        return orThrow(openRtcp(packet, length));
    }

    /// As [#unprotectRtcp], with the answers of [#openRtp].
    int openRtcp(byte[] packet, int length) throws MalformedPacket {
        int plain = length - RTCP_TAG - 4;
        if (plain < RTCP_HEADER) throw new MalformedPacket("shorter than a header");
        int ssrc = int32(packet, 4);
        var window = source(rtcpSources, ssrc);
        int trailer = int32(packet, plain);
        long index = trailer & 0x7fff_ffff;
        if (!window.isNew(index)) return REPLAYED;
        if (!matches(rtcp.tag(packet, plain + 4), packet, plain + 4, RTCP_TAG)) return UNAUTHENTIC;
        rtcpSources.put(ssrc, window);
        window.accept(index);
        if ((trailer & ENCRYPTED) != 0)
            rtcp.encrypt(packet, RTCP_HEADER, plain - RTCP_HEADER, ssrc, index);
        return plain;
    }

    /// Who is not yet authentic is not yet remembered.
    private static ReplayWindow source(Map<Integer, ReplayWindow> sources, int ssrc)
            throws MalformedPacket {
        var window = sources.get(ssrc);
        if (window != null) return window;
        if (sources.size() >= SOURCES) throw new MalformedPacket("too many sources");
        return new ReplayWindow();
    }

    /// §3.3.1: of the indices with this sequence number the one that is nearest to the newest.
    private static long index(ReplayWindow window, byte[] packet) {
        int sequenceNumber = ByteBuffer.wrap(packet).getShort(2) & 0xffff;
        if (window.newest() < 0) return sequenceNumber;
        long index = window.newest() + (short) (sequenceNumber - (int) window.newest());
        return index < 0 ? sequenceNumber : index & 0xffff_ffff_ffffL;
    }

    private static int orThrow(int length) throws MalformedPacket {
        return switch (length) {
            case UNAUTHENTIC -> throw new MalformedPacket("not authentic");
            case REPLAYED -> throw new MalformedPacket("replayed");
            default -> length;
        };
    }

    private boolean isAuthentic(byte[] packet, int plain, long index) {
        return matches(rtp.tag(packet, plain, (int) (index >>> 16)), packet, plain, rtpTag);
    }

    /// In a time that does not tell how much of it was right.
    private static boolean matches(byte[] tag, byte[] packet, int at, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) difference |= tag[i] ^ packet[at + i];
        return difference == 0;
    }

    /// Padding is inside what is encrypted, so it cannot be looked at.
    private static int headerLength(byte[] packet, int length) throws MalformedPacket {
        if (length < RTP_HEADER || (packet[0] >> 6 & 3) != 2)
            throw new MalformedPacket("not an RTP packet");
        int header = RTP_HEADER + 4 * (packet[0] & 15);
        if ((packet[0] & 0x10) != 0 && header + 4 <= length)
            header += 4 + 4 * (ByteBuffer.wrap(packet).getShort(header + 2) & 0xffff);
        if (header > length) throw new MalformedPacket("header ends behind the packet");
        return header;
    }

    private static int int32(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }
}
