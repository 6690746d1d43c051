package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A phone on a real socket that watches its registration in a whole server.
@Timeout(60)
class SubscriptionScenario {
    private static String subscribe(int port, int serverPort) {
        return """
        SUBSCRIBE sip:1001@127.0.0.1:%2$d SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bKa
        Max-Forwards: 70
        From: <sip:1001@127.0.0.1:%2$d>;tag=a
        To: <sip:1001@127.0.0.1:%2$d>
        Call-ID: watch
        CSeq: 1 SUBSCRIBE
        Contact: <sip:1001@127.0.0.1:%1$d>
        Event: reg
        Content-Length: 0

        """
                .formatted(port, serverPort)
                .replace("\n", "\r\n");
    }

    private static String receive(DatagramSocket phone) throws IOException {
        var packet = new DatagramPacket(new byte[8192], 8192);
        phone.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static void send(DatagramSocket phone, String text, int serverPort) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        phone.send(
                new DatagramPacket(
                        bytes, bytes.length, InetAddress.getLoopbackAddress(), serverPort));
    }

    /// Receives a NOTIFY, whatever else comes, and answers it.
    private static String notified(DatagramSocket phone, String state, int serverPort)
            throws IOException {
        String notify = receive(phone);
        while (!notify.startsWith("NOTIFY ") || !notify.contains("Subscription-State: " + state))
            notify = receive(phone);
        var answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        notify.lines()
                .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq): .*"))
                .forEach(line -> answer.append(line).append("\r\n"));
        send(phone, answer + "Content-Length: 0\r\n\r\n", serverPort);
        return notify;
    }

    @Test
    void a_phone_is_told_how_it_is_registered_and_that_the_server_ends(@TempDir Path folder)
            throws Exception {
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder),
                        List.of("listen=udp://127.0.0.1:0", "console=none", "authentication=none"));
        try (var phone = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var server =
                        Server.start(source, source.read(), Floors::start, CallListener.NONE)) {
            phone.setSoTimeout(30_000);
            String address = server.addresses().getFirst();
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            send(phone, subscribe(phone.getLocalPort(), port), port);
            String notify = notified(phone, "active", port);
            assertThat(notify)
                    .contains("Content-Type: application/reginfo+xml")
                    .contains("version=\"0\" state=\"full\"");

            var end =
                    Thread.startVirtualThread(() -> {
                        try {
                            server.drain();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            notified(phone, "terminated;reason=probation", port);
            end.join();
            assertThat(server.metrics().text()).contains("switchhook_subscriptions 0");
        }
    }
}
