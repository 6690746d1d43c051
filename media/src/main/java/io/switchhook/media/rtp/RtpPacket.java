package io.switchhook.media.rtp;

import java.nio.ByteBuffer;

/// An RTP packet as a view of the bytes it came in, which must not change while it is used: RFC 3550 §5.1.
///
/// ```
///  0                   1                   2                   3
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |                             SSRC                              |
/// |                          CSRC, 0 to 15                        |
/// |      defined by profile       |            length             | if X
/// |                       header extension                        |
/// ```
public final class RtpPacket {
    /// Octets of a header without CSRCs and extension.
    public static final int HEADER = 12;

    private final byte[] bytes;
    private final int from;
    private final int extensionFrom;
    private final int payloadFrom;
    private final int payloadLength;

    private RtpPacket(
            byte[] bytes, int from, int extensionFrom, int payloadFrom, int payloadLength) {
        this.bytes = bytes;
        this.from = from;
        this.extensionFrom = extensionFrom;
        this.payloadFrom = payloadFrom;
        this.payloadLength = payloadLength;
    }

    /// Checks that every part lies inside the packet; the checks of appendix A.1 that need no memory.
    ///
    /// @throws MalformedPacket if the version is not 2 or a part ends behind the packet
    public static RtpPacket parse(byte[] bytes, int from, int length) throws MalformedPacket {
        if (length < HEADER) throw new MalformedPacket("shorter than a header");
        int first = bytes[from];
        if ((first >> 6 & 3) != 2) throw new MalformedPacket("version is not 2");
        int end = from + length;
        int at = from + HEADER + 4 * (first & 15);
        int extension = -1;
        if ((first & 0x10) != 0) {
            extension = at;
            if (at + 4 > end) throw new MalformedPacket("extension ends behind the packet");
            at += 4 + 4 * BigEndian.uint16(bytes, at + 2);
        }
        int padding = (first & 0x20) == 0 ? 0 : bytes[end - 1] & 0xff;
        if ((first & 0x20) != 0 && padding == 0) throw new MalformedPacket("padding of nothing");
        if (at + padding > end) throw new MalformedPacket("header ends behind the packet");
        return new RtpPacket(bytes, from, extension, at, end - padding - at);
    }

    /// As above, of what remains in a buffer, which is copied if it has no array.
    public static RtpPacket parse(ByteBuffer buffer) throws MalformedPacket {
        if (buffer.hasArray())
            return parse(
                    buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        var copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return parse(copy, 0, copy.length);
    }

    public boolean marker() {
        return bytes[from + 1] < 0;
    }

    public int payloadType() {
        return bytes[from + 1] & 0x7f;
    }

    public int sequenceNumber() {
        return BigEndian.uint16(bytes, from + 2);
    }

    public int timestamp() {
        return BigEndian.int32(bytes, from + 4);
    }

    public int ssrc() {
        return BigEndian.int32(bytes, from + 8);
    }

    public int csrcCount() {
        return bytes[from] & 15;
    }

    /// @param place from 0, less than [#csrcCount]
    public int csrc(int place) {
        java.util.Objects.checkIndex(place, csrcCount());
        return BigEndian.int32(bytes, from + HEADER + 4 * place);
    }

    public boolean hasExtension() {
        return extensionFrom >= 0;
    }

    /// The 16 bits that the profile defines; -1 without an extension.
    public int extensionProfile() {
        return hasExtension() ? BigEndian.uint16(bytes, extensionFrom) : -1;
    }

    /// The extension's octets, copied; without one, none.
    public byte[] extension() {
        if (!hasExtension()) return new byte[0];
        int length = 4 * BigEndian.uint16(bytes, extensionFrom + 2);
        return java.util.Arrays.copyOfRange(bytes, extensionFrom + 4, extensionFrom + 4 + length);
    }

    /// The array in which the payload lies.
    public byte[] array() {
        return bytes;
    }

    /// Where in [#array] the payload begins.
    public int payloadFrom() {
        return payloadFrom;
    }

    /// Octets of the payload, padding not counted.
    public int payloadLength() {
        return payloadLength;
    }

    /// Writes a header; the payload goes behind it.
    ///
    /// @param csrc at most 15 contributing sources
    /// @return how many octets were written
    public static int writeHeader(
            byte[] out,
            int at,
            boolean marker,
            int payloadType,
            int sequenceNumber,
            int timestamp,
            int ssrc,
            int... csrc) {
        if (csrc.length > 15) throw new IllegalArgumentException("more than 15 CSRCs");
        if (payloadType < 0 || payloadType > 127)
            throw new IllegalArgumentException("payload type " + payloadType);
        out[at] = (byte) (0x80 | csrc.length);
        out[at + 1] = (byte) (payloadType | (marker ? 0x80 : 0));
        BigEndian.put16(out, at + 2, sequenceNumber);
        BigEndian.put32(out, at + 4, timestamp);
        BigEndian.put32(out, at + 8, ssrc);
        for (int i = 0; i < csrc.length; i++) BigEndian.put32(out, at + HEADER + 4 * i, csrc[i]);
        return HEADER + 4 * csrc.length;
    }

    /// Writes an extension behind a header that was just written, §5.3.1.
    ///
    /// @param header where the header begins
    /// @param data whole words
    /// @return how many octets were written
    public static int writeExtension(byte[] out, int header, int profile, byte[] data) {
        if (data.length % 4 != 0) throw new IllegalArgumentException("not whole words");
        int at = header + HEADER + 4 * (out[header] & 15);
        out[header] |= 0x10;
        BigEndian.put16(out, at, profile);
        BigEndian.put16(out, at + 2, data.length / 4);
        System.arraycopy(data, 0, out, at + 4, data.length);
        return 4 + data.length;
    }
}
