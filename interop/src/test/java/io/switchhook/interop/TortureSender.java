package io.switchhook.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Sends messages as they are and collects the answers. Over UDP these go to the sender's address and the port of the
/// Via (RFC 3261 §18.2.2), so that it listens on all ports that occur.
final class TortureSender implements AutoCloseable {
    /// What came: status codes, the first of each answer, and whether the connection was closed.
    record Answer(List<Integer> statuses, boolean closed) {}

    /// What will have come for a message that was sent. Others may be sent before it is asked for.
    interface Reply {
        /// Waits until nothing more is to be expected.
        Answer await() throws Exception;
    }

    /// What comes for a message until it is quiet, or shortly after the first final response.
    private static final class Exchange {
        private final String identity;
        private final List<String> answers = new ArrayList<>();
        private long end;

        private Exchange(String identity, long end) {
            this.identity = identity;
            this.end = end;
        }

        private void hear(String text) {
            if (!text.contains(identity) || System.nanoTime() - end > 0) {
                return;
            }
            answers.add(text);
            if (!text.startsWith("SIP/2.0 1")) {
                end = Math.min(end, System.nanoTime() + AFTER_FINAL.toNanos());
            }
        }

        /// In milliseconds.
        private long left(long deadline) {
            return millisecondsTo(Math.min(end, deadline));
        }

        private List<Integer> statuses() {
            return answers.stream()
                    .flatMap(it ->
                            TortureSender.statuses(it.lines().findFirst().orElse("") + "\r\n")
                                    .stream())
                    .toList();
        }
    }

    private static final List<Integer> PORTS = List.of(5060, 5061, 5050, 5070, 6050, 19823);
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AFTER_FINAL = Duration.ofMillis(50);

    /// After so long without an answer the next message is sent.
    private static final Duration ATTENTION = Duration.ofMillis(300);

    private static final Pattern STATUS = Pattern.compile("(?m)^SIP/2\\.0 (\\d{3})[ \\r]");

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final Map<Integer, DatagramChannel> channels = new HashMap<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

    TortureSender(String address, int serverPort) throws IOException {
        server = new InetSocketAddress("127.0.0.1", serverPort);
        for (var port : PORTS) {
            var channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(address, port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channels.put(port, channel);
        }
    }

    Reply overUdp(TortureCase sent) throws IOException {
        // an answer to the one could be taken for an answer to the other
        for (var earlier : exchanges) {
            if (earlier.identity.contains(sent.identity())
                    || sent.identity().contains(earlier.identity)) {
                receive(earlier, PATIENCE);
            }
        }
        var exchange = open(sent.identity(), limit(sent));
        send(sent.viaPort(), sent.message());
        receive(exchange, ATTENTION);
        return () -> {
            receive(exchange, PATIENCE);
            return new Answer(exchange.statuses(), false);
        };
    }

    private static Duration limit(TortureCase sent) {
        return sent.maySilenceBeRight() ? SILENCE : PATIENCE;
    }

    /// Sends a request from port 5060 and returns the answers that contain a text.
    List<String> exchange(String request, String identity) throws IOException {
        var exchange = open(identity, PATIENCE);
        send(5060, request.getBytes(StandardCharsets.UTF_8));
        receive(exchange, PATIENCE);
        return exchange.answers;
    }

    private Exchange open(String identity, Duration limit) {
        var exchange = new Exchange(identity, System.nanoTime() + limit.toNanos());
        exchanges.add(exchange);
        return exchange;
    }

    private void send(int port, byte[] message) throws IOException {
        var channel = channels.get(port);
        if (channel == null) {
            throw new IllegalArgumentException("no socket on port " + port);
        }
        channel.send(ByteBuffer.wrap(message), server);
    }

    /// Takes in what comes for all, until one exchange is over, but for no longer than this.
    private void receive(Exchange awaited, Duration limit) throws IOException {
        var deadline = System.nanoTime() + limit.toNanos();
        var buffer = ByteBuffer.allocate(65536);
        for (var left = awaited.left(deadline); left > 0; left = awaited.left(deadline)) {
            selector.select(left);
            selector.selectedKeys().clear();
            for (var channel : channels.values()) {
                while (channel.receive(buffer.clear()) instanceof InetSocketAddress from) {
                    var text = StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
                    if (!text.startsWith("SIP/2.0 ")) {
                        refuse(text, channel, from);
                    } else {
                        acknowledge(text, channel, from);
                        exchanges.forEach(each -> each.hear(text));
                    }
                }
            }
        }
    }

    private static long millisecondsTo(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }

    /// A request is for a phone that one of the messages registered over this path.
    private static void refuse(String request, DatagramChannel channel, InetSocketAddress to)
            throws IOException {
        if (!request.startsWith("ACK ")) {
            var response = RawPhone.response(request, "404 Not Found", "");
            channel.send(ByteBuffer.wrap(response.getBytes(StandardCharsets.ISO_8859_1)), to);
        }
    }

    /// Final answers to an INVITE would be sent again and again.
    private static void acknowledge(String answer, DatagramChannel channel, InetSocketAddress to)
            throws IOException {
        var cseq = RawPhone.header(answer, "CSeq");
        if (answer.startsWith("SIP/2.0 1") || !cseq.endsWith("INVITE")) {
            return;
        }
        var ack = new StringBuilder("ACK sip:user@example.com SIP/2.0\r\n");
        answer.lines()
                .filter(line -> line.matches("(?i)(Via|v|From|f|To|t|Call-ID|i)[ \\t]*:.*"))
                .forEach(line -> ack.append(line).append("\r\n"));
        ack.append("CSeq: ").append(cseq.replace("INVITE", "ACK"));
        ack.append("\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
        channel.send(ByteBuffer.wrap(ack.toString().getBytes(StandardCharsets.ISO_8859_1)), to);
    }

    Reply overTcp(TortureCase sent) throws IOException {
        var socket = new Socket();
        socket.connect(server, 3000);
        socket.getOutputStream().write(sent.message());
        return readers.submit(() -> read(socket, sent))::get;
    }

    private static Answer read(Socket socket, TortureCase sent) throws IOException {
        try (socket) {
            var received = new StringBuilder();
            var closed = readUntilQuiet(socket, received, SILENCE);
            if (!closed && received.isEmpty()) {
                // a message that is not complete yet: no more of it will come
                socket.shutdownOutput();
                closed = readUntilQuiet(socket, received, limit(sent));
            }
            return new Answer(statuses(received.toString()), closed);
        }
    }

    private static boolean readUntilQuiet(Socket socket, StringBuilder received, Duration limit)
            throws IOException {
        var deadline = System.nanoTime() + limit.toNanos();
        var buffer = new byte[65536];
        for (var left = limit.toMillis(); left > 0; left = millisecondsTo(deadline)) {
            socket.setSoTimeout((int) left);
            try {
                var length = socket.getInputStream().read(buffer);
                if (length < 0) {
                    return true;
                }
                received.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            } catch (SocketTimeoutException _) {
                return false;
            } catch (IOException _) {
                return true;
            }
            if (statuses(received.toString()).stream().anyMatch(status -> status >= 200)) {
                deadline = Math.min(deadline, System.nanoTime() + AFTER_FINAL.toNanos());
            }
        }
        return false;
    }

    private static List<Integer> statuses(String text) {
        return STATUS.matcher(text)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        readers.close();
        for (var channel : channels.values()) {
            channel.close();
        }
        selector.close();
    }
}
