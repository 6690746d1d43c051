package io.switchhook.provisioning.serve;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A packet that came over TFTP (RFC 1350, options RFC 2347).
sealed interface TftpPacket {
    int RRQ = 1;
    int DATA = 3;
    int ACK = 4;
    int ERROR = 5;
    int OACK = 6;

    /// Bytes of a request with its options (RFC 2347: 512).
    int LONGEST_REQUEST = 512;

    /// @param mode in lower case
    /// @param options by their names in lower case, in the order of the packet
    record ReadRequest(String file, String mode, SequencedMap<String, String> options)
            implements TftpPacket {}

    record Ack(int block) implements TftpPacket {}

    record Error(int code) implements TftpPacket {}

    /// What no client sends who only reads.
    record Other(int operation) implements TftpPacket {}

    /// @return empty for what breaks the form
    static Optional<TftpPacket> parse(ByteBuf packet) {
        if (packet.readableBytes() < 4) return Optional.empty();
        int operation = packet.readUnsignedShort();
        return switch (operation) {
            case RRQ -> request(packet);
            case ACK -> Optional.of(new Ack(packet.readUnsignedShort()));
            case ERROR -> Optional.of(new Error(packet.readUnsignedShort()));
            default -> Optional.of(new Other(operation));
        };
    }

    private static Optional<TftpPacket> request(ByteBuf packet) {
        if (packet.readableBytes() > LONGEST_REQUEST) return Optional.empty();
        var words = words(packet);
        if (words.size() < 2 || words.size() % 2 != 0) return Optional.empty();
        var options = new LinkedHashMap<String, String>();
        for (int i = 2; i < words.size(); i += 2)
            options.putIfAbsent(words.get(i).toLowerCase(Locale.ROOT), words.get(i + 1));
        return Optional.of(
                new ReadRequest(words.get(0), words.get(1).toLowerCase(Locale.ROOT), options));
    }

    /// Each ends with a zero; what has none at its end is none.
    private static List<String> words(ByteBuf packet) {
        var words = new ArrayList<String>();
        while (packet.isReadable()) {
            int length = packet.bytesBefore((byte) 0);
            if (length < 0) return List.of();
            words.add(packet.readCharSequence(length, StandardCharsets.ISO_8859_1).toString());
            packet.skipBytes(1);
        }
        return words;
    }

    static ByteBuf data(int block, byte[] file, int from, int length) {
        return Unpooled.buffer(4 + length)
                .writeShort(DATA)
                .writeShort(block)
                .writeBytes(file, from, length);
    }

    static ByteBuf acknowledged(Map<String, String> options) {
        var packet = Unpooled.buffer().writeShort(OACK);
        options.forEach((name, value) -> {
            word(packet, name);
            word(packet, value);
        });
        return packet;
    }

    private static void word(ByteBuf packet, String text) {
        packet.writeCharSequence(text, StandardCharsets.US_ASCII);
        packet.writeByte(0);
    }

    static ByteBuf error(int code, String message) {
        var packet = Unpooled.buffer().writeShort(ERROR).writeShort(code);
        word(packet, message);
        return packet;
    }
}
