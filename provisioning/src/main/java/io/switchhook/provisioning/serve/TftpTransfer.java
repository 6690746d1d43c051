package io.switchhook.provisioning.serve;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One file on its way over TFTP: which packet is due. It knows neither socket nor clock.
///
/// RFC 2348 (`blksize`), RFC 2349 (`tsize`, `timeout`). An acknowledgment that comes twice is passed over, and only silence has a
/// packet sent again: else each copy would make another (RFC 1123 §4.2.3.1).
final class TftpTransfer {
    private static final int USUAL_BLOCK = 512;
    private static final int SMALLEST_BLOCK = 8;

    /// What fits a packet of the network: 1500 bytes, less those of IPv6, UDP and TFTP. Clients are given this if they ask for more.
    private static final int LARGEST_BLOCK = 1500 - 40 - 8 - 4;

    private static final int LONGEST_TIMEOUT = 10;
    private static final int MOST_BLOCKS = 65_535;

    private final byte[] file;
    private final int blockSize;
    private final OptionalInt timeout;
    private final SequencedMap<String, String> agreed = new LinkedHashMap<>();

    /// The block that waits for its acknowledgment; 0 for the options.
    private int block;

    private TftpTransfer(byte[] file, Map<String, String> asked) {
        this.file = file;
        var size = number(asked.get("blksize"), SMALLEST_BLOCK, 65_464);
        blockSize = Math.min(size.orElse(USUAL_BLOCK), LARGEST_BLOCK);
        if (size.isPresent()) agreed.put("blksize", Integer.toString(blockSize));
        timeout = number(asked.get("timeout"), 1, LONGEST_TIMEOUT);
        timeout.ifPresent(seconds -> agreed.put("timeout", Integer.toString(seconds)));
        if (asked.containsKey("tsize")) agreed.put("tsize", Integer.toString(file.length));
        block = agreed.isEmpty() ? 1 : 0;
    }

    /// @return empty if the file has more blocks than can be counted
    static Optional<TftpTransfer> of(TftpPacket.ReadRequest request, byte[] file) {
        byte[] bytes = request.mode().equals("netascii") ? netascii(file) : file;
        var transfer = new TftpTransfer(bytes, request.options());
        return bytes.length / transfer.blockSize < MOST_BLOCKS
                ? Optional.of(transfer)
                : Optional.empty();
    }

    private static OptionalInt number(@Nullable String text, int least, int most) {
        if (text == null || !text.matches("\\d{1,5}")) return OptionalInt.empty();
        int number = Integer.parseInt(text);
        return number < least || number > most ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /// RFC 764: the end of a line is CR LF, and a CR that is none is followed by a zero.
    private static byte[] netascii(byte[] file) {
        var text = new ByteArrayOutputStream(file.length + file.length / 16);
        for (int i = 0; i < file.length; i++) {
            byte b = file[i];
            if (b == '\n') text.write('\r');
            text.write(b);
            if (b == '\r') {
                boolean endsLine = i + 1 < file.length && file[i + 1] == '\n';
                text.write(endsLine ? '\n' : 0);
                if (endsLine) i++;
            }
        }
        return text.toByteArray();
    }

    /// What was agreed on for silence, in seconds.
    OptionalInt timeout() {
        return timeout;
    }

    /// The packet that waits for its acknowledgment.
    ByteBuf due() {
        if (block == 0) return TftpPacket.acknowledged(agreed);
        int from = (block - 1) * blockSize;
        return TftpPacket.data(block, file, from, Math.min(blockSize, file.length - from));
    }

    /// @return whether another packet is due, or [#isDone]
    boolean acknowledge(int number) {
        if (number != (block & 0xffff) || isDone()) return false;
        block++;
        return true;
    }

    /// Whether the last block, which is shorter than the others, was acknowledged.
    boolean isDone() {
        return block > file.length / blockSize + 1;
    }
}
