package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Files from scripted TFTP servers on loopback, well-behaved and not.
class TftpClientTest {
    private static final int LARGEST = 100_000;

    private DatagramSocket asked;
    private DatagramSocket answering;

    /// What the server heard: `1 name`, or operation and number.
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        asked = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        answering = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() {
        asked.close();
        answering.close();
    }

    private interface Script {
        void play(Client client) throws IOException;
    }

    /// Where the request came from.
    private final class Client {
        private final DatagramPacket request;

        Client(DatagramPacket request) {
            this.request = request;
        }

        void send(DatagramSocket from, int operation, int number, byte[] bytes) throws IOException {
            byte[] all =
                    ByteBuffer.allocate(4 + bytes.length)
                            .putShort((short) operation)
                            .putShort((short) number)
                            .put(bytes)
                            .array();
            from.send(new DatagramPacket(all, all.length, request.getSocketAddress()));
        }

        void data(int number, byte[] bytes) throws IOException {
            send(answering, 3, number, bytes);
        }

        void agree(String options) throws IOException {
            byte[] bytes = ("\0\6" + options).getBytes(StandardCharsets.US_ASCII);
            answering.send(new DatagramPacket(bytes, bytes.length, request.getSocketAddress()));
        }

        void hear() throws IOException {
            heard.add(TftpClientTest.hear(answering));
        }
    }

    private static String hear(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[2000], 2000);
        socket.setSoTimeout(10_000);
        socket.receive(packet);
        var bytes = ByteBuffer.wrap(packet.getData());
        return bytes.getShort() + " " + bytes.getShort();
    }

    private Optional<byte[]> fetch(Duration deadline, Script script) throws IOException {
        Thread.ofVirtual()
                .start(() -> {
                    var packet = new DatagramPacket(new byte[2000], 2000);
                    try {
                        asked.receive(packet);
                        heard.add(
                                new String(
                                                packet.getData(),
                                                2,
                                                packet.getLength() - 2,
                                                StandardCharsets.US_ASCII)
                                        .replace('\0', ' '));
                        script.play(new Client(packet));
                    } catch (IOException e) {
                        heard.add(e.toString());
                    }
                });
        return new TftpClient(Duration.ofMillis(200), deadline, LARGEST)
                .fetch(URI.create("tftp://127.0.0.1:" + asked.getLocalPort() + "/a/b.cfg"));
    }

    private Optional<byte[]> fetch(Script script) throws IOException {
        return fetch(Duration.ofSeconds(20), script);
    }

    private static byte[] bytes(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void a_file_comes_in_blocks_of_the_size_that_was_agreed_on() throws Exception {
        var file =
                fetch(client -> {
                    client.agree("blksize\0" + "1000\0");
                    client.hear();
                    client.data(1, bytes(1000, 1));
                    client.hear();
                    client.data(2, bytes(7, 2));
                    client.hear();
                });
        assertThat(file).hasValueSatisfying(it -> assertThat(it).hasSize(1007).endsWith(2, 2));
        assertThat(heard).startsWith("a/b.cfg octet blksize 1428 ", "4 0", "4 1");
    }

    /// RFC 1350 §6: one that knows no options, and whose last block is empty.
    @Test
    void a_server_without_options_sends_blocks_of_512() throws Exception {
        var file =
                fetch(client -> {
                    client.data(1, bytes(512, 1));
                    client.hear();
                    client.data(2, new byte[0]);
                });
        assertThat(file).hasValueSatisfying(it -> assertThat(it).hasSize(512));
    }

    @Test
    void a_file_that_is_not_there_is_none() throws Exception {
        assertThat(fetch(client -> client.send(answering, 5, 1, bytes(1, 0)))).isEmpty();
    }

    @Test
    void what_the_server_says_is_told() {
        assertThatThrownBy(() ->
                        fetch(client ->
                                client.send(
                                        answering,
                                        5,
                                        2,
                                        "No\7 way\0".getBytes(StandardCharsets.US_ASCII))))
                .hasMessageContaining("No? way");
    }

    /// The client asks again, and a block that comes twice counts once.
    @Test
    void packets_that_are_lost_or_come_twice_do_no_harm() throws Exception {
        var file =
                fetch(client -> {
                    client.data(1, bytes(512, 1));
                    client.hear();
                    client.hear();
                    client.data(1, bytes(512, 1));
                    client.hear();
                    client.data(2, bytes(1, 2));
                });
        assertThat(file).hasValueSatisfying(it -> assertThat(it).hasSize(513));
        assertThat(heard.subList(1, 4)).containsExactly("4 1", "4 1", "4 1");
    }

    @Test
    void a_stranger_on_another_port_is_refused() throws Exception {
        try (var stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var file =
                    fetch(client -> {
                        client.data(1, bytes(512, 1));
                        client.hear();
                        client.send(stranger, 3, 2, bytes(3, 9));
                        heard.add(hear(stranger));
                        client.data(2, bytes(1, 2));
                    });
            assertThat(file).hasValueSatisfying(it -> assertThat(it).hasSize(513).endsWith(2));
            assertThat(heard).contains("5 5");
        }
    }

    @Test
    void a_block_that_is_not_due_is_left_out() throws Exception {
        var file =
                fetch(client -> {
                    client.data(3, bytes(5, 9));
                    client.data(0, bytes(5, 9));
                    client.data(1, bytes(5, 1));
                });
        assertThat(file).hasValueSatisfying(it -> assertThat(it).containsExactly(1, 1, 1, 1, 1));
    }

    @Test
    void a_file_without_end_is_left() {
        assertThatThrownBy(() ->
                        fetch(client -> {
                            for (int i = 1; i < 1000; i++) {
                                client.data(i, bytes(512, 1));
                                client.hear();
                            }
                        }))
                .hasMessageContaining("more than 100000 bytes");
    }

    @Test
    void a_block_size_that_was_not_offered_is_refused() {
        assertThatThrownBy(() -> fetch(client -> client.agree("BLKSIZE\0" + "65000\0")))
                .hasMessageContaining("not offered");
    }

    /// Junk does not put off the deadline.
    @Test
    void a_server_that_only_chatters_is_left() {
        assertThatThrownBy(() ->
                        fetch(
                                Duration.ofMillis(500),
                                client -> {
                                    while (!asked.isClosed()) {
                                        client.send(answering, 9, 9, new byte[0]);
                                        Thread.onSpinWait();
                                    }
                                }))
                .hasMessageContaining("not there within 500 ms");
    }
}
