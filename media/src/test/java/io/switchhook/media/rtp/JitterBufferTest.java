package io.switchhook.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.media.codec.Encoding;
import io.switchhook.media.codec.Pcmu;
import io.switchhook.media.rtp.Playout.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
    private static final long TICK = 20_000_000;

    private final Playout playout = new Playout(8000, 200);
    private final JitterBuffer buffer = playout.buffer();
    private final short[] out = new short[160];

    /// A packet that says its number in its octets.
    private static RtpPacket packet(int number, int timestamp, int length) {
        var bytes = new byte[12 + length];
        RtpPacket.writeHeader(bytes, 0, false, 0, number & 0xffff, timestamp, 1);
        Arrays.fill(bytes, 12, bytes.length, (byte) number);
        try {
            return RtpPacket.parse(bytes, 0, bytes.length);
        } catch (MalformedPacket e) {
            throw new AssertionError(e);
        }
    }

    private void push(int number, long nanos) {
        push(packet(number, 160 * number, 160), nanos);
    }

    private void push(RtpPacket packet, long nanos) {
        try {
            playout.push(packet, Encoding.PCMU, nanos);
        } catch (MalformedPacket e) {
            throw new AssertionError(e);
        }
    }

    private String pull() {
        return switch (playout.tick(out)) {
            case AUDIO -> Integer.toString(Pcmu.encode(out[0]));
            case CONCEAL -> "?";
            case SILENCE -> "-";
        };
    }

    private List<String> pull(int times) {
        var frames = new ArrayList<String>();
        for (int i = 0; i < times; i++) frames.add(pull());
        return frames;
    }

    @Test
    void theDelayIsTwoFramesAtFirst() {
        assertThat(pull()).isEqualTo("-");
        push(1, 0);
        assertThat(pull(2)).containsOnly("-");
        push(2, TICK);
        push(3, 2 * TICK);
        assertThat(pull(3)).containsExactly("1", "2", "3");
    }

    @Test
    void orderIsRestoredAndDuplicatesAreDropped() {
        for (int number : new int[] {1, 3, 2, 2, 3, 4}) push(number, 0);
        assertThat(pull(6)).containsExactly("-", "-", "1", "2", "3", "4");
        assertThat(buffer.duplicates()).isEqualTo(2);
        assertThat(buffer.lost()).isZero();
    }

    @Test
    void aMissingFrameIsConcealedAndCounted() {
        push(1, 0);
        push(2, 0);
        push(4, 0);
        assertThat(pull(6)).containsExactly("-", "-", "1", "2", "?", "4");
        assertThat(buffer.lost()).isEqualTo(1);
    }

    @Test
    void afterThreeConcealedFramesThereIsSilence() {
        push(1, 0);
        assertThat(pull(8)).containsExactly("-", "-", "1", "?", "?", "?", "-", "-");
        assertThat(pull(20)).containsOnly("-");
        push(20, 19 * TICK);
        assertThat(pull(3)).containsExactly("-", "-", "20");
    }

    @Test
    void aLatePacketMakesTheDelayLonger() {
        for (int i = 1; i <= 6; i++) if (i != 2) push(i, i * TICK);
        assertThat(pull(5)).containsExactly("-", "-", "1", "?", "3");
        push(2, 7 * TICK);
        assertThat(buffer.late()).isEqualTo(1);
        assertThat(pull(4)).containsExactly("?", "?", "4", "5");
    }

    @Test
    void whatWaitsTooLongIsLeftOut() {
        for (int i = 1; i <= 9; i++) push(i, i * TICK);
        int frames = 0;
        for (int i = 10; i < 400; i++) {
            push(i, i * TICK);
            if (playout.tick(out) == Frame.AUDIO) frames++;
        }
        assertThat(buffer.discarded()).isBetween(4L, 8L);
        assertThat(buffer.delayMillis()).isBetween(20, 80);
        assertThat(frames).isGreaterThan(380);
    }

    @Test
    void packetsOfAnyLengthMakeFrames() {
        int timestamp = -400;
        for (int i = 1; i <= 8; i++) {
            int length = i % 2 == 0 ? 240 : 80;
            push(packet(i, timestamp, length), 0);
            timestamp += length;
        }
        assertThat(pull(10)).containsExactly("-", "-", "1", "2", "3", "4", "5", "6", "7", "8");
    }

    @Test
    void oneTimestampFromFarAwayIsDroppedTwoBeginAnew() {
        push(1, 0);
        push(2, 0);
        push(packet(3, 1_000_000, 160), 0);
        assertThat(pull(4)).containsExactly("-", "-", "1", "2");
        push(packet(4, 2_000_000, 160), 0);
        push(packet(5, 2_000_160, 160), 0);
        assertThat(pull(12)).contains("5");
    }

    /// RFC 3389: the source says that it is silent, so nothing is missing.
    @Test
    void comfortNoiseIsSilenceAtOnce() {
        push(1, 0);
        push(2, 0);
        playout.pushSilence(packet(3, 480, 1));
        assertThat(pull(7)).containsExactly("-", "-", "1", "2", "-", "-", "-");
        push(packet(4, 7 * 160, 160), 0);
        assertThat(buffer.lost()).isZero();
        push(packet(5, 8 * 160, 160), 0);
        assertThat(pull(10)).containsSubsequence("4", "5");
    }

    @Test
    void evenRandomPacketsOnlyMakeFrames() {
        var random = new Random(50);
        for (int i = 0; i < 50_000; i++) {
            int timestamp = random.nextBoolean() ? random.nextInt() : random.nextInt(5000);
            push(packet(random.nextInt(), timestamp, random.nextInt(1400)), random.nextLong());
            pull();
        }
    }

    @Test
    void mostPacketsSurviveAnUnevenNetwork() {
        var random = new Random(51);
        int frames = 0;
        var due = new java.util.PriorityQueue<long[]>((a, b) -> Long.compare(a[0], b[0]));
        for (int i = 0; i < 2000; i++)
            due.add(new long[] {i * TICK + (long) (random.nextDouble() * 60_000_000), i});
        for (int tick = 0; tick < 2000; tick++) {
            while (!due.isEmpty() && due.element()[0] <= tick * TICK) {
                var packet = due.remove();
                push((int) packet[1], packet[0]);
            }
            if (playout.tick(out) == Frame.AUDIO) frames++;
        }
        assertThat(frames).isGreaterThan(1900);
    }
}
