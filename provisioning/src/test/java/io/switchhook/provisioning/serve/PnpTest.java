package io.switchhook.provisioning.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.uri.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PnpTest {
    private static final String GROUP = "224.0.1.75";

    /// As phones ask.
    private static final String SUBSCRIBE =
            """
            SUBSCRIBE sip:MAC%3a001565abcdef@224.0.1.75 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.10:5059;branch=z9hG4bK4234
            From: <sip:MAC%3a001565abcdef@224.0.1.75>;tag=4070
            To: <sip:MAC%3a001565abcdef@224.0.1.75>
            Call-ID: 3870@192.0.2.10
            CSeq: 1 SUBSCRIBE
            Contact: <sip:MAC%3a001565abcdef@192.0.2.10:5059>
            Max-Forwards: 70
            User-Agent: Yealink SIP-T38G 38.70.0.125
            Expires: 0
            Event: ua-profile;profile-type="device";vendor="Yealink";model="T38G";version="38.70.0.125"
            Accept: application/url
            Content-Length: 0

            """
                    .replace("\n", "\r\n");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static java.util.Optional<PnpQuestion> question(String text) {
        var bytes = bytes(text);
        return PnpQuestion.of(bytes, bytes.length);
    }

    @Test
    void a_phone_is_told_by_one_notify() {
        var question = question(SUBSCRIBE).orElseThrow();
        assertThat(question.mac()).isEqualTo(Desk.MAC);
        assertThat(question.accepted("t1").toString()).contains("200", "tag=t1", "3870@192.0.2.10");
        var notify =
                question.told(
                        "http://192.0.2.1:8081/",
                        HostPort.of("192.0.2.1", 40000),
                        "z9hG4bKx",
                        "t1");
        var out = new io.switchhook.sip.grammar.ByteSink(1024);
        notify.writeTo(out);
        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
                .startsWith("NOTIFY sip:MAC%3a001565abcdef@192.0.2.10:5059 SIP/2.0\r\n")
                .contains(
                        "From: <sip:MAC%3a001565abcdef@224.0.1.75>;tag=t1\r\n",
                        "To: <sip:MAC%3a001565abcdef@224.0.1.75>;tag=4070\r\n",
                        "Call-ID: 3870@192.0.2.10\r\n",
                        "CSeq: 1 NOTIFY\r\n",
                        "Event: ua-profile;profile-type=\"device\";vendor=\"Yealink\"",
                        "Subscription-State: terminated;reason=timeout\r\n",
                        "Content-Type: application/url\r\n")
                .endsWith("\r\n\r\nhttp://192.0.2.1:8081/");
    }

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIBE, NOTIFY",
        "Event: ua-profile, Event: presence",
        "SUBSCRIBE sip:MAC%3a001565abcdef@224, SUBSCRIBE sip:1001@224",
        "SUBSCRIBE sip:MAC%3a001565abcdef@224, SUBSCRIBE sip:MAC%3a0015@224",
        "Contact:, Subject:",
        "Contact: <, 'Contact: <sip:a@b>, <'",
        "CSeq: 1, CSeq: x",
        "SIP/2.0, HTTP/1.1",
    })
    void everything_else_is_not_answered(String what, String by) {
        assertThat(SUBSCRIBE).contains(what);
        assertThat(question(SUBSCRIBE.replaceFirst(java.util.regex.Pattern.quote(what), by)))
                .isEmpty();
    }

    @Test
    void what_is_no_message_is_not_answered() {
        for (var text : new String[] {"", "\r\n\r\n", "\0\1\2", SUBSCRIBE.substring(0, 100)})
            assertThat(question(text)).isEmpty();
    }

    /// A phone on the loopback interface.
    private static final class Phone implements AutoCloseable {
        private final MulticastSocket socket =
                new MulticastSocket(new InetSocketAddress(Desk.LOOPBACK, 0));
        private final InetSocketAddress group;

        Phone(InetSocketAddress group) throws IOException {
            this.group = group;
            var loopback = NetworkInterface.getByInetAddress(Desk.LOOPBACK);
            socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, loopback);
            socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            socket.setSoTimeout(10_000);
        }

        void ask() throws IOException {
            var packet = bytes(SUBSCRIBE);
            socket.send(new DatagramPacket(packet, packet.length, group));
        }

        DatagramPacket receive() throws IOException {
            var packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            return packet;
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void a_phone_that_asks_everybody_is_told_until_it_has_heard(@TempDir Path folder)
            throws Exception {
        var group = new InetSocketAddress(GROUP, freePort());
        try (var desk = new Desk(folder);
                var responder =
                        PnpResponder.start(
                                group,
                                desk.desk,
                                local -> "http://" + local.getHostAddress() + ":8081/",
                                System::nanoTime,
                                new Random(3));
                var phone = new Phone(responder.address())) {
            phone.ask();
            assertThat(text(phone.receive())).startsWith("SIP/2.0 200 OK\r\n");
            var first = phone.receive();
            assertThat(text(first))
                    .startsWith("NOTIFY ")
                    .endsWith("\r\n\r\nhttp://127.0.0.1:8081/");
            var again = phone.receive();
            assertThat(text(again)).isEqualTo(text(first));
            phone.ask();
            assertThat(text(phone.receive())).startsWith("SIP/2.0 200 OK\r\n");
            var via = text(again).lines().filter(it -> it.startsWith("Via: ")).findFirst();
            var ok = bytes("SIP/2.0 200 OK\r\n" + via.orElseThrow() + "\r\n\r\n");
            phone.socket.send(new DatagramPacket(ok, ok.length, again.getSocketAddress()));
            phone.socket.setSoTimeout(5000);
            int more = 0;
            while (!isSilent(phone)) more++;
            // Four of them if nobody answers; one may have been under way.
            assertThat(more).isLessThan(2);
        }
    }

    /// What a flood gets is what the budget of an address has, and no more than so many are told at a time.
    @Test
    void a_flood_is_answered_a_few_times(@TempDir Path folder) throws Exception {
        var group = new InetSocketAddress(GROUP, freePort());
        try (var desk = new Desk(folder, new FileDesk.Bounds(1, 10, 100, 100));
                var responder =
                        PnpResponder.start(
                                group,
                                desk.desk,
                                local -> "http://" + local.getHostAddress() + ":8081/",
                                System::nanoTime,
                                new Random(3));
                var phone = new Phone(responder.address())) {
            for (int i = 0; i < 2000; i++) {
                var packet = bytes(SUBSCRIBE.replace("3870@", i + "@"));
                phone.socket.send(new DatagramPacket(packet, packet.length, group));
            }
            int accepted = 0;
            phone.socket.setSoTimeout(5000);
            try {
                while (true) if (text(phone.receive()).startsWith("SIP/2.0 200")) accepted++;
            } catch (SocketTimeoutException e) {
                // It is over.
            }
            // Of the desk's clock, which stands still.
            assertThat(accepted).isEqualTo(10);
        }
    }

    private static boolean isSilent(Phone phone) throws IOException {
        try {
            phone.receive();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
