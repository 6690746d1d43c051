package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.message.Body;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever a server says of the voice mail, it says something or nothing.
class MessageSummaryFuzz {
    @Test
    void survives() {
        var random = new Random(20_260_103);
        byte[] seed =
                "Messages-Waiting: yes\r\nMessage-Account: sip:a@b\r\nVoice-Message: 2/8 (0/2)\r\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int understood = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = seed.clone();
            for (int n = random.nextInt(6); n >= 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            var summary = MessageSummary.of(Body.of(bytes, 0, bytes.length));
            if (summary.isEmpty()) continue;
            understood++;
            assertThat(summary.get().fresh()).isBetween(0, 999_999);
            assertThat(summary.get().old()).isBetween(0, 999_999);
        }
        assertThat(understood).isBetween(1, 4_999);
    }
}
