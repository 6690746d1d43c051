package io.switchhook.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 4733 §2.3 and §2.5.
class TelephoneEventTest {
    private record Sent(int timestamp, TelephoneEvent event) {}

    private static List<Sent> press(char key, int timestamp) {
        var press = new KeyPress(key, timestamp, 800, 160);
        var sent = new ArrayList<Sent>();
        while (!press.isOver()) sent.add(new Sent(press.timestamp(), press.next()));
        return sent;
    }

    private static String heard(List<Sent> packets) {
        var receiver = new EventReceiver();
        var keys = new StringBuilder();
        for (var packet : packets)
            receiver.receive(packet.timestamp, packet.event)
                    .ifPresent(event -> keys.append(TelephoneEvent.key(event)));
        return keys.toString();
    }

    @Test
    void theDurationRisesAndTheEndComesThreeTimes() {
        var sent = press('#', 5000);
        assertThat(sent)
                .extracting(p -> p.event.duration())
                .containsExactly(160, 320, 480, 640, 800, 800, 800);
        assertThat(sent)
                .extracting(p -> p.event.end())
                .containsExactly(false, false, false, false, true, true, true);
        assertThat(sent).allMatch(p -> p.timestamp == 5000 && p.event.event() == 11);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        var bytes = new byte[6];
        var event = new TelephoneEvent(15, true, 63, 65535);
        event.writeTo(bytes, 1);
        assertThat(bytes).containsExactly(0, 15, 0xbf, 0xff, 0xff, 0);
        assertThat(TelephoneEvent.parse(bytes, 1, 4)).isEqualTo(event);
        assertThatThrownBy(() -> TelephoneEvent.parse(bytes, 1, 3))
                .isInstanceOf(MalformedPacket.class);
    }

    @Test
    void eachKeyIsHeardOnceWhateverIsLostOrRepeated() {
        var random = new Random(4733);
        String keys = "0011#*ABCD99";
        for (int round = 0; round < 500; round++) {
            var packets = new ArrayList<Sent>();
            // The timestamp wraps around on the way.
            for (int i = 0; i < keys.length(); i++) {
                var all = press(keys.charAt(i), -3000 + 1600 * i);
                int certain = random.nextInt(all.size());
                for (int p = 0; p < all.size(); p++) {
                    if (p != certain && random.nextInt(3) == 0) continue;
                    packets.add(all.get(p));
                    if (random.nextInt(4) == 0) packets.add(all.get(random.nextInt(p + 1)));
                    // One of the key before comes late.
                    if (i > 0 && random.nextInt(8) == 0)
                        packets.add(press(keys.charAt(i - 1), -3000 + 1600 * (i - 1)).getLast());
                }
            }
            assertThat(heard(packets)).isEqualTo(keys);
        }
    }

    @Test
    void aLongEventOfSeveralSegmentsIsOne() {
        var packets =
                List.of(
                        new Sent(0, new TelephoneEvent(1, false, 10, 0xffff)),
                        new Sent(0xffff, new TelephoneEvent(1, false, 10, 160)),
                        new Sent(0xffff, new TelephoneEvent(1, true, 10, 320)),
                        new Sent(0x1fffe, new TelephoneEvent(1, true, 10, 320)));
        assertThat(heard(packets)).isEqualTo("11");
    }

    @Test
    void anEventOfNoDurationIsIgnored() {
        assertThat(heard(List.of(new Sent(0, new TelephoneEvent(1, false, 10, 0))))).isEmpty();
    }

    @Test
    void anyBytesAreReadOrRefused() {
        var random = new Random(4733);
        var receiver = new EventReceiver();
        for (int i = 0; i < 50_000; i++) {
            var bytes = new byte[random.nextInt(8)];
            random.nextBytes(bytes);
            try {
                var event = TelephoneEvent.parse(bytes, 0, bytes.length);
                receiver.receive(random.nextInt(), event);
            } catch (MalformedPacket expected) {
                assertThat(bytes.length).isLessThan(4);
            }
        }
    }
}
