package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What to paste, and what a server on the loopback interface says.
@Timeout(60)
class DeviceDhcpTest {
    private static final String URL = "http://192.0.2.1:8081/";

    private record Run(int code, String out, String err) {}

    private static Run dhcp(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of("device", "dhcp"));
        all.addAll(List.of(words));
        int code =
                Main.commands(Floors::start)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(all.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    /// Says a text in option 66 to whoever asks.
    private static DatagramSocket server(String said) throws IOException {
        var socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        Thread.ofVirtual()
                .start(() -> {
                    var packet = new DatagramPacket(new byte[1024], 1024);
                    try {
                        while (true) {
                            socket.receive(packet);
                            var bytes = offer(packet.getData(), said);
                            socket.send(
                                    new DatagramPacket(
                                            bytes, bytes.length, packet.getSocketAddress()));
                        }
                    } catch (IOException e) {
                        // It was closed.
                    }
                });
        return socket;
    }

    private static byte[] offer(byte[] question, String said) {
        var out = new ByteArrayOutputStream();
        var head = Arrays.copyOf(question, 240);
        head[0] = 2;
        out.writeBytes(head);
        out.writeBytes(new byte[] {53, 1, 2, 54, 4, 10, 0, 0, 1});
        if (!said.isEmpty()) {
            out.write(66);
            out.write(said.length());
            out.writeBytes(said.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(255);
        return out.toByteArray();
    }

    private static Run check(DatagramSocket server) {
        return dhcp(
                "--url",
                URL,
                "--check",
                "--address",
                "127.0.0.1",
                "--port",
                "0",
                "--patience",
                "1s",
                "--to",
                "127.0.0.1:" + server.getLocalPort());
    }

    @Test
    void the_text_for_each_server_is_printed() {
        var run = dhcp("--url", URL);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("ISC dhcpd", "option tftp-server-name \"" + URL + "\";")
                .contains("Kea", "\"option-data\"")
                .contains("dnsmasq", "dhcp-option=160,\"" + URL + "\"");
    }

    @Test
    void the_url_is_that_of_provisioning() {
        assertThat(dhcp("--set", "provisioning=http://127.0.0.1:8081").out())
                .contains("dhcp-option=66,\"http://127.0.0.1:8081/\"");
        assertThat(dhcp().err()).contains("provisioning is none, so say --url");
        assertThat(dhcp("--set", "provisioning=http://0.0.0.0:8081").err())
                .contains("every address of this host");
        assertThat(dhcp("--url", "ftp://a/").err()).contains("is no URL such as");
    }

    @Test
    void a_network_that_says_it_is_right() throws Exception {
        try (var server = server(URL)) {
            var run = check(server);
            assertThat(run.out())
                    .contains("10.0.0.1: phones find their files")
                    .contains("option  66: " + URL)
                    .contains("option 160: (nothing)");
            assertThat(run.code()).isZero();
        }
    }

    @Test
    void a_network_that_says_something_else_is_wrong() throws Exception {
        try (var server = server("http://192.0.2.99/")) {
            var run = check(server);
            assertThat(run.out()).contains("10.0.0.1: does not say " + URL);
            assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        }
    }

    @Test
    void a_network_without_a_server_is_told() throws Exception {
        try (var silent = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            var run = check(silent);
            assertThat(run.out()).contains("no DHCP server has answered");
            assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
        }
    }
}
