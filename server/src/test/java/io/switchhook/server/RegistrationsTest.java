package io.switchhook.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A phone on a real socket, and what is said of it.
@Timeout(60)
class RegistrationsTest {
    @TempDir private Path folder;
    private Server server;
    private DatagramSocket phone;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        var source =
                new ConfigurationSource(
                        Optional.empty(),
                        Optional.of(folder),
                        List.of(
                                "domains=office.example",
                                "listen=udp://127.0.0.1:0",
                                "console=none",
                                "authentication=none",
                                "limits.shards=3",
                                "limits.pingInterval=300 ms"));
        server = Server.start(source, source.read(), Floors::start, CallListener.NONE);
        String listener = server.addresses().getFirst();
        int port = Integer.parseInt(listener.substring(listener.lastIndexOf(':') + 1));
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        phone = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        phone.setSoTimeout(20_000);
    }

    @AfterEach
    void stop() {
        phone.close();
        server.close();
        Logging.apply(Configuration.Log.DEFAULT);
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.replace("\n", "\r\n").getBytes(UTF_8);
        phone.send(new DatagramPacket(bytes, bytes.length, address));
    }

    private String receive() throws IOException {
        var packet = new DatagramPacket(new byte[4096], 4096);
        phone.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    private void register() throws IOException {
        send(
                """
                REGISTER sip:office.example SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bKr
                Max-Forwards: 70
                From: <sip:1001@office.example>;tag=r
                To: <sip:1001@office.example>
                Call-ID: r
                CSeq: 1 REGISTER
                Contact: <sip:1001@127.0.0.1:%1$d>
                User-Agent: Desk 7
                Content-Length: 0

                """
                        .formatted(phone.getLocalPort()));
        assertThat(receive()).startsWith("SIP/2.0 200 ");
    }

    private List<RegistrationLine> lines(String user) throws Exception {
        var lines = new ArrayList<RegistrationLine>();
        try (var client = ControlClient.connect(folder).orElseThrow()) {
            client.call(
                    ControlClient.request("registrations").put("user", user),
                    new byte[0],
                    item -> lines.add(RegistrationLine.of(item)),
                    Duration.ofSeconds(30));
        }
        return lines;
    }

    @Test
    void a_command_shows_where_a_phone_is_and_what_it_is() throws Exception {
        register();
        var line = lines("").getFirst();
        assertThat(line.user()).isEqualTo("1001");
        assertThat(line.transport()).isEqualTo("udp");
        assertThat(line.address()).isEqualTo("127.0.0.1:" + phone.getLocalPort());
        assertThat(line.agent()).isEqualTo("Desk 7");
        assertThat(line.silentSince()).isEmpty();
        assertThat(line.expires()).isBetween(3000L, 3600L);
        assertThat(line.text(4)).contains("1001  udp ", "reachable", "Desk 7");
        assertThat(lines("1001@office.example")).hasSize(1);
        assertThat(lines("1002")).isEmpty();
    }

    @Test
    void a_phone_that_says_nothing_is_asked_and_its_answer_finds_its_shard() throws Exception {
        register();
        for (int i = 0; i < 4; i++) {
            String options = receive();
            assertThat(options).startsWith("OPTIONS sip:1001@127.0.0.1:");
            var copied = new StringBuilder("SIP/2.0 200 OK\n");
            for (var line : options.lines().toList())
                if (line.matches("(?i)(Via|From|Call-ID|CSeq):.*"))
                    copied.append(line).append('\n');
                else if (line.startsWith("To:")) copied.append(line).append(";tag=t\n");
            send(copied + "Content-Length: 0\n\n");
        }
        String metrics = server.metrics().text();
        while (!metrics.contains("switchhook_pings_total{event=\"answered\"} 4.0")) {
            Thread.onSpinWait();
            metrics = server.metrics().text();
        }
        assertThat(metrics)
                .contains("switchhook_transaction_troubles_total{trouble=\"stray_response\"} 0.0")
                .contains("switchhook_phones_silent 0.0");
    }
}
