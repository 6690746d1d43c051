package io.switchhook.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;

/// Pours hostile messages over one transport, many to a write, and listens to nothing.
///
/// Over streams most messages can be told from the next, so that the server reads on; now and then the framing itself is
/// hostile. Where the server closes, another connection is opened.
final class Flood {
    private static final int BATCH = 16_384;
    private static final int SOCKETS = 8;
    private static final int DATAGRAMS_A_SECOND = 30_000;
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final byte[] NOTHING = {};

    private final Wire wire;
    private final int port;
    private final SSLSocketFactory secure;
    private final Mutator mutator;
    private final SplittableRandom random;
    private long sent;
    private long connections;

    Flood(Wire wire, int port, SSLSocketFactory secure, Mutator mutator) {
        this.wire = wire;
        this.port = port;
        this.secure = secure;
        this.mutator = mutator;
        this.random = mutator.random();
    }

    Wire wire() {
        return wire;
    }

    /// All messages that were written until now.
    long sent() {
        return sent;
    }

    long connections() {
        return connections;
    }

    /// Blocks until so many more are written.
    ///
    /// @throws IOException if the server takes no connection any more
    void pour(long messages) throws IOException {
        if (wire == Wire.UDP) {
            pourDatagrams(sent + messages);
        } else {
            pourStreams(sent + messages);
        }
    }

    private void pourDatagrams(long until) throws IOException {
        var server = new InetSocketAddress("127.0.0.1", port);
        var channels = new ArrayList<DatagramChannel>();
        try {
            for (var i = 0; i < SOCKETS; i++) {
                var channel = DatagramChannel.open();
                channels.add(channel);
                channel.bind(new InetSocketAddress("127.0.0.1", 0));
                channel.configureBlocking(false);
            }
            var before = sent;
            var start = System.nanoTime();
            for (; sent < until; sent++) {
                var channel = channels.get((int) (sent % SOCKETS));
                channel.send(ByteBuffer.wrap(mutator.next()), server);
                if (sent % 64 == 0) {
                    var due = TimeUnit.SECONDS.toNanos(sent - before) / DATAGRAMS_A_SECOND;
                    LockSupport.parkNanos(start + due - System.nanoTime());
                }
            }
        } finally {
            for (var channel : channels) {
                channel.close();
            }
        }
    }

    private void pourStreams(long until) throws IOException {
        while (sent < until) {
            try (var socket = wire.connect(port, secure)) {
                connections++;
                var answers = Thread.ofVirtual().start(() -> drain(socket));
                pour(socket, until);
                if (random.nextInt(8) > 0) {
                    end(socket, answers);
                }
            }
        }
    }

    /// Until the server, or chance, ends the connection.
    private void pour(Socket socket, long until) {
        try {
            var out = socket.getOutputStream();
            for (var batches = 1 + random.nextInt(200); batches > 0 && sent < until; batches--) {
                var batch = new ByteArrayOutputStream(2 * BATCH);
                var messages = 0;
                var last = false;
                while (batch.size() < BATCH && sent + messages < until && !last) {
                    // what follows hostile framing is mostly not looked at
                    last = random.nextInt(500) == 0;
                    batch.writeBytes(last ? hostile() : wire.framed(mutator.nextFramed()));
                    messages++;
                }
                out.write(batch.toByteArray());
                sent += messages;
                if (last && random.nextInt(8) > 0) {
                    return;
                }
            }
        } catch (IOException _) {
            // the server has closed the connection, as it may
        }
    }

    /// A connection that is closed with answers unread is reset, and the server never sees what it had not read.
    private static void end(Socket socket, Thread answers) {
        try {
            socket.shutdownOutput();
            answers.join(LINGER);
        } catch (IOException _) {
            // the server has closed it
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void drain(Socket socket) {
        var buffer = new byte[65536];
        try {
            while (socket.getInputStream().read(buffer) >= 0) {
                // it is the reading that counts
            }
        } catch (IOException _) {
            // closed by one or the other
        }
    }

    private byte[] hostile() {
        return wire.isWebSocket() ? hostileFrame() : hostileBytes();
    }

    private byte[] hostileBytes() {
        return switch (random.nextInt(4)) {
            case 0 -> mutator.next();
            case 1 -> bytes(1 + random.nextInt(3000));
            case 2 -> "\r\n\r\n".repeat(random.nextInt(2000)).getBytes(StandardCharsets.US_ASCII);
            default -> joined(mutator.nextFramed(), bytes(1 + random.nextInt(10)));
        };
    }

    private byte[] hostileFrame() {
        var message = mutator.next();
        var half = message.length / 2;
        var head = Arrays.copyOf(message, half);
        var tail = Arrays.copyOfRange(message, half, message.length);
        var mask = random.nextInt() | 1;
        return switch (random.nextInt(9)) {
            case 0 -> Wire.frame(0x80 | Wire.TEXT, message, 0);
            case 1 -> joined(Wire.frame(Wire.TEXT, head, mask), Wire.frame(0x80, tail, mask));
            case 2 -> Wire.frame(Wire.TEXT, head, mask);
            case 3 -> storm(Wire.frame(0x80 | Wire.PING, bytes(random.nextInt(126)), mask));
            case 4 -> storm(Wire.frame(0x80 | Wire.CLOSE, bytes(random.nextInt(4)), mask));
            case 5 -> Wire.frame(random.nextInt(256), message, mask);
            case 6 -> storm(Wire.frame(random.nextInt(16), NOTHING, mask));
            case 7 -> joined(new byte[] {(byte) 0x81, (byte) 0xff}, bytes(8 + random.nextInt(100)));
            default -> bytes(1 + random.nextInt(3000));
        };
    }

    private byte[] storm(byte[] frame) {
        var storm = new ByteArrayOutputStream();
        for (var times = 1 + random.nextInt(500); times > 0; times--) {
            storm.writeBytes(frame);
        }
        return storm.toByteArray();
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
