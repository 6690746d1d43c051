package io.switchhook.provisioning.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.switchhook.phone.Boot;
import io.switchhook.phone.settings.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The desk over TFTP, with real sockets.
@Timeout(60)
class TftpTest {
    private static final String COMMON = "y000000000038.cfg";

    @TempDir private Path folder;
    private Desk desk;
    private FileServer server;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(folder);
        open(Desk.BOUNDS);
    }

    private void open(FileServer.Bounds bounds) throws IOException {
        if (server != null) server.close();
        server =
                FileServer.start(
                        List.of(Desk.at(Scheme.TFTP)), desk.desk, bounds, Optional.empty());
    }

    @AfterEach
    void close() {
        server.close();
        desk.close();
    }

    private InetSocketAddress address() {
        return server.addresses().getFirst().address();
    }

    /// A client that does what the test says.
    private final class Client implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket(0, Desk.LOOPBACK);
        private InetSocketAddress peer = address();

        Client() throws IOException {
            socket.setSoTimeout(10_000);
        }

        void ask(int operation, String... words) throws IOException {
            var text = String.join("\0", words) + '\0';
            var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            send(
                    ByteBuffer.allocate(2 + bytes.length)
                            .putShort((short) operation)
                            .put(bytes)
                            .array());
        }

        void acknowledge(int block) throws IOException {
            send(
                    ByteBuffer.allocate(4)
                            .putShort((short) TftpPacket.ACK)
                            .putShort((short) block)
                            .array());
        }

        void send(byte[] packet) throws IOException {
            socket.send(new DatagramPacket(packet, packet.length, peer));
        }

        ByteBuffer receive() throws IOException {
            var packet = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(packet);
            peer = (InetSocketAddress) packet.getSocketAddress();
            return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        }

        boolean hearsNothing() throws IOException {
            socket.setSoTimeout(500);
            try {
                receive();
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            } finally {
                socket.setSoTimeout(10_000);
            }
        }

        /// From the first block on.
        byte[] rest(int blockSize) throws IOException {
            var file = new ByteArrayOutputStream();
            for (int block = 1; ; block++) {
                var packet = receive();
                assertThat(packet.getShort()).isEqualTo((short) TftpPacket.DATA);
                assertThat(packet.getShort() & 0xffff).isEqualTo(block);
                int length = packet.remaining();
                assertThat(length).isLessThanOrEqualTo(blockSize);
                file.write(packet.array(), packet.position(), length);
                acknowledge(block);
                if (length < blockSize) return file.toByteArray();
            }
        }

        String error() throws IOException {
            var packet = receive();
            assertThat(packet.getShort()).isEqualTo((short) TftpPacket.ERROR);
            int code = packet.getShort();
            return code
                    + " "
                    + StandardCharsets.US_ASCII.decode(packet).toString().replace("\0", "");
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private byte[] common() {
        return ((Answer.Found) desk.ask(Scheme.HTTP, "192.0.2.1", "", '/' + COMMON)).bytes();
    }

    @Test
    void a_file_comes_in_blocks() throws Exception {
        try (var client = new Client()) {
            client.ask(TftpPacket.RRQ, COMMON, "octet");
            assertThat(client.rest(512)).isEqualTo(common());
        }
    }

    @Test
    void block_size_size_and_timeout_are_agreed_on() throws Exception {
        try (var client = new Client()) {
            client.ask(
                    TftpPacket.RRQ,
                    COMMON,
                    "OCTET",
                    "blksize",
                    "65464",
                    "TSIZE",
                    "0",
                    "timeout",
                    "3",
                    "multicast",
                    "");
            var packet = client.receive();
            assertThat(packet.getShort()).isEqualTo((short) TftpPacket.OACK);
            assertThat(StandardCharsets.US_ASCII.decode(packet).toString())
                    .isEqualTo(
                            "blksize\0"
                                    + "1448\0timeout\0"
                                    + "3\0tsize\0"
                                    + common().length
                                    + '\0');
            client.acknowledge(0);
            assertThat(client.rest(1448)).isEqualTo(common());
        }
    }

    @Test
    void what_cannot_be_agreed_on_is_passed_over() throws Exception {
        try (var client = new Client()) {
            client.ask(TftpPacket.RRQ, COMMON, "octet", "blksize", "7", "timeout", "0");
            assertThat(client.rest(512)).isEqualTo(common());
        }
    }

    @Test
    void a_packet_that_is_lost_is_sent_again_and_an_acknowledgment_twice_does_no_harm()
            throws Exception {
        try (var client = new Client()) {
            client.ask(TftpPacket.RRQ, COMMON, "octet", "blksize", "64");
            var first = client.receive();
            assertThat(client.receive()).isEqualTo(first);
            client.acknowledge(0);
            client.acknowledge(0);
            assertThat(client.receive().getInt(0)).isEqualTo(TftpPacket.DATA << 16 | 1);
            client.acknowledge(1);
            client.acknowledge(0);
            assertThat(client.receive().getInt(0)).isEqualTo(TftpPacket.DATA << 16 | 2);
            client.acknowledge(7);
            assertThat(client.receive().getInt(0)).isEqualTo(TftpPacket.DATA << 16 | 2);
        }
    }

    @Test
    void who_falls_silent_is_given_up() throws Exception {
        try (var client = new Client()) {
            client.ask(TftpPacket.RRQ, COMMON, "octet");
            for (int i = 0; i < 5; i++) client.receive();
            assertThat(client.hearsNothing()).isTrue();
        }
    }

    @Test
    void a_request_that_comes_again_is_one_question() throws Exception {
        desk.adopt(Desk.MAC, "1001");
        try (var client = new Client()) {
            for (int i = 0; i < 5; i++) client.ask(TftpPacket.RRQ, "001565abcdef.cfg", "octet");
            assertThat(new String(client.rest(512), StandardCharsets.UTF_8))
                    .contains("account.1.user_name = 1001");
        }
        assertThat(desk.directory.devices().size()).isEqualTo(1);
    }

    @Test
    void there_is_nothing_but_names() throws Exception {
        for (var name :
                List.of("../switchhook.db", "/etc/passwd", "001565000001.cfg", "", "x".repeat(300)))
            try (var client = new Client()) {
                client.ask(TftpPacket.RRQ, name, "octet");
                assertThat(client.error()).as(name).isEqualTo("1 no such file");
            }
    }

    @Test
    void nothing_is_written_and_no_other_mode_is_known() throws Exception {
        try (var client = new Client()) {
            client.ask(2, "001565abcdef.cfg", "octet");
            assertThat(client.error()).startsWith("2 ");
        }
        try (var client = new Client()) {
            client.ask(TftpPacket.RRQ, COMMON, "mail");
            assertThat(client.error()).startsWith("0 ");
        }
    }

    @Test
    void what_breaks_the_form_is_not_answered() throws Exception {
        try (var client = new Client()) {
            client.send(new byte[] {});
            client.send(new byte[] {0, 1});
            client.send(new byte[] {0, 1, 'a', 'b'});
            client.send(new byte[] {0, 1, 'a', 0, 'o'});
            client.ask(TftpPacket.RRQ, COMMON, "octet", "blksize");
            client.ask(TftpPacket.RRQ, "x".repeat(600), "octet");
            client.acknowledge(1);
            assertThat(client.hearsNothing()).isTrue();
        }
    }

    @Test
    void transfers_are_bounded_and_end() throws Exception {
        open(new FileServer.Bounds(1, 1, 2048, Duration.ofMillis(700), 2, Duration.ofMillis(100)));
        try (var one = new Client();
                var two = new Client();
                var three = new Client()) {
            one.ask(TftpPacket.RRQ, COMMON, "octet");
            two.ask(TftpPacket.RRQ, COMMON, "octet");
            one.receive();
            two.receive();
            three.ask(TftpPacket.RRQ, COMMON, "octet");
            while (three.hearsNothing()) three.ask(TftpPacket.RRQ, COMMON, "octet");
        }
    }

    @Test
    void lines_end_as_netascii_has_them() {
        var request =
                (TftpPacket.ReadRequest)
                        TftpPacket.parse(
                                        Unpooled.copiedBuffer(
                                                "\0\1a\0netascii\0", StandardCharsets.US_ASCII))
                                .orElseThrow();
        var file = "a\nb\r\nc\rd".getBytes(StandardCharsets.US_ASCII);
        var block = TftpTransfer.of(request, file).orElseThrow().due();
        block.skipBytes(4);
        assertThat(block.toString(StandardCharsets.US_ASCII)).isEqualTo("a\r\nb\r\nc\r\0d");
    }

    @Test
    void a_file_that_fills_its_last_block_ends_with_an_empty_one() {
        var request =
                new TftpPacket.ReadRequest(
                        "a",
                        "octet",
                        new java.util.LinkedHashMap<>(java.util.Map.of("blksize", "8")));
        var transfer = TftpTransfer.of(request, new byte[16]).orElseThrow();
        for (int i = 0; i < 3; i++) {
            assertThat(transfer.acknowledge(i)).isTrue();
            assertThat(transfer.isDone()).isFalse();
            assertThat(transfer.due().readableBytes()).isEqualTo(i < 2 ? 12 : 4);
        }
        assertThat(transfer.acknowledge(3)).isTrue();
        assertThat(transfer.isDone()).isTrue();
        assertThat(TftpTransfer.of(request, new byte[8 * 65_535])).isEmpty();
    }

    @Test
    void the_headless_phone_boots() throws Exception {
        String url = server.addresses().getFirst().toString();
        desk.adopt(Desk.MAC, "1001", "1002");
        var boot = Boot.from(Profile.T38G, Desk.MAC.digits(), url, Optional.empty());
        assertThat(boot.settings().account(2).login().userName()).isEqualTo("1002");
        assertThat(boot.settings().account(2).registration().outboundProxy().orElseThrow().host())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void tftp_hpa_reads_it() throws Exception {
        Assumptions.assumeTrue(Programs.has("tftp"));
        for (var mode : List.of("octet", "netascii")) {
            var file = folder.resolve(mode);
            var process =
                    new ProcessBuilder(
                                    "tftp",
                                    "-m",
                                    mode,
                                    "127.0.0.1",
                                    Integer.toString(address().getPort()),
                                    "-c",
                                    "get",
                                    COMMON,
                                    file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("out").toFile())
                            .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readAllBytes(file)).as(mode).isEqualTo(common());
        }
    }
}
