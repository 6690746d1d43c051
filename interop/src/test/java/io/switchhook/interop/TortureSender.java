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
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Sends messages as they are and collects the answers. Over UDP these go to the sender's address and the port of the
/// Via (RFC 3261 §18.2.2), so that 127.0.0.2 listens on all ports that occur.
final class TortureSender implements AutoCloseable {
    /// What came: status codes, the first of each answer, and whether the connection was closed.
    record Answer(List<Integer> statuses, boolean closed) {}

    private static final String ADDRESS = "127.0.0.2";
    private static final List<Integer> PORTS = List.of(5060, 5061, 5050, 5070, 6050, 19823);
    private static final Duration SILENCE = Duration.ofMillis(1500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration AFTER_FINAL = Duration.ofMillis(150);
    private static final Pattern STATUS = Pattern.compile("(?m)^SIP/2\\.0 (\\d{3})[ \\r]");

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final Map<Integer, DatagramChannel> channels = new HashMap<>();

    TortureSender(int serverPort) throws IOException {
        server = new InetSocketAddress("127.0.0.1", serverPort);
        for (var port : PORTS) {
            var channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(ADDRESS, port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channels.put(port, channel);
        }
    }

    Answer overUdp(TortureCase sent) throws IOException {
        receive(Duration.ofMillis(1), "");
        send(sent.viaPort(), sent.message());
        var statuses = new ArrayList<Integer>();
        for (var answer : receive(limit(sent), sent.identity())) {
            statuses.addAll(statuses(answer.lines().findFirst().orElse("") + "\r\n"));
        }
        return new Answer(statuses, false);
    }

    private static Duration limit(TortureCase sent) {
        return sent.maySilenceBeRight() ? SILENCE : PATIENCE;
    }

    /// Sends a request from port 5060 and returns the answers that contain a text.
    List<String> exchange(String request, String identity) throws IOException {
        send(5060, request.getBytes(StandardCharsets.UTF_8));
        return receive(PATIENCE, identity);
    }

    private void send(int port, byte[] message) throws IOException {
        var channel = channels.get(port);
        if (channel == null) {
            throw new IllegalArgumentException("no socket on port " + port);
        }
        channel.send(ByteBuffer.wrap(message), server);
    }

    /// What comes until it is quiet, or shortly after the first final response.
    private List<String> receive(Duration limit, String identity) throws IOException {
        var deadline = System.nanoTime() + limit.toNanos();
        var answers = new ArrayList<String>();
        var buffer = ByteBuffer.allocate(65536);
        for (var left = limit.toMillis(); left > 0; left = millisecondsTo(deadline)) {
            selector.select(left);
            selector.selectedKeys().clear();
            for (var channel : channels.values()) {
                while (channel.receive(buffer.clear()) instanceof InetSocketAddress from) {
                    var text = StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
                    if (text.startsWith("SIP/2.0 ") && text.contains(identity)) {
                        answers.add(text);
                        acknowledge(text, channel, from);
                        if (!text.startsWith("SIP/2.0 1")) {
                            deadline =
                                    Math.min(deadline, System.nanoTime() + AFTER_FINAL.toNanos());
                        }
                    }
                }
            }
        }
        return answers;
    }

    private static long millisecondsTo(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
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

    Answer overTcp(TortureCase sent) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, 3000);
            socket.getOutputStream().write(sent.message());
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
        for (var channel : channels.values()) {
            channel.close();
        }
        selector.close();
    }
}
