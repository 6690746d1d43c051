package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Accepts every registration on loopback, and says what was registered: `+1001` and `-1001`.
final class LoopbackRegistrar implements AutoCloseable {
    private static final Pattern USER = Pattern.compile("(?m)^To:[^\r\n]*sips?:([^@>]+)@");
    private static final Pattern CONTACT = Pattern.compile("(?m)^Contact: *<?(sip:[^>;\r\n]+)");

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final LinkedBlockingQueue<String> news = new LinkedBlockingQueue<>();
    private volatile SocketAddress phone = socket.getLocalSocketAddress();
    private volatile String contact = "";
    private int numbers;

    LoopbackRegistrar() throws IOException {
        Thread.ofVirtual().start(this::run);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void run() {
        var packet = new DatagramPacket(new byte[65536], 65536);
        try {
            while (true) {
                socket.receive(packet);
                String text =
                        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                if (text.startsWith("REGISTER ")) answer(text, packet.getSocketAddress());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void answer(String register, SocketAddress from) throws IOException {
        var response = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (var line : register.split("\r\n", -1)) {
            if (line.matches("(Via|From|Call-ID|CSeq|Expires|Contact):.*"))
                response.append(line).append("\r\n");
            if (line.startsWith("To:")) response.append(line).append(";tag=r\r\n");
        }
        send(response + "Content-Length: 0\r\n\r\n", from);
        boolean isGone = Pattern.compile("(?im)expires[:=] *0\\b").matcher(register).find();
        if (!isGone) {
            phone = from;
            contact = found(CONTACT, register);
        }
        news.add((isGone ? "-" : "+") + found(USER, register));
    }

    private static String found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private void send(String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /// Asks the phone that registered last to look for its files.
    void checkSync(String parameters) throws IOException {
        int number = ++numbers;
        send(
                """
                NOTIFY %s SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKn%d
                Max-Forwards: 70
                From: <sip:pbx@127.0.0.1>;tag=n%d
                To: <%s>
                Call-ID: n%d@127.0.0.1
                CSeq: 1 NOTIFY
                Event: check-sync%s
                Subscription-State: terminated
                Content-Length: 0

                """
                        .formatted(contact, port(), number, number, contact, number, parameters)
                        .replace("\n", "\r\n"),
                phone);
    }

    /// What was registered or removed next.
    String next() throws InterruptedException {
        var next = news.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("nobody registered").isNotNull();
        return next == null ? "" : next;
    }

    @Override
    public void close() {
        socket.close();
    }
}
