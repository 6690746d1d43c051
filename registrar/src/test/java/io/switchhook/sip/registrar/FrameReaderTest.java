package io.switchhook.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private final FrameWriter writer = new FrameWriter();
    private long dropped;

    private static byte[] content(int number) {
        byte[] bytes = new byte[new Random(number).nextInt(number % 7 == 0 ? 100_000 : 300)];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private byte[] frames(int count) {
        for (int i = 0; i < count; i++) {
            writer.begin();
            writer.put(content(i));
            writer.end();
        }
        byte[] bytes = new byte[writer.length()];
        writer.written().get(bytes);
        return bytes;
    }

    private List<byte[]> read(byte[] bytes) throws IOException {
        dropped = 0;
        var reader =
                new FrameReader(
                        new ByteArrayInputStream(bytes),
                        (at, passed) -> {
                            assertThat(at + passed.remaining()).isBetween(1L, (long) bytes.length);
                            dropped += passed.remaining();
                        });
        var found = new ArrayList<byte[]>();
        for (var frame = reader.next(); frame != null; frame = reader.next()) {
            byte[] content = new byte[frame.getInt()];
            frame.get(content);
            found.add(content);
        }
        return found;
    }

    @Test
    void what_was_written_is_read() throws IOException {
        var found = read(frames(100));
        for (int i = 0; i < 100; i++) assertThat(found.get(i)).isEqualTo(content(i));
        assertThat(found).hasSize(100);
        assertThat(dropped).isZero();
    }

    @Test
    void what_is_cut_anywhere_is_read_up_to_there() throws IOException {
        byte[] bytes = frames(4);
        byte[] begun = frames(0);
        assertThat(begun).isEqualTo(bytes);
        int last = bytes.length - 13 - content(3).length;
        for (int length = last; length < bytes.length; length++) {
            assertThat(read(Arrays.copyOf(bytes, length))).hasSize(3);
            assertThat(dropped).isEqualTo(length - last);
        }
    }

    @Test
    void a_bit_that_is_flipped_costs_one_frame() throws IOException {
        byte[] bytes = frames(6);
        var random = new Random(1);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(read(damaged)).hasSize(5);
            assertThat(dropped).isPositive();
        }
    }

    @Test
    void noise_is_passed_over() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(2).nextBytes(noise);
        assertThat(read(noise)).isEmpty();
        assertThat(dropped).isEqualTo(noise.length);
    }

    @Test
    void a_frame_that_is_too_long_is_left_out() {
        writer.begin();
        writer.put(new byte[FrameWriter.LONGEST]);
        assertThat(writer.end()).isFalse();
        assertThat(writer.length()).isZero();
    }
}
