package io.switchhook.media.rtp;

import static io.switchhook.media.rtp.Wire.TICK;
import static io.switchhook.media.rtp.Wire.at;
import static io.switchhook.media.video.VideoEncoding.H264;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.media.rtp.VideoSession.Ask;
import io.switchhook.media.rtp.VideoSession.Sent;
import io.switchhook.media.video.AccessUnit;
import io.switchhook.media.video.H264TestPicture;
import io.switchhook.media.video.NalUnit;
import io.switchhook.media.video.Picture;
import io.switchhook.media.video.PictureSource;
import io.switchhook.media.video.RandomPictures;
import io.switchhook.media.video.VideoEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VideoSessionTest {
    private final Wire wire = new Wire();

    /// Remembers what it gave.
    private static final class Recorded implements PictureSource {
        private final H264TestPicture picture = new H264TestPicture(64, 48, 1000);
        final List<Picture> given = new ArrayList<>();

        @Override
        public Picture next() {
            // No two are equal: an SEI has their number.
            int number = given.size();
            var units = new ArrayList<>(((AccessUnit) picture.next()).units());
            var sei = new NalUnit(new byte[] {6, (byte) (number >> 8), (byte) number, 1});
            units.add(units.getFirst().isSlice() ? 0 : 2, sei);
            given.add(new AccessUnit(units));
            return given.getLast();
        }

        @Override
        public void keyFrame() {
            picture.keyFrame();
        }
    }

    private final class Party implements VideoSession.Listener {
        final VideoSession session;
        final Recorded source = new Recorded();
        final List<Picture> seen = new ArrayList<>();
        boolean left;

        Party(int host, int remoteHost, int mode, Ask ask) {
            session =
                    new VideoSession(
                            new VideoSession.Settings(
                                    new Sent(H264, 97, mode),
                                    Map.of(97, H264, 98, H264),
                                    ask,
                                    15,
                                    List.of()),
                            wire.system(host),
                            wire.path(host, remoteHost, 5000),
                            this);
            session.send(source);
        }

        @Override
        public void picture(Picture picture) {
            seen.add(picture);
        }

        @Override
        public void bye() {
            left = true;
        }
    }

    private void run(Party a, Party b, int ticks) {
        for (int i = 0; i < ticks; i++) {
            a.session.tick(wire.now);
            b.session.tick(wire.now);
            wire.now += TICK;
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOT")
    void eachSeesTheOther(Ask ask) {
        var a = new Party(1, 2, 0, ask);
        var b = new Party(2, 1, 1, ask);
        run(a, b, 500);
        // The very first packet proves nothing yet, so the first key frame is incomplete and
        // another
        // is asked for.
        assertThat(a.session.quality().keyFramesAsked()).isEqualTo(1);
        assertThat(b.session.quality().keyFramesWanted()).isEqualTo(1);
        assertThat(b.source.given).hasSizeBetween(149, 151);
        assertThat(a.seen).hasSizeGreaterThan(140);
        assertThat(b.source.given).containsSubsequence(a.seen);
        assertThat(a.source.given).containsSubsequence(b.seen);
        assertThat(a.session.quality().lost()).isZero();
        assertThat(a.session.quality().farLossPercent()).hasValue(0);
        b.session.close(wire.now);
        run(a, b, 2);
        assertThat(a.left).isTrue();
    }

    @Test
    void aKeyFrameIsAskedForThoughNothingIsLost() {
        var a = new Party(1, 2, 1, Ask.PLI);
        var b = new Party(2, 1, 1, Ask.PLI);
        run(a, b, 100);
        long before = a.session.quality().keyFramesAsked();
        int seen = a.seen.size();
        a.session.needKeyFrame();
        run(a, b, 20);
        assertThat(a.session.quality().keyFramesAsked()).isEqualTo(before + 1);
        assertThat(a.seen.subList(seen, a.seen.size())).anyMatch(Picture::isKeyFrame);
        run(a, b, 100);
        assertThat(a.session.quality().keyFramesAsked()).isEqualTo(before + 1);
    }

    @Test
    void timestampsFollowTheTimeAndTheMarkerEndsAPicture() throws Exception {
        var a = new Party(1, 2, 1, Ask.PLI);
        var b = new Party(2, 1, 1, Ask.PLI);
        var packets = new ArrayList<RtpPacket>();
        wire.tap =
                bytes -> {
                    try {
                        if (!RtcpCompound.isRtcp(bytes, 0, bytes.length)) {
                            var packet = RtpPacket.parse(bytes, 0, bytes.length);
                            if (packet.ssrc() == a.session.ssrc()) packets.add(packet);
                        }
                    } catch (MalformedPacket e) {
                        throw new AssertionError(e);
                    }
                    return bytes;
                };
        run(a, b, 250);
        int pictures = 0;
        for (int i = 1; i < packets.size(); i++) {
            var before = packets.get(i - 1);
            int step = packets.get(i).timestamp() - before.timestamp();
            if (before.marker()) pictures++;
            // Ticks are 20 ms, 1800 of 90 kHz; a picture is due every 66.7 ms.
            assertThat(step).isIn(before.marker() ? List.of(5400, 7200) : List.of(0));
        }
        assertThat(pictures).isBetween(73, 75);
        int whole = packets.getLast().timestamp() - packets.getFirst().timestamp();
        assertThat(whole).isBetween(430_000, 450_000);
    }

    @Test
    void afterALossAKeyFrameIsAskedForAndCanBeShown() {
        var a = new Party(1, 2, 1, Ask.PLI);
        var b = new Party(2, 1, 1, Ask.FIR);
        run(a, b, 100);
        wire.loss = 0.02;
        run(a, b, 3000);
        wire.loss = 0;
        run(a, b, 100);
        for (var party : List.of(a, b)) {
            var other = party == a ? b : a;
            var quality = party.session.quality();
            assertThat(quality.keyFramesAsked()).isGreaterThan(5);
            assertThat(other.session.quality().keyFramesWanted()).isGreaterThan(5);
            assertThat(quality.dropped()).isGreaterThan(5);
            assertThat(party.seen).hasSizeGreaterThan(300);
            // Each picture is the one behind that which was seen before, or a key frame.
            for (int i = 1; i < party.seen.size(); i++) {
                int at = other.source.given.indexOf(party.seen.get(i));
                assertThat(at).isNotNegative();
                if (!party.seen.get(i).isKeyFrame())
                    assertThat(other.source.given.get(at - 1)).isEqualTo(party.seen.get(i - 1));
            }
            assertThat(party.session.isWaitingForKeyFrame()).isFalse();
        }
    }

    @Test
    void orderIsRestored() {
        var a = new Party(1, 2, 1, Ask.PLI);
        var b = new Party(2, 1, 1, Ask.PLI);
        run(a, b, 100);
        var held = new ArrayList<byte[]>();
        wire.tap =
                bytes -> {
                    if (RtcpCompound.isRtcp(bytes, 0, bytes.length)) return bytes;
                    held.add(bytes);
                    return held.size() % 2 == 0 ? held.get(held.size() - 2) : new byte[0];
                };
        var port = wire.port(at(2, 5000));
        int before = b.seen.size();
        // Only a sends: each of its packets changes its place with the one before it.
        b.session.send(null);
        for (int i = 0; i < 300; i++) {
            int from = held.size();
            a.session.tick(wire.now);
            for (int n = held.size() - 1; n >= from; n--)
                if (n % 2 == 1) port.arrive(held.get(n), at(1, 5000), wire.now);
            for (int n = from; n < held.size(); n++)
                if (n % 2 == 0) port.arrive(held.get(n), at(1, 5000), wire.now);
            b.session.tick(wire.now);
            wire.now += TICK;
        }
        assertThat(b.seen.size() - before).isGreaterThan(80);
        assertThat(b.session.quality().dropped()).isLessThan(2);
        assertThat(b.session.quality().late()).isPositive();
    }

    /// Packets are lost and overtake each other; what is seen is what was sent, from a key frame on.
    @ParameterizedTest
    @EnumSource
    void eachEncodingStandsLossAndDisorder(VideoEncoding encoding) {
        var a = new Party(1, 2, 1, Ask.PLI);
        var b = new Party(2, 1, 1, Ask.PLI);
        var source = new RandomPictures(encoding, 7);
        var all = Map.of(97, encoding);
        a.session.renegotiate(new Sent(encoding, 97, 1), all);
        b.session.renegotiate(new Sent(encoding, 97, 1), all);
        b.session.send(null);
        a.session.send(source);
        var port = wire.port(at(2, 5000));
        var held = new ArrayList<byte[]>();
        wire.loss = 0.01;
        wire.tap =
                bytes -> {
                    if (RtcpCompound.isRtcp(bytes, 0, bytes.length)) return bytes;
                    if (held.isEmpty() && wire.random.nextInt(5) > 0) return bytes;
                    if (held.isEmpty()) {
                        held.add(bytes);
                        return new byte[0];
                    }
                    port.arrive(bytes, at(1, 5000), wire.now + wire.latency);
                    return held.removeFirst();
                };
        run(a, b, 3000);
        var quality = b.session.quality();
        assertThat(quality.dropped()).isGreaterThan(5);
        assertThat(quality.keyFramesAsked()).isGreaterThan(5);
        assertThat(quality.malformed()).isZero();
        assertThat(b.seen).hasSizeGreaterThan(200);
        assertThat(b.seen.getFirst().isKeyFrame()).isTrue();
        for (int i = 1; i < b.seen.size(); i++) {
            int at = source.given.indexOf(b.seen.get(i));
            assertThat(at).isNotNegative();
            if (!b.seen.get(i).isKeyFrame())
                assertThat(source.given.get(at - 1)).isEqualTo(b.seen.get(i - 1));
        }
    }

    /// RFC 3264 §5.1: within what was agreed on, whoever sends may take another one at any time.
    @Test
    void theEncodingMayChangeFromPictureToPicture() {
        var a = new Party(1, 2, 1, Ask.PLI);
        var b = new Party(2, 1, 1, Ask.PLI);
        var both = Map.of(97, H264, 98, VideoEncoding.VP8);
        b.session.renegotiate(new Sent(H264, 97, 1), both);
        run(a, b, 100);
        a.session.renegotiate(new Sent(VideoEncoding.VP8, 98), both);
        run(a, b, 20);
        int seen = b.seen.size();
        var source = new RandomPictures(VideoEncoding.VP8, 3);
        a.session.send(source);
        run(a, b, 100);
        assertThat(b.seen.size() - seen).isBetween(28, 31);
        assertThat(source.given).containsAll(b.seen.subList(seen, b.seen.size()));
        assertThat(b.session.quality().malformed()).isZero();
    }

    @Test
    void whileHeldThereAreReportsAndNothingElse() {
        var a = new Party(1, 2, 1, Ask.PLI);
        var b = new Party(2, 1, 1, Ask.PLI);
        run(a, b, 100);
        a.session.send(null);
        run(a, b, 10);
        int packets = wire.open(at(1, 5000)).sent;
        int reports = wire.open(at(1, 5001)).sent;
        run(a, b, 2000);
        assertThat(wire.open(at(1, 5000)).sent).isEqualTo(packets);
        assertThat(wire.open(at(1, 5001)).sent).isGreaterThan(reports + 3);
        int seen = b.seen.size();
        a.session.send(a.source);
        run(a, b, 20);
        assertThat(b.seen.get(seen).isKeyFrame()).isTrue();
    }

    @Test
    void theTypeMayChangeInMidCall() {
        var a = new Party(1, 2, 0, Ask.PLI);
        var b = new Party(2, 1, 1, Ask.PLI);
        run(a, b, 100);
        a.session.renegotiate(new Sent(H264, 98, 1), Map.of(97, H264));
        b.session.renegotiate(new Sent(H264, 99, 1), Map.of(97, H264, 98, H264));
        int seen = b.seen.size();
        int before = a.seen.size();
        run(a, b, 100);
        assertThat(b.seen.size() - seen).isBetween(28, 31);
        assertThat(a.seen.size() - before).isLessThan(3);
        assertThat(a.session.quality().unexpected()).isPositive();
    }
}
