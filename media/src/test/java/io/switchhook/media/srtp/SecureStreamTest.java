package io.switchhook.media.srtp;

import static io.switchhook.media.rtp.Wire.TICK;
import static io.switchhook.media.rtp.Wire.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.switchhook.media.audio.Tone;
import io.switchhook.media.audio.ToneDetector;
import io.switchhook.media.codec.Encoding;
import io.switchhook.media.rtp.PacketPort;
import io.switchhook.media.rtp.RtpPath;
import io.switchhook.media.rtp.RtpSession;
import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.rtp.Wire;
import io.switchhook.media.video.H264TestPicture;
import io.switchhook.media.video.Picture;
import io.switchhook.media.video.VideoEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecureStreamTest {
    private final Wire wire = new Wire();
    private final Random random = new Random(3711);

    private SrtpKey key(SrtpSuite suite) {
        var master = new byte[SrtpSuite.MASTER_KEY + SrtpSuite.MASTER_SALT];
        random.nextBytes(master);
        return new SrtpKey(suite, master);
    }

    private SrtpKey key() {
        return key(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
    }

    private final class Party implements RtpSession.Listener {
        final SecureStream secure;
        final RtpSession session;
        final short[] heard = new short[160];
        boolean left;

        /// Both share a port, as in RFC 5761, if it is the same.
        Party(int host, int remoteHost, int rtcpPort, SrtpKey local, SrtpKey remote) {
            secure = new SecureStream(local, remote);
            PacketPort rtp = secure.over(wire.open(at(host, 4000)));
            PacketPort rtcp = rtcpPort == 4000 ? rtp : secure.over(wire.open(at(host, rtcpPort)));
            session =
                    new RtpSession(
                            new RtpSession.Settings(Encoding.PCMA, 101, 200),
                            wire.system(host, random),
                            new RtpPath(rtp, rtcp, at(remoteHost, 4000), at(remoteHost, rtcpPort)),
                            this);
        }

        double level(double hertz) {
            return new ToneDetector(8000, hertz).levels(heard, 0, heard.length)[0];
        }

        @Override
        public void event(int event) {}

        @Override
        public void bye() {
            left = true;
        }
    }

    private void talk(Party a, Party b, int ticks) {
        var low = new Tone(8000, 500, -10);
        var high = new Tone(8000, 1500, -10);
        for (int i = 0; i < ticks; i++) {
            a.session.tick(wire.now, low.next(160), a.heard);
            b.session.tick(wire.now, high.next(160), b.heard);
            wire.now += TICK;
        }
    }

    private static void hearEachOther(Party a, Party b) {
        assertThat(a.level(1500)).isCloseTo(-10, within(0.5));
        assertThat(b.level(500)).isCloseTo(-10, within(0.5));
    }

    @ParameterizedTest
    @EnumSource
    void eachHearsTheOtherAndNobodyElseDoes(SrtpSuite suite) {
        var ours = key(suite);
        var theirs = key(suite);
        var a = new Party(1, 2, 4001, ours, theirs);
        var b = new Party(2, 1, 4001, theirs, ours);
        var intruder = new Party(2, 1, 4001, key(suite), key(suite));
        var seen = new ArrayList<byte[]>();
        wire.tap =
                bytes -> {
                    seen.add(bytes);
                    return bytes;
                };
        talk(a, b, 500);
        hearEachOther(a, b);
        assertThat(a.session.quality().lost()).isZero();
        assertThat(a.session.quality().farLossPercent()).hasValue(0);
        assertThat(a.secure.unauthentic()).isZero();
        int before = seen.size();
        intruder.session.tick(wire.now, new short[160], intruder.heard);
        talk(a, b, 20);
        assertThat(seen).hasSizeGreaterThan(before);
        assertThat(a.secure.unauthentic()).isEqualTo(1);
        assertThat(a.session.quality().malformed()).isZero();
        b.session.close(wire.now);
        talk(a, b, 2);
        assertThat(a.left).isTrue();
    }

    @Test
    void rtpAndRtcpMayShareAPort() {
        var ours = key();
        var theirs = key();
        var a = new Party(1, 2, 4000, ours, theirs);
        var b = new Party(2, 1, 4000, theirs, ours);
        talk(a, b, 500);
        hearEachOther(a, b);
        assertThat(a.session.quality().farLossPercent()).hasValue(0);
    }

    @Test
    void repeatedAndChangedPacketsAreSilence() {
        var ours = key();
        var theirs = key();
        var a = new Party(1, 2, 4001, ours, theirs);
        var b = new Party(2, 1, 4001, theirs, ours);
        var port = wire.open(at(1, 4000));
        wire.tap =
                bytes -> {
                    port.arrive(bytes, at(2, 4000), wire.now + wire.latency);
                    var changed = bytes.clone();
                    changed[changed.length - 1] ^= 1;
                    port.arrive(changed, at(2, 4000), wire.now + wire.latency);
                    return bytes;
                };
        talk(a, b, 1);
        wire.tap = bytes -> bytes;
        talk(a, b, 100);
        // What a itself sent came back too, and nobody has encrypted it for a.
        assertThat(a.secure.unauthentic()).isEqualTo(2);
        assertThat(a.secure.replayed()).isEqualTo(2);
        hearEachOther(a, b);
    }

    @Test
    void keysChangeInMidCallWhilePacketsAreOnTheWay() {
        var ours = key();
        var theirs = key();
        var a = new Party(1, 2, 4001, ours, theirs);
        var b = new Party(2, 1, 4001, theirs, ours);
        wire.latency = 50_000_000;
        talk(a, b, 50);
        int ssrc = a.session.ssrc();
        var newOurs = key(SrtpSuite.AES_CM_128_HMAC_SHA1_32);
        var newTheirs = key();
        // The offer of a arrives: b knows what a will use, and uses its own new key when it has
        // answered.
        b.secure.receiveWith(newOurs);
        talk(a, b, 3);
        a.secure.receiveWith(newTheirs);
        b.secure.sendWith(newTheirs);
        a.secure.sendWith(newOurs);
        talk(a, b, 300);
        hearEachOther(a, b);
        assertThat(a.secure.unauthentic() + b.secure.unauthentic()).isZero();
        assertThat(a.session.quality().lost() + b.session.quality().lost()).isZero();
        assertThat(a.session.ssrc()).isEqualTo(ssrc);
        // By now the old key is good for nothing.
        wire.latency = 1_000_000;
        talk(a, b, 5);
        b.secure.sendWith(theirs);
        talk(a, b, 11);
        assertThat(a.secure.unauthentic()).isEqualTo(10);
        assertThat(a.level(1500)).isLessThan(-60);
    }

    /// The other media of a call is protected in the same way, its requests for key frames too.
    @Test
    void videoIsProtectedToo() {
        var ours = key();
        var theirs = key();
        var seen = new ArrayList<Picture>();
        var a = video(1, 2, new SecureStream(ours, theirs), new ArrayList<>());
        var b = video(2, 1, new SecureStream(theirs, ours), seen);
        a.send(new H264TestPicture(32, 32, 1000));
        wire.tap =
                bytes -> {
                    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                            .doesNotContain("video@");
                    return bytes;
                };
        for (int i = 0; i < 300; i++) {
            wire.loss = i > 100 && i < 200 ? 0.1 : 0;
            a.tick(wire.now);
            b.tick(wire.now);
            wire.now += TICK;
        }
        assertThat(seen).hasSizeGreaterThan(40);
        assertThat(a.quality().keyFramesWanted()).isGreaterThan(1);
        assertThat(b.isWaitingForKeyFrame()).isFalse();
    }

    private VideoSession video(int host, int remoteHost, SecureStream secure, List<Picture> seen) {
        return new VideoSession(
                new VideoSession.Settings(
                        new VideoSession.Sent(VideoEncoding.H264, 97, 1),
                        Map.of(97, VideoEncoding.H264),
                        VideoSession.Ask.PLI,
                        15,
                        List.of()),
                wire.system(host, random),
                new RtpPath(
                        secure.over(wire.open(at(host, 5000))),
                        secure.over(wire.open(at(host, 5001))),
                        at(remoteHost, 5000),
                        at(remoteHost, 5001)),
                new VideoSession.Listener() {
                    @Override
                    public void picture(Picture picture) {
                        seen.add(picture);
                    }

                    @Override
                    public void bye() {}
                });
    }

    @Test
    void aKeyThatStaysGoesOnCounting() {
        var ours = key();
        var stream = new SecureStream(ours, key());
        var seen = new ArrayList<byte[]>();
        var port = wire.open(at(1, 1));
        wire.open(at(2, 2));
        wire.tap =
                bytes -> {
                    seen.add(bytes);
                    return bytes;
                };
        var packet = new byte[20];
        io.switchhook.media.rtp.RtpPacket.writeHeader(packet, 0, false, 0, 65_535, 0, 7);
        stream.over(port).send(ByteBuffer.wrap(packet), at(2, 2));
        io.switchhook.media.rtp.RtpPacket.writeHeader(packet, 0, false, 0, 0, 160, 7);
        stream.sendWith(new SrtpKey(ours.suite(), ours.master().clone()));
        stream.over(port).send(ByteBuffer.wrap(packet), at(2, 2));
        var other = new SrtpContext(ours);
        assertThat(open(other, seen)).containsExactly(20, 20);
        // Who missed all that came before the rollover finds it.
        assertThat(open(new SrtpContext(ours), List.of(seen.get(1)))).containsExactly(20);
    }

    private static List<Integer> open(SrtpContext context, List<byte[]> packets) {
        var lengths = new ArrayList<Integer>();
        try {
            for (var packet : packets) lengths.add(context.openRtp(packet.clone(), packet.length));
        } catch (io.switchhook.media.rtp.MalformedPacket e) {
            throw new AssertionError(e);
        }
        return lengths;
    }

    @Test
    void anythingMayArriveAndBeSent() {
        var a = new SecureStream(key(), key());
        var port = wire.open(at(1, 1));
        var secured = a.over(port);
        var into = ByteBuffer.allocate(2048);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(i % 100 == 0 ? 3000 : 60)];
            random.nextBytes(bytes);
            if (bytes.length > 2 && random.nextBoolean()) bytes[0] = (byte) 0x80;
            port.arrive(bytes, at(2, 2), wire.now);
            assertThat(secured.receive(into)).isEqualTo(at(2, 2));
            assertThat(into.position()).isZero();
            secured.send(ByteBuffer.wrap(bytes), at(2, 2));
        }
        assertThat(secured.receive(into)).isNull();
        assertThat(a.malformed()).isGreaterThan(1000);
        assertThat(a.unauthentic()).isGreaterThan(1000);
    }

    @Test
    void aKeyDoesNotShowItself() {
        var key = key();
        assertThat(key).hasToString("SrtpKey[AES_CM_128_HMAC_SHA1_80]");
        assertThat(key)
                .isEqualTo(new SrtpKey(key.suite(), key.master().clone()))
                .hasSameHashCodeAs(new SrtpKey(key.suite(), key.master().clone()))
                .isNotEqualTo(key(key.suite()));
        assertThat(Arrays.asList(key.suite(), SrtpSuite.AES_CM_128_HMAC_SHA1_32))
                .doesNotHaveDuplicates();
    }
}
