package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// The samples are those of RFC 5769.
class StunBindingTest {
    private static final int MAPPED_IPV4 = 0x0020;

    private static byte[] sample(String name) throws IOException {
        try (var in = StunBindingTest.class.getResourceAsStream("/stun/" + name + ".bin")) {
            if (in == null) throw new IOException(name + " is missing");
            return in.readAllBytes();
        }
    }

    private static byte[] request(byte[] id, byte... attributes) {
        return ByteBuffer.allocate(20 + attributes.length)
                .putShort((short) 1)
                .putShort((short) attributes.length)
                .putInt(0x2112A442)
                .put(id, 0, 12)
                .put(attributes)
                .array();
    }

    /// The bytes of an attribute, its type and length included.
    private static byte[] attribute(byte[] message, int type) {
        var in = ByteBuffer.wrap(message);
        for (int at = 20; at < message.length; ) {
            int length = in.getShort(at + 2);
            if (in.getShort(at) == (short) type)
                return Arrays.copyOfRange(message, at, at + 4 + length);
            at += 4 + (length + 3 & ~3);
        }
        return new byte[0];
    }

    private static byte[] idOf(byte[] message) {
        return Arrays.copyOfRange(message, 8, 20);
    }

    @Test
    void addressesAreXoredAsInTheSamples() throws Exception {
        var ipv4 = sample("2.2-response-ipv4");
        var answer =
                StunBinding.answer(
                        request(idOf(ipv4)),
                        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853));
        assertThat(attribute(answer, MAPPED_IPV4)).isEqualTo(attribute(ipv4, MAPPED_IPV4));
        assertThat(HexFormat.of().formatHex(answer, 0, 4)).isEqualTo("0101000c");
        assertThat(idOf(answer)).isEqualTo(idOf(ipv4));

        var ipv6 = sample("2.3-response-ipv6");
        var address = InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677");
        answer = StunBinding.answer(request(idOf(ipv6)), new InetSocketAddress(address, 32853));
        assertThat(attribute(answer, MAPPED_IPV4)).isEqualTo(attribute(ipv6, MAPPED_IPV4));
    }

    @Test
    void credentialsAreNotAskedForAndNotMinded() throws Exception {
        var source = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853);
        var answer = StunBinding.answer(sample("2.4-request-long-term-auth"), source);
        assertThat(attribute(answer, MAPPED_IPV4)).isNotEmpty();
    }

    @Test
    void attributesThatMustBeUnderstoodAreRefused() throws Exception {
        // PRIORITY (0x0024) belongs to ICE.
        var source = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853);
        var answer = StunBinding.answer(sample("2.1-request"), source);
        assertThat(HexFormat.of().formatHex(answer, 0, 2)).isEqualTo("0111");
        assertThat(attribute(answer, 0x0009)).endsWith(0, 0, 4, 20);
        assertThat(attribute(answer, 0x000A)).endsWith(0, 2, 0, 0x24);
        assertThat(ByteBuffer.wrap(answer).getShort(2)).isEqualTo((short) (answer.length - 20));
        var fingerprint = attribute(answer, 0x8028);
        var crc = new CRC32();
        crc.update(answer, 0, answer.length - 8);
        assertThat(ByteBuffer.wrap(fingerprint).getInt(4))
                .isEqualTo((int) crc.getValue() ^ 0x5354554E);
    }

    @Test
    void onlyWholeRequestsAreAnswered() throws Exception {
        var source = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1);
        assertThat(StunBinding.answer(sample("2.2-response-ipv4"), source)).isEmpty();
        var overlong = request(new byte[12], (byte) 0x80, (byte) 0x22, (byte) 0, (byte) 9);
        assertThat(StunBinding.isStun(overlong)).isTrue();
        assertThat(StunBinding.answer(overlong, source)).isEmpty();
        assertThat(StunBinding.isStun(Arrays.copyOf(overlong, 22))).isFalse();
        var sip = Messages.options("SIP/2.0/UDP x", "c").getBytes(StandardCharsets.UTF_8);
        assertThat(StunBinding.isStun(sip)).isFalse();
    }

    @Test
    void sharesThePortWithSip() throws Exception {
        try (var server = TestServer.start(TestServer.on(Transport.UDP));
                var socket = new DatagramSocket(TestServer.loopback(0))) {
            socket.setSoTimeout(10_000);
            var request = request(new byte[12]);
            socket.send(new DatagramPacket(request, request.length, server.address(0)));
            var packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            var answer = Arrays.copyOf(packet.getData(), packet.getLength());
            int port = ByteBuffer.wrap(attribute(answer, MAPPED_IPV4)).getShort(6) ^ 0x2112;
            assertThat(port & 0xffff).isEqualTo(socket.getLocalPort());
        }
    }
}
