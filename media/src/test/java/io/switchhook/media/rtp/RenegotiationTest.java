package io.switchhook.media.rtp;

import static io.switchhook.media.rtp.Wire.TICK;
import static io.switchhook.media.rtp.Wire.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.switchhook.media.audio.Tone;
import io.switchhook.media.audio.ToneDetector;
import io.switchhook.media.codec.Encoding;
import io.switchhook.media.rtp.RtpSession.Accepted;
import io.switchhook.media.rtp.RtpSession.Sent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an offer and an answer may change in mid-call.
class RenegotiationTest {
    private static final Accepted ALL =
            new Accepted(
                    Map.of(0, Encoding.PCMU, 8, Encoding.PCMA, 9, Encoding.G722, 96, Encoding.OPUS),
                    Set.of(101, 102));

    private final Wire wire = new Wire();
    private final List<RtpPacket> seen = new ArrayList<>();

    private final class Party implements RtpSession.Listener {
        final RtpSession session;
        final short[] heard;
        final StringBuilder keys = new StringBuilder();
        boolean silent;

        Party(int host, int remoteHost, Sent sent, int sampleRate) {
            heard = new short[sampleRate / 50];
            session =
                    new RtpSession(
                            new RtpSession.Settings(sent, ALL, 200, sampleRate),
                            wire.system(host),
                            wire.path(host, remoteHost, 4000),
                            this);
        }

        double level(double hertz) {
            return new ToneDetector(heard.length * 50, hertz).levels(heard, 0, heard.length)[0];
        }

        @Override
        public void event(int event) {
            keys.append(TelephoneEvent.key(event));
        }

        @Override
        public void bye() {}
    }

    private void talk(Party a, Party b, int ticks) {
        var low = new Tone(a.heard.length * 50, 500, -10);
        var high = new Tone(b.heard.length * 50, 1500, -10);
        for (int i = 0; i < ticks; i++) {
            a.session.tick(wire.now, a.silent ? null : low.next(a.heard.length), a.heard);
            b.session.tick(wire.now, b.silent ? null : high.next(b.heard.length), b.heard);
            wire.now += TICK;
        }
    }

    private static void hearEachOther(Party a, Party b) {
        assertThat(a.level(1500)).isCloseTo(-10, within(0.6));
        assertThat(b.level(500)).isCloseTo(-10, within(2.0));
    }

    private void watch(int ssrc) {
        wire.tap =
                bytes -> {
                    try {
                        if (RtcpCompound.isRtcp(bytes, 0, bytes.length)) return bytes;
                        var packet = RtpPacket.parse(bytes, 0, bytes.length);
                        if (packet.ssrc() == ssrc) seen.add(packet);
                    } catch (MalformedPacket e) {
                        throw new AssertionError(e);
                    }
                    return bytes;
                };
    }

    /// RFC 3264 §5.1: the other end may change among all that was negotiated, at any packet.
    @ParameterizedTest
    @ValueSource(ints = {8000, 16_000})
    void packetsAreDecodedAsTheirPayloadTypeSays(int sampleRate) {
        var a = new Party(1, 2, new Sent(Encoding.PCMU, 0, 101), sampleRate);
        var b = new Party(2, 1, new Sent(Encoding.G722, 9, 102), 24_000 - sampleRate);
        talk(a, b, 50);
        hearEachOther(a, b);
        for (var encoding : Encoding.values()) {
            int type = encoding == Encoding.OPUS ? 96 : encoding.payloadType();
            a.session.renegotiate(new Sent(encoding, type, 101), ALL);
            talk(a, b, 50);
            hearEachOther(a, b);
        }
        a.session.renegotiate(new Sent(Encoding.PCMU, 0, 101), ALL);
        talk(a, b, 50);
        hearEachOther(a, b);
        assertThat(b.session.quality().lost()).isZero();
        assertThat(b.session.quality().late()).isZero();
        assertThat(b.session.quality().unexpected()).isZero();
    }

    @Test
    void ssrcAndSequenceGoOn() {
        var a = new Party(1, 2, new Sent(Encoding.PCMU, 0, 101), 8000);
        var b = new Party(2, 1, new Sent(Encoding.PCMU, 0, 101), 8000);
        watch(a.session.ssrc());
        talk(a, b, 10);
        a.session.renegotiate(new Sent(Encoding.G722, 9, 101), ALL);
        talk(a, b, 10);
        assertThat(seen).hasSize(20);
        for (int i = 1; i < 20; i++) {
            var packet = seen.get(i);
            var before = seen.get(i - 1);
            assertThat(packet.sequenceNumber()).isEqualTo(before.sequenceNumber() + 1 & 0xffff);
            assertThat(packet.timestamp()).isEqualTo(before.timestamp() + 160);
            assertThat(packet.payloadType()).isEqualTo(i < 10 ? 0 : 9);
        }
    }

