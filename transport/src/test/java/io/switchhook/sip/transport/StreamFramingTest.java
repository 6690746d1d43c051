package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.message.MalformedField;
import io.switchhook.sip.message.MalformedMessage;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.SipMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamFramingTest {
    private static final String VIA = "SIP/2.0/TCP phone.example;branch=z9hG4bK1";

    /// Writes down what is found, one line each.
    private static final class Record implements StreamFraming.Found {
        final List<String> lines = new ArrayList<>();
        final StreamFraming framing =
                new StreamFraming(new MessageParser(TestServer.SMALL, Leniencies.all()), this);

        void read(byte[] bytes, int from, int to) {
            framing.read(Unpooled.wrappedBuffer(bytes, from, to - from));
        }

        Record read(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            read(bytes, 0, bytes.length);
            return this;
        }

        @Override
        public void message(SipMessage message, int bytes) {
            assertThat(message.toByteArray()).hasSize(bytes);
            lines.add("message " + callId(message) + " " + message.body());
        }

        private static String callId(SipMessage message) {
            try {
                return message.headers().require(Header.CALL_ID).value();
            } catch (MalformedField e) {
                return "?";
            }
        }

        @Override
        public void ping() {
            lines.add("ping");
        }

        @Override
        public void malformed(MalformedMessage cause) {
            lines.add("malformed");
        }

        @Override
        public void lost(String cause, Optional<Response> answer) {
            lines.add("lost " + answer.map(a -> a.status().value()).orElse(0));
        }
    }

    private static String message(String callId, String body) {
        return Messages.options(
                VIA, callId, "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static String lfOnly(String callId) {
        return message(callId, "").replace("\r\n", "\n");
    }

    @Test
    void piecesDoNotMatter() {
        String stream =
                message("one", "")
                        + "\r\n\r\n"
                        + message("two", "line\r\n\r\nline")
                        + "\r\n"
                        + lfOnly("three")
                        + message("bad", "skip me").replace("CSeq: 1", "no colon")
                        + message("four", "x".repeat(5000))
                        + Messages.response(VIA, "five");
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        var expected =
                List.of(
                        "message one ",
                        "ping",
                        "message two line\r\n\r\nline",
                        "message three ",
                        "malformed",
                        "message four " + "x".repeat(5000),
                        "message five ");
        var random = new Random(3);
        for (int round = 0; round < 500; round++) {
            var record = new Record();
            int largest = round == 0 ? 1 : 1 + random.nextInt(round < 250 ? 20 : 4000);
            for (int at = 0; at < bytes.length; ) {
                int next = Math.min(bytes.length, at + 1 + random.nextInt(largest));
                record.read(bytes, at, next);
                at = next;
            }
            assertThat(record.lines).isEqualTo(expected);
            assertThat(record.framing.isInside()).isFalse();
        }
    }

    @Test
    void headBeyondItsLimitIsLostWith513() {
        String head = Messages.options(VIA, "big", "Subject: ");
        assertThat(new Record().read(head + "x".repeat(5000)).lines).containsExactly("lost 513");
        String whole = head + "x".repeat(4000) + "\r\nContent-Length: 0\r\n\r\n";
        assertThat(new Record().read(whole).lines).containsExactly("lost 513");
        assertThat(new Record().read("x".repeat(5000)).lines).containsExactly("lost 0");
        String noVia = "OPTIONS sip:a SIP/2.0\r\nSubject: ";
        assertThat(new Record().read(noVia + "x".repeat(5000)).lines).containsExactly("lost 0");
    }

    @Test
    void bodyBeyondItsLimitIsLostWith413() {
        String head = Messages.options(VIA, "big", "Content-Length: 8193\r\n\r\n");
        assertThat(new Record().read(head).lines).containsExactly("lost 413");
    }

    @Test
    void lengthThatIsInDoubtLosesTheFraming() {
        for (String lengths :
                List.of(
                        "",
                        "Content-Length: -1\r\n",
                        "Content-Length: 99999999999999999999\r\n",
                        "l: 0\r\nContent-Length: 4\r\n",
                        "Content-Length: 0 0\r\n")) {
            var record = new Record().read(Messages.options(VIA, "c", lengths + "\r\n"));
            assertThat(record.lines).containsExactly("lost 400");
            assertThat(record.read(message("next", "")).lines).hasSize(1);
        }
    }

    @Test
    void bytesThatAreNoSipLoseTheFraming() {
        String http = "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n";
        assertThat(new Record().read(http).lines).containsExactly("lost 0");
    }

    @Test
    void anyBytesAreSurvived() {
        var random = new Random(11);
        byte[] good = message("c", "body").getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = good.clone();
            for (int i = 0; i < 1 + round % 8; i++)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            var record = new Record();
            record.read(bytes, 0, bytes.length / 2);
            record.read(bytes, bytes.length / 2, bytes.length);
            assertThat(record.lines.size()).isLessThan(10);
        }
    }
}
