package io.switchhook.provisioning.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DhcpTest {
    private static final String URL = "http://192.0.2.1:8081/";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final byte[] HARDWARE = {0, 0x15, 0x65, 1, 2, 3};

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A server on the loopback interface that says the same to everybody.
    private static final class Server implements AutoCloseable {
        private final DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        private final Queue<DhcpMessage> asked = new ConcurrentLinkedQueue<>();
        private final Map<Integer, byte[]> options;
        private final int answered;

        /// @param answered the type of the questions that it answers
        Server(int answered, Map<Integer, byte[]> options) throws IOException {
            this.answered = answered;
            this.options = options;
            Thread.ofVirtual().start(this::serve);
        }

        InetSocketAddress address() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        private void serve() {
            var packet = new DatagramPacket(new byte[4096], 4096);
            while (!socket.isClosed()) {
                try {
                    packet.setLength(4096);
                    socket.receive(packet);
                    var question =
                            DhcpMessage.read(packet.getData(), packet.getLength()).orElseThrow();
                    asked.add(question);
                    if (question.type() != answered) continue;
                    var said = new TreeMap<>(options);
                    boolean informs = question.type() == DhcpMessage.INFORM;
                    int type = informs ? DhcpMessage.ACK : DhcpMessage.OFFER;
                    said.put(DhcpMessage.MESSAGE_TYPE, new byte[] {(byte) type});
                    // One for somebody else comes first.
                    for (int transaction :
                            new int[] {question.transaction() + 1, question.transaction()}) {
                        var answer =
                                new DhcpMessage(
                                        true,
                                        transaction,
                                        question.client(),
                                        question.hardware(),
                                        transaction == question.transaction()
                                                ? said
                                                : new TreeMap<>(Map.of(66, bytes("wrong"))));
                        var out = answer.bytes();
                        socket.send(new DatagramPacket(out, out.length, packet.getSocketAddress()));
                    }
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static DhcpProbe probe(Server server) {
        return new DhcpProbe(
                new InetSocketAddress(LOOPBACK, 0),
                server.address(),
                HARDWARE,
                new Random(1),
                System::nanoTime);
    }

    @ParameterizedTest
    @ValueSource(ints = {DhcpMessage.INFORM, DhcpMessage.DISCOVER})
    void what_a_server_says_is_shown(int answered) throws Exception {
        var said = Map.of(66, bytes(URL), 43, bytes("x\u001b[1m\0"), 54, new byte[] {10, 0, 0, 1});
        try (var server = new Server(answered, said)) {
            var answers = probe(server).ask(Duration.ofMillis(700));
            assertThat(answers)
                    .containsExactly(new DhcpAnswer("10.0.0.1", Map.of(66, URL, 43, "x?[1m")));
            assertThat(answers.getFirst().says("http://192.0.2.1:8081")).isTrue();
            assertThat(answers.getFirst().says("http://192.0.2.2:8081")).isFalse();
            var asked = server.asked.stream().filter(it -> it.type() == answered).findFirst();
            assertThat(asked.orElseThrow().options().get(DhcpMessage.PARAMETERS))
                    .containsExactly(66, 43, 160);
            assertThat(asked.orElseThrow().text(DhcpMessage.VENDOR_CLASS)).contains("yealink");
            assertThat(asked.orElseThrow().hardware()).isEqualTo(HARDWARE);
        }
    }

    @Test
    void a_network_without_an_answer_says_nothing() throws Exception {
        try (var server = new Server(0, Map.of())) {
            assertThat(probe(server).ask(Duration.ofMillis(300))).isEmpty();
            assertThat(server.asked).hasSize(2);
        }
    }

    /// RFC 3396.
    @Test
    void long_options_come_in_pieces() {
        var options = new TreeMap<Integer, byte[]>();
        options.put(43, bytes("x".repeat(600)));
        var message = new DhcpMessage(true, 7, LOOPBACK, HARDWARE, options);
        var wire = message.bytes();
        var read = DhcpMessage.read(wire, wire.length).orElseThrow();
        assertThat(read.text(43)).contains("x".repeat(600));
        assertThat(read.transaction()).isEqualTo(7);
        assertThat(read.client()).isEqualTo(LOOPBACK);
    }

    @Test
    void what_is_cut_is_no_message_or_a_shorter_one_but_never_a_fault() {
        var options = new TreeMap<Integer, byte[]>();
        options.put(66, bytes(URL));
        options.put(160, bytes(URL));
        var wire = new DhcpMessage(true, 7, LOOPBACK, HARDWARE, options).bytes();
        for (int length = 0; length <= wire.length; length++)
            DhcpMessage.read(Arrays.copyOf(wire, length), length);
        assertThat(DhcpMessage.read(Arrays.copyOf(wire, 250), 250)).isEmpty();
        assertThat(DhcpMessage.read(wire, wire.length + 1)).isEmpty();
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            var broken = wire.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            DhcpMessage.read(broken, broken.length);
        }
    }

    @Test
    void the_text_to_paste_has_all_three_options() {
        var text = new DhcpText(URL);
        assertThat(text.isc())
                .contains(
                        "option tftp-server-name \"" + URL + "\";",
                        "option vendor-encapsulated-options \"" + URL + "\";",
                        "code 160 = text;",
                        "option provisioning-url \"" + URL + "\";");
        assertThat(text.kea())
                .contains(
                        "\"name\": \"tftp-server-name\", \"data\": \"" + URL + "\"",
                        "\"code\": 43",
                        "687474703A2F2F3139322E302E322E313A383038312F",
                        "\"code\": 160");
        assertThat(text.dnsmasq())
                .isEqualTo(
                        """
                        dhcp-option=66,"http://192.0.2.1:8081/"
                        dhcp-option=43,"http://192.0.2.1:8081/"
                        dhcp-option=160,"http://192.0.2.1:8081/"
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.0.2.1", "ftp://192.0.2.1/", "http://a/\"b", "http://a/,b"})
    void what_is_no_url_is_not_pasted(String url) {
        assertThatThrownBy(() -> new DhcpText(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_url_fits_into_an_option() {
        assertThatThrownBy(() -> new DhcpText("http://a/" + "x".repeat(250)))
                .hasMessageContaining("255");
    }
}
