package io.switchhook.phone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Reads files by TFTP (RFC 1350) in blocks as large as the server likes, up to what fits a packet of the network (RFC 2348).
/// It waits, so for virtual threads.
final class TftpClient {
    private static final int PORT = 69;
    private static final int RRQ = 1;
    private static final int DATA = 3;
    private static final int ACK = 4;
    private static final int ERROR = 5;
    private static final int OACK = 6;
    private static final int FILE_NOT_FOUND = 1;
    private static final int UNKNOWN_TRANSFER = 5;
    private static final int USUAL_BLOCK = 512;
    private static final int SMALLEST_BLOCK = 8;
    private static final int LARGEST_BLOCK = 1428;
    private static final int LONGEST_NAME = 400;

    private final Duration patience;
    private final Duration deadline;
    private final int largest;

    /// @param patience with a server that says nothing, until the last packet is sent again
    /// @param deadline of a file
    /// @param largest in bytes
    TftpClient(Duration patience, Duration deadline, int largest) {
        this.patience = patience;
        this.deadline = deadline;
        this.largest = largest;
    }

    /// @param file `tftp://HOST[:PORT]/NAME` (RFC 3617)
    /// @return empty if there is no such file
    Optional<byte[]> fetch(URI file) throws IOException {
        String host = file.getHost();
        String path = file.getPath();
        if (host == null || path == null || path.length() < 2)
            throw new IOException("a TFTP URL is tftp://HOST/NAME");
        String name = path.substring(1);
        if (name.length() > LONGEST_NAME || name.indexOf('\0') >= 0)
            throw new IOException("no name of a file");
        int port = file.getPort() < 0 ? PORT : file.getPort();
        try (var socket = new DatagramSocket()) {
            return new Transfer(socket, InetAddress.getByName(host), port).read(name);
        }
    }

    private final class Transfer {
        private final DatagramSocket socket;
        private final InetAddress server;
        private final long end = System.nanoTime() + deadline.toNanos();
        private final DatagramPacket packet =
                new DatagramPacket(new byte[LARGEST_BLOCK + 5], LARGEST_BLOCK + 5);
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private SocketAddress peer;
        private boolean isKnown;
        private byte[] sent = new byte[0];
        private long sendAgain;
        private int blockSize = USUAL_BLOCK;
        private int next = 1;

        Transfer(DatagramSocket socket, InetAddress server, int port) {
            this.socket = socket;
            this.server = server;
            peer = new InetSocketAddress(server, port);
        }

        Optional<byte[]> read(String name) throws IOException {
            send(request(name));
            while (true) {
                var received = receive();
                int operation = received.getShort();
                int number = received.getShort() & 0xffff;
                switch (operation) {
                    case DATA -> {
                        if (isLast(number, received)) return Optional.of(content.toByteArray());
                    }
                    case OACK -> agree(received.position(2));
                    case ERROR -> {
                        if (number == FILE_NOT_FOUND) return Optional.empty();
                        throw new IOException("the server said: " + text(received, number));
                    }
                    default -> {
                        // no server sends it
                    }
                }
            }
        }

        /// A block that was had before is acknowledged again, since the server has not heard it; one that is not due is not.
        private boolean isLast(int number, ByteBuffer data) throws IOException {
            if (number == next - 1 && number > 0) send(acknowledged(number));
            if (number != next) return false;
            if (data.remaining() > blockSize)
                throw new IOException("a block is larger than was agreed on");
            if (content.size() + data.remaining() > largest)
                throw new IOException("more than " + largest + " bytes");
            content.write(data.array(), data.position(), data.remaining());
            send(acknowledged(number));
            next++;
            return data.remaining() < blockSize;
        }

        /// RFC 2347: what is not listed was not agreed to.
        private void agree(ByteBuffer options) throws IOException {
            if (next > 1) return;
            var words =
                    new String(
                                    options.array(),
                                    options.position(),
                                    options.remaining(),
                                    StandardCharsets.US_ASCII)
                            .split("\0", -1);
            for (int i = 0; i + 1 < words.length; i += 2)
                if (words[i].toLowerCase(Locale.ROOT).equals("blksize"))
                    blockSize = size(words[i + 1]);
            send(acknowledged(0));
        }

        private static int size(String text) throws IOException {
            try {
                int size = Integer.parseInt(text);
                if (size >= SMALLEST_BLOCK && size <= LARGEST_BLOCK) return size;
            } catch (NumberFormatException e) {
                // said below
            }
            throw new IOException("the server wants blocks of a size that was not offered");
        }

        private static byte[] request(String name) {
            String text = name + "\0octet\0blksize\0" + LARGEST_BLOCK + '\0';
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(bytes.length + 2).putShort((short) RRQ).put(bytes).array();
        }

        private static byte[] acknowledged(int block) {
            return ByteBuffer.allocate(4).putShort((short) ACK).putShort((short) block).array();
        }

        private void send(byte[] bytes) throws IOException {
            sent = bytes;
            sendAgain = System.nanoTime() + patience.toNanos();
            socket.send(new DatagramPacket(bytes, bytes.length, peer));
        }

        /// The next packet of this transfer, with an operation and a number. Junk does not put off the deadline.
        private ByteBuffer receive() throws IOException {
            while (true) {
                long now = System.nanoTime();
                if (now - end >= 0)
                    throw new IOException(
                            "the file was not there within " + deadline.toMillis() + " ms");
                if (now - sendAgain >= 0) send(sent);
                long wait = Math.min(sendAgain, end) - System.nanoTime();
                socket.setSoTimeout((int) Math.max(1, wait / 1_000_000));
                try {
                    packet.setLength(packet.getData().length);
                    socket.receive(packet);
                    if (isMine() && packet.getLength() >= 4)
                        return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
                } catch (SocketTimeoutException e) {
                    // then the last packet is sent again
                }
            }
        }

        /// RFC 1350 §4: the first response says which port the server has taken, and others are told that they are wrong.
        private boolean isMine() throws IOException {
            if (!packet.getAddress().equals(server)) return false;
            if (!isKnown) {
                isKnown = true;
                peer = packet.getSocketAddress();
            }
            if (packet.getSocketAddress().equals(peer)) return true;
            byte[] error =
                    ByteBuffer.allocate(5)
                            .putShort((short) ERROR)
                            .putShort((short) UNKNOWN_TRANSFER)
                            .array();
            socket.send(new DatagramPacket(error, error.length, packet.getSocketAddress()));
            return false;
        }

        private static String text(ByteBuffer message, int code) {
            var text = new StringBuilder();
            while (message.hasRemaining() && text.length() < 100) {
                char c = (char) message.get();
                if (c == 0) break;
                text.append(c >= ' ' && c < 127 ? c : '?');
            }
            return text.isEmpty() ? "error " + code : text.toString();
        }
    }
}
