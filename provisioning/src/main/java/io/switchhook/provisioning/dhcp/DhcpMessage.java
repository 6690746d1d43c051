package io.switchhook.provisioning.dhcp;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A message of DHCP (RFC 2131 §2), as far as who asks for options needs it.
///
/// @param isReply whether a server sends it
/// @param transaction what its answer has, too
/// @param client the address that the sender has, or 0.0.0.0
/// @param hardware six bytes
/// @param options by their numbers (RFC 2132); what came in pieces is put together (RFC 3396)
record DhcpMessage(
        boolean isReply,
        int transaction,
        InetAddress client,
        byte[] hardware,
        SequencedMap<Integer, byte[]> options) {
    static final int MESSAGE_TYPE = 53;
    static final int SERVER = 54;
    static final int PARAMETERS = 55;
    static final int VENDOR_CLASS = 60;

    static final int DISCOVER = 1;
    static final int OFFER = 2;
    static final int ACK = 5;
    static final int INFORM = 8;

    /// Bytes of a datagram that are read.
    static final int LONGEST = 4096;

    private static final int COOKIE = 0x63825363;
    private static final int HEAD = 240;
    private static final int HARDWARE = 28;
    private static final int END = 255;

    /// Old servers take no shorter message (RFC 1542 §2.1).
    private static final int LEAST = 300;

    /// The answer is to go to everybody, since who asks may have no address (RFC 2131 §4.1).
    private static final int BROADCAST = 0x8000;

    DhcpMessage {
        hardware = Arrays.copyOf(hardware, 6);
        options = Collections.unmodifiableSequencedMap(new TreeMap<>(options));
    }

    int type() {
        var type = options.get(MESSAGE_TYPE);
        return type == null || type.length != 1 ? 0 : type[0];
    }

    /// An option that is a text, without what would move a cursor and the zero that some servers put behind it.
    Optional<String> text(int option) {
        var bytes = options.get(option);
        if (bytes == null || bytes.length == 0) return Optional.empty();
        var text = new StringBuilder(bytes.length);
        for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray())
            text.append(c >= ' ' && c < 127 ? c : c == 0 ? "" : "?");
        return Optional.of(text.toString().strip());
    }

    Optional<InetAddress> address(int option) {
        var bytes = options.get(option);
        if (bytes == null || bytes.length != 4) return Optional.empty();
        return Optional.of(address(bytes));
    }

    private static InetAddress address(byte[] four) {
        try {
            return InetAddress.getByAddress(four);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        var head = ByteBuffer.allocate(HEAD);
        head.put((byte) (isReply ? 2 : 1)).put((byte) 1).put((byte) 6).put((byte) 0);
        head.putInt(transaction).putShort((short) 0);
        boolean hasAddress = !client.isAnyLocalAddress();
        head.putShort((short) (hasAddress ? 0 : BROADCAST)).put(client.getAddress());
        head.position(HARDWARE).put(hardware);
        head.position(HEAD - 4).putInt(COOKIE);
        out.writeBytes(head.array());
        options.forEach((number, value) -> {
            for (int at = 0; at == 0 || at < value.length; at += END) {
                int length = Math.min(END, value.length - at);
                out.write(number);
                out.write(length);
                out.write(value, at, length);
            }
        });
        out.write(END);
        while (out.size() < LEAST) out.write(0);
        return out.toByteArray();
    }

    /// @return empty for what is no message of DHCP
    static Optional<DhcpMessage> read(byte[] bytes, int length) {
        if (length < HEAD || length > bytes.length) return Optional.empty();
        var in = ByteBuffer.wrap(bytes, 0, length);
        if (in.getInt(HEAD - 4) != COOKIE || in.get(2) != 6) return Optional.empty();
        var options = new TreeMap<Integer, byte[]>();
        in.position(HEAD);
        while (in.hasRemaining()) {
            int number = in.get() & 0xff;
            if (number == END) break;
            if (number == 0) continue;
            if (!in.hasRemaining()) return Optional.empty();
            int size = in.get() & 0xff;
            if (size > in.remaining()) return Optional.empty();
            var value = new byte[size];
            in.get(value);
            options.merge(number, value, DhcpMessage::joined);
        }
        return Optional.of(
                new DhcpMessage(
                        in.get(0) == 2,
                        in.getInt(4),
                        address(Arrays.copyOfRange(bytes, 12, 16)),
                        Arrays.copyOfRange(bytes, HARDWARE, HARDWARE + 6),
                        options));
    }

    private static byte[] joined(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
