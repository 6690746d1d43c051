package io.switchhook.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.media.srtp.SecureStream;
import io.switchhook.media.srtp.SrtpKey;
import io.switchhook.media.srtp.SrtpSuite;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Many packets that are damaged, the same ones in each run.
class HostilePacketsTest {
    private final Random random = new Random(20_261_121);

    @Test
    void aCallBearsThemAll() {
        var rows = Besieged.rows(false).toList();
        long events = 0;
        long pictures = 0;
        long malformed = 0;
        for (int i = 0; i < 200; i++) {
            var call = Besieged.call();
            call.suffer(Besieged.damaged(rows.get(i % rows.size()), random));
            events += call.events;
            pictures += call.pictures;
            malformed += call.audio.quality().malformed() + call.video.quality().malformed();
        }
        assertThat(events).isGreaterThan(20);
        assertThat(pictures).isGreaterThan(100);
        assertThat(malformed).isGreaterThan(200);
    }

    /// One call that goes on, so that what is kept could grow.
    @Test
    void aLongCallKeepsNothingOfThem() {
        var call = Besieged.call();
        var rows = Besieged.rows(false).toList();
        long before = 0;
        for (int i = 0; i < 200; i++) {
            call.suffer(Besieged.damaged(rows.get(random.nextInt(rows.size())), random));
            if (i == 50) before = live();
        }
        assertThat(live() - before).isLessThan(8 << 20);
        assertThat(call.audio.quality().malformed()).isGreaterThan(150);
    }

    private static long live() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void reportsToo() {
        int read = 0;
        var seeds = RtcpFuzz.seeds().toList();
        var rows = Besieged.rows(true).toList();
        for (int i = 0; i < 20_000; i++) {
            var bytes = seeds.get(i % seeds.size()).clone();
            for (int n = random.nextInt(4); n >= 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            if (RtcpFuzz.read(bytes)) read++;
        }
        assertThat(read).isBetween(1_000, 19_000);
        for (int i = 0; i < 200; i++)
            Besieged.call().suffer(Besieged.damaged(rows.get(i % rows.size()), random));
    }

    /// Whoever has the key may send anything as well.
    @Test
    void aSecureStreamLetsOnlyThroughWhatItMay() {
        var key = new SrtpKey(SrtpSuite.AES_CM_128_HMAC_SHA1_32, new byte[30]);
        var wire = new Wire();
        var port = wire.open(Wire.at(1, 4000));
        var theirs = new SecureStream(key, key).over(wire.open(Wire.at(2, 4000)));
        var ours = new SecureStream(key, key);
        var into = ByteBuffer.allocate(2048);
        int through = 0;
        wire.latency = 0;
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[12 + random.nextInt(100)];
            random.nextBytes(bytes);
            RtpPacket.writeHeader(bytes, 0, false, 0, i & 0xffff, i, random.nextInt(40));
            bytes[0] |= (byte) (random.nextInt(16) | (random.nextBoolean() ? 0x10 : 0));
            theirs.send(ByteBuffer.wrap(bytes), Wire.at(1, 4000));
            if (ours.over(port).receive(into.clear()) != null && into.position() > 0) through++;
        }
        assertThat(through).isBetween(1_000, 19_000);
        assertThat(ours.malformed()).isGreaterThan(100);
    }
}
