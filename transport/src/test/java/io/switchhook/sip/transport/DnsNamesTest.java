package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.transport.NameService.Address;
import io.switchhook.sip.transport.NameService.Naptr;
import io.switchhook.sip.transport.NameService.Question;
import io.switchhook.sip.transport.NameService.Srv;
import io.switchhook.sip.transport.NameService.Type;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/// Against a name server on loopback.
class DnsNamesTest {

    private static final class Server implements AutoCloseable {
        final DatagramSocket socket = new DatagramSocket(TestServer.loopback(0));

        Server() throws IOException {
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            var packet = new DatagramPacket(new byte[4096], 4096);
            try {
                while (true) {
                    socket.receive(packet);
                    var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                    byte[] bytes = response(query).toWire();
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                socket.close();
            }
        }

        private static Message response(Message query) throws IOException {
            var question = query.getQuestion();
            var response = new Message(query.getHeader().getID());
            response.getHeader().setFlag(Flags.QR);
            response.addRecord(question, Section.QUESTION);
            var name = question.getName();
            if (name.toString().startsWith("broken")) {
                response.getHeader().setRcode(Rcode.SERVFAIL);
            } else if (name.toString().startsWith("nobody")) {
                response.getHeader().setRcode(Rcode.NXDOMAIN);
            } else {
                response.addRecord(record(name, question.getType()), Section.ANSWER);
            }
            return response;
        }

        private static Record record(Name name, int type) throws IOException {
            var other = Name.fromString("Other.Example.");
            return switch (type) {
                case org.xbill.DNS.Type.NAPTR ->
                        new NAPTRRecord(name, DClass.IN, 70, 1, 2, "s", "SIP+D2U", "", other);
                case org.xbill.DNS.Type.SRV ->
                        new SRVRecord(name, DClass.IN, 80, 3, 4, 5060, other);
                case org.xbill.DNS.Type.A ->
                        new ARecord(name, DClass.IN, 90, InetAddress.ofLiteral("192.0.2.1"));
                case org.xbill.DNS.Type.AAAA ->
                        new AAAARecord(
                                name, DClass.IN, 999_999, InetAddress.ofLiteral("2001:db8::1"));
                default -> throw new IOException("type " + type);
            };
        }

        NameService.Answer ask(String name, Type type) throws IOException {
            var resolver = new SimpleResolver(socket.getLocalAddress());
            resolver.setPort(socket.getLocalPort());
            return new DnsNames(resolver).ask(new Question(name, type));
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void recordsAreRead() throws Exception {
        try (var server = new Server()) {
            assertThat(server.ask("a.example", Type.NAPTR).resources())
                    .singleElement()
                    .isEqualTo(new Naptr(1, 2, "s", "SIP+D2U", "other.example"));
            assertThat(server.ask("a.example", Type.SRV).resources())
                    .singleElement()
                    .isEqualTo(new Srv(3, 4, 5060, "other.example"));
            var ipv4 = server.ask("a.example", Type.A);
            assertThat(ipv4.timeToLive()).isEqualTo(Duration.ofSeconds(90));
            assertThat(ipv4.resources())
                    .singleElement()
                    .isEqualTo(new Address(InetAddress.ofLiteral("192.0.2.1")));
            var ipv6 = server.ask("a.example", Type.AAAA);
            assertThat(ipv6.timeToLive()).isEqualTo(Duration.ofDays(1));
            assertThat(ipv6.resources())
                    .singleElement()
                    .isEqualTo(new Address(InetAddress.ofLiteral("2001:db8::1")));
        }
    }

    @Test
    void failuresAreEmptyAnswers() throws Exception {
        try (var server = new Server()) {
            assertThat(server.ask("nobody.example", Type.A).resources()).isEmpty();
            assertThat(server.ask("broken.example", Type.A).resources()).isEmpty();
            assertThat(server.ask("x".repeat(70) + ".example", Type.A).resources()).isEmpty();
        }
    }
}
