package io.switchhook.sip.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// The keep-alive of RFC 5626 §4.4.2: a STUN Binding request on the SIP port, answered with the address it came from.
///
/// ```
///  0                   1                   2                   3
/// |0 0|     message type          |         message length        |
/// |                  magic cookie 0x2112A442                      |
/// |                  transaction ID (96 bits)                     |
/// ```
///
/// RFC 5389 §6; the magic cookie tells it from SIP, whose messages begin with a letter (§8 there).
final class StunBinding {
    private static final int HEADER = 20;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final short REQUEST = 0x0001;
    private static final short SUCCESS = 0x0101;
    private static final short ERROR = 0x0111;
    private static final short ERROR_CODE = 0x0009;
    private static final short UNKNOWN_ATTRIBUTES = 0x000A;
    private static final short XOR_MAPPED_ADDRESS = 0x0020;
    private static final short FINGERPRINT = (short) 0x8028;
    private static final int FINGERPRINT_XOR = 0x5354554E;
    private static final byte[] NOTHING = {};

    private StunBinding() {}

    static boolean isStun(byte[] bytes) {
        if (bytes.length < HEADER || (bytes[0] & 0xC0) != 0) return false;
        var message = ByteBuffer.wrap(bytes);
        int length = message.getShort(2) & 0xffff;
        return message.getInt(4) == MAGIC_COOKIE
                && length % 4 == 0
                && length == bytes.length - HEADER;
    }

    /// The response to a Binding request; empty for indications, responses and what is malformed.
    static byte[] answer(byte[] bytes, InetSocketAddress source) {
        var request = ByteBuffer.wrap(bytes);
        if (request.getShort(0) != REQUEST) return NOTHING;
        var unknown = ByteBuffer.allocate(bytes.length);
        boolean fingerprint = false;
        int at = HEADER;
        while (at + 4 <= bytes.length) {
            short type = request.getShort(at);
            int length = request.getShort(at + 2) & 0xffff;
            at += 4 + (length + 3 & ~3);
            if (at > bytes.length) return NOTHING;
            fingerprint |= type == FINGERPRINT;
            if (!isKnown(type)) unknown.putShort(type);
        }
        var response = ByteBuffer.allocate(HEADER + 64 + unknown.position());
        response.putShort(unknown.position() == 0 ? SUCCESS : ERROR).putShort((short) 0);
        response.put(bytes, 4, HEADER - 4);
        if (unknown.position() == 0) putXorMappedAddress(response, source);
        else putUnknown(response, unknown.flip());
        if (fingerprint) putFingerprint(response);
        response.putShort(2, (short) (response.position() - HEADER));
        return java.util.Arrays.copyOf(response.array(), response.position());
    }

    /// §15: those below 0x8000 must be understood. Credentials are, in that nobody asks for them (RFC 5626 §4.4.2).
    private static boolean isKnown(short type) {
        return switch (type) {
            case 0x0001, 0x0006, 0x0008, 0x0014, 0x0015, 0x001C, 0x001D, 0x001E -> true;
            default -> type < 0;
        };
    }

    /// §15.2: port and address XORed with the magic cookie, and for IPv6 the transaction ID, against NATs that rewrite
    /// addresses wherever they see them.
    private static void putXorMappedAddress(ByteBuffer response, InetSocketAddress source) {
        byte[] address = source.getAddress().getAddress();
        response.putShort(XOR_MAPPED_ADDRESS).putShort((short) (4 + address.length));
        response.put((byte) 0).put((byte) (address.length == 4 ? 1 : 2));
        response.putShort((short) (source.getPort() ^ MAGIC_COOKIE >>> 16));
        for (int i = 0; i < address.length; i++)
            response.put((byte) (address[i] ^ response.get(4 + i)));
    }

    /// §7.3.1: 420 (Unknown Attribute), and which they are.
    private static void putUnknown(ByteBuffer response, ByteBuffer unknown) {
        response.putShort(ERROR_CODE).putShort((short) 4).putInt(4 << 8 | 20);
        int length = unknown.remaining();
        response.putShort(UNKNOWN_ATTRIBUTES).putShort((short) length).put(unknown);
        if (length % 4 != 0) response.putShort((short) 0);
    }

    /// §15.5: over all before it, with a length in the header that includes it.
    private static void putFingerprint(ByteBuffer response) {
        response.putShort(2, (short) (response.position() + 8 - HEADER));
        var crc = new CRC32();
        crc.update(response.array(), 0, response.position());
        response.putShort(FINGERPRINT).putShort((short) 4);
        response.putInt((int) crc.getValue() ^ FINGERPRINT_XOR);
    }
}
