package io.switchhook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.switchhook.sip.grammar.ByteSink;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.ReasonableSyntax;
import io.switchhook.sip.message.Request;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// A datagram that comes and goes over UDP makes at most 600 bytes of garbage, besides itself and what is made of its message.
class ShardEchoTest {
    private static final int LIMIT = 600;
    private static final int DATAGRAMS = 10_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final MessageParser parser = new MessageParser(MessageLimits.DEFAULT, Leniencies.all());
    private final ByteSink sink = new ByteSink(4 * 1024);

    @Test
    void aDatagramAllocatesLittle() throws Exception {
        var loopback = InetAddress.ofLiteral("127.0.0.1");
        try (var echo = new ShardEcho(true);
                var phone = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
            phone.setSoTimeout(10_000);
            byte[] request = invite(phone.getLocalPort());
            for (int i = 0; i < 3; i++) {
                readAndWrite(request);
                exchange(phone, echo.address(), request);
            }
            long messages = THREADS.getCurrentThreadAllocatedBytes();
            readAndWrite(request);
            messages = THREADS.getCurrentThreadAllocatedBytes() - messages;
            long all = THREADS.getThreadAllocatedBytes(echo.thread().threadId());
            exchange(phone, echo.address(), request);
            all = THREADS.getThreadAllocatedBytes(echo.thread().threadId()) - all;
            assertThat(all / DATAGRAMS).isGreaterThan(request.length);
            assertThat((all - messages) / DATAGRAMS - request.length).isLessThan(LIMIT);
        }
    }

    private static byte[] invite(int port) {
        return """
        INVITE sip:1002@office.example SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK1
        Max-Forwards: 70
        From: <sip:1001@office.example>;tag=1
        To: <sip:1002@office.example>
        Call-ID: 1
        CSeq: 1 INVITE
        Contact: <sip:1001@127.0.0.1:%1$d>
        Content-Length: 0

        """
                .formatted(port)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void exchange(DatagramSocket phone, InetSocketAddress server, byte[] request)
            throws IOException {
        var question = new DatagramPacket(request, request.length, server);
        var answer = new DatagramPacket(new byte[2048], 2048);
        for (int i = 0; i < DATAGRAMS; i++) {
            phone.send(question);
            phone.receive(answer);
        }
        assertThat(answer.getLength()).isEqualTo(request.length);
    }

    /// The same messages on the calling thread, without a network.
    private void readAndWrite(byte[] request) {
        for (int i = 0; i < DATAGRAMS; i++) {
            var message = (Request) parser.parseDatagram(request, 0, request.length);
            ReasonableSyntax.check(message);
            message.writeTo(sink.clear());
        }
    }
}
