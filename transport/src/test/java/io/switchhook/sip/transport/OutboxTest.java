package io.switchhook.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Leniencies;
import io.switchhook.sip.message.MessageLimits;
import io.switchhook.sip.message.MessageParser;
import io.switchhook.sip.message.SipMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final InetSocketAddress PHONE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
    private static final Consumer<IOException> IGNORED = _ -> {};

    private final List<String> sent = new ArrayList<>();
    private final Outbox outbox =
            new Outbox((bytes, letters, count) -> {
                for (var letter : Arrays.asList(letters).subList(0, count))
                    sent.add(text(bytes, letter));
            });

    private static String text(byte[] bytes, Outbox.Letter letter) {
        return new String(bytes, letter.offset(), letter.length(), StandardCharsets.UTF_8);
    }

    private static SipMessage message(int number) {
        byte[] bytes =
                Messages.options("SIP/2.0/UDP phone.example;branch=z9hG4bK" + number, "c" + number)
                        .getBytes(StandardCharsets.UTF_8);
        return new MessageParser(MessageLimits.DEFAULT, Leniencies.all())
                .parseDatagram(bytes, 0, bytes.length);
    }

    private String add(int number) {
        var message = message(number);
        outbox.add(message, PHONE, IGNORED);
        return new String(message.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void messagesWaitForTheEndOfTheTurnAndLeaveInTheirOrder() {
        var expected = List.of(add(1), add(2), add(3));
        assertThat(sent).isEmpty();
        outbox.flush();
        assertThat(sent).isEqualTo(expected);
        outbox.flush();
        assertThat(sent).hasSize(3);
    }

    @Test
    void manyDoNotWait() {
        var expected = new ArrayList<String>();
        for (int i = 0; i < 100; i++) expected.add(add(i));
        assertThat(sent.size()).isGreaterThan(60);
        outbox.flush();
        assertThat(sent).isEqualTo(expected);
    }
}
