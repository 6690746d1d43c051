package io.switchhook.provisioning.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogFramesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void messages_come_out_as_they_went_in_whatever_the_pieces() throws MalformedFrame {
        var random = new Random(1);
        for (int i = 0; i < 300; i++) {
            var sent = new ArrayList<byte[]>();
            var stream = new ByteArrayOutputStream();
            for (int j = random.nextInt(8); j >= 0; j--) {
                int most = random.nextInt(10) == 0 ? SyslogParser.LONGEST : 40;
                var message = new byte[1 + random.nextInt(most)];
                random.nextBytes(message);
                sent.add(message);
                stream.writeBytes(bytes(message.length + " "));
                stream.writeBytes(message);
            }
            assertThat(received(stream.toByteArray(), random))
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(sent);
        }
    }

    private static List<byte[]> received(byte[] stream, Random random) throws MalformedFrame {
        var frames = new SyslogFrames();
        var received = new ArrayList<byte[]>();
        for (int at = 0; at < stream.length; ) {
            int end = Math.min(stream.length, at + 1 + random.nextInt(30));
            received.addAll(frames.feed(Arrays.copyOfRange(stream, at, end)));
            at = end;
        }
        return received;
    }

    @Test
    void a_message_is_there_with_its_last_byte() throws MalformedFrame {
        var frames = new SyslogFrames();
        assertThat(frames.feed(bytes("5 <34>"))).isEmpty();
        assertThat(frames.feed(bytes("x6"))).singleElement().isEqualTo(bytes("<34>x"));
        assertThat(frames.feed(bytes(" <34>xy"))).singleElement().isEqualTo(bytes("<34>xy"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<34>x",
                "0 ",
                "01 x",
                " ",
                "1x",
                "-1 ",
                "8193 ",
                "99999999999999999999",
                "\n"
            })
    void what_is_no_frame_ends_the_connection(String stream) {
        assertThatThrownBy(() -> new SyslogFrames().feed(bytes(stream)))
                .isInstanceOf(MalformedFrame.class);
    }
}