    /// RFC 3264 §6.1: a payload type may have another number in each direction.
    @Test
    void keysMayHaveAnotherTypeEachWay() {
        var a = new Party(1, 2, new Sent(Encoding.PCMU, 0, 101), 8000);
        var b = new Party(2, 1, new Sent(Encoding.PCMU, 0, 102), 8000);
        talk(a, b, 10);
        a.session.press('1', 100);
        b.session.press('2', 100);
        talk(a, b, 30);
        assertThat(a.keys.toString()).isEqualTo("2");
        assertThat(b.keys.toString()).isEqualTo("1");
        a.session.press('3', 100);
        a.session.renegotiate(new Sent(Encoding.PCMU, 0, -1), ALL);
        talk(a, b, 30);
        assertThat(b.keys.toString()).isEqualTo("1");
        assertThatIllegalStateException().isThrownBy(() -> a.session.press('1', 100));
        hearEachOther(a, b);
    }

    @Test
    void whileHeldThereAreReportsAndNothingElse() {
        var a = new Party(1, 2, new Sent(Encoding.PCMU, 0, 101), 8000);
        var b = new Party(2, 1, new Sent(Encoding.PCMU, 0, 101), 8000);
        talk(a, b, 50);
        a.silent = true;
        b.silent = true;
        var reports = wire.open(at(1, 4001));
        int sent = reports.sent;
        watch(a.session.ssrc());
        talk(a, b, 3000);
        assertThat(seen).isEmpty();
        assertThat(reports.sent - sent).isGreaterThan(5);
        a.silent = false;
        b.silent = false;
        talk(a, b, 20);
        hearEachOther(a, b);
        assertThat(seen.getFirst().marker()).isTrue();
    }

    /// A re-INVITE from behind a NAT says the address that nobody can reach, as the first one did.
    @Test
    void theSameAddressesChangeNothing() {
        var a = new Party(1, 77, new Sent(Encoding.PCMU, 0, 101), 8000);
        var b = new Party(2, 1, new Sent(Encoding.PCMU, 0, 101), 8000);
        talk(a, b, 20);
        a.session.redirect(at(77, 4000), at(77, 4001));
        assertThat(a.session.remoteRtp()).isEqualTo(at(2, 4000));
        a.session.redirect(at(78, 4000), at(78, 4001));
        assertThat(a.session.remoteRtp()).isEqualTo(at(78, 4000));
        talk(a, b, 20);
        assertThat(a.session.remoteRtp()).isEqualTo(at(2, 4000));
    }

    @Test
    void whatWasNotNegotiatedIsCountedAndNoLoss() {
        var a = new Party(1, 2, new Sent(Encoding.PCMU, 0, 101), 8000);
        var b = new Party(2, 1, new Sent(Encoding.PCMU, 0, 101), 8000);
        talk(a, b, 50);
        b.session.renegotiate(b.session.sent(), Accepted.of(Encoding.PCMA, 8, -1));
        talk(a, b, 50);
        assertThat(b.session.quality().unexpected()).isEqualTo(50);
        assertThat(b.session.quality().lost()).isZero();
        assertThat(b.level(500)).isLessThan(-60);
        b.session.renegotiate(b.session.sent(), ALL);
        talk(a, b, 50);
        hearEachOther(a, b);
    }

    /// RFC 3389: whether it was negotiated or not.
    @Test
    void comfortNoiseIsSilence() {
        var a = new Party(1, 2, new Sent(Encoding.PCMU, 0, 101), 8000);
        var from = wire.open(at(2, 4000));
        var noise = new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40};
        var sound = new byte[172];
        var tone = new Tone(8000, 1500, -10);
        for (int n = 0; n < 60; n++) {
            boolean audible = n < 20 || n >= 40;
            var packet = audible ? sound : noise;
            RtpPacket.writeHeader(packet, 0, false, audible ? 0 : 13, n, 160 * n, 5);
            if (audible)
                System.arraycopy(Encoding.PCMU.open().encode(tone.next(160)), 0, sound, 12, 160);
            from.send(ByteBuffer.wrap(packet), at(1, 4000));
            wire.now += TICK;
            a.session.tick(wire.now, null, a.heard);
            if (n == 19) assertThat(a.level(1500)).isCloseTo(-10, within(0.6));
            if (n > 23 && n < 40) assertThat(a.heard).containsOnly((short) 0);
        }
        assertThat(a.level(1500)).isCloseTo(-10, within(0.6));
        assertThat(a.session.quality().unexpected()).isZero();
        assertThat(a.session.quality().lost()).isZero();
    }

    @Test
    void bothEndsKnowWhatTheOtherHears() {
        var a = new Party(1, 2, new Sent(Encoding.PCMU, 0, 101), 8000);
        var b = new Party(2, 1, new Sent(Encoding.PCMU, 0, 101), 8000);
        wire.loss = 0.1;
        for (int i = 0; i < 1500; i++) {
            wire.latency = i % 2 == 0 ? 1_000_000 : 25_000_000;
            talk(a, b, 1);
        }
        var quality = a.session.quality();
        assertThat(quality.farLossPercent().orElseThrow()).isBetween(4.0, 20.0);
        assertThat(quality.farLost()).isBetween(80L, 220L);
        assertThat(quality.farJitterMillis().orElseThrow())
                .isCloseTo(b.session.quality().jitterMillis(), within(5.0))
                .isGreaterThan(5);
        assertThat(quality.lost()).isBetween(80L, 220L);
        assertThat(quality.roundTripMillis().orElseThrow()).isBetween(20.0, 100.0);
    }
}
