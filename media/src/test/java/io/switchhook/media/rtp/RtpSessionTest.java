package io.switchhook.media.rtp;

import static io.switchhook.media.rtp.Wire.TICK;
import static io.switchhook.media.rtp.Wire.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.switchhook.media.audio.Tone;
import io.switchhook.media.audio.ToneDetector;
import io.switchhook.media.codec.Encoding;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RtpSessionTest {
    private final Wire wire = new Wire();

    private final class Party implements RtpSession.Listener {
        final Wire.Port rtp;
        final RtpSession session;
        final short[] heard;
        final StringBuilder keys = new StringBuilder();
        boolean left;

        Party(Encoding encoding, int host, int remoteHost, Random seed) {
            rtp = wire.open(at(host, 4000));
            heard = new short[encoding.samplesPerFrame()];
            session =
                    new RtpSession(
                            settings(encoding),
                            wire.system(host, seed),
                            wire.path(host, remoteHost, 4000),
                            this);
        }

        @Override
        public void event(int event) {
            keys.append(TelephoneEvent.key(event));
        }

        @Override
        public void bye() {
            left = true;
        }
    }

    private static RtpSession.Settings settings(Encoding encoding) {
        if (encoding.payloadType() >= 0) return new RtpSession.Settings(encoding, 101, 200);
        return new RtpSession.Settings(
                new RtpSession.Sent(encoding, 96, 101),
                RtpSession.Accepted.of(encoding, 96, 101),
                200,
                encoding.sampleRate());
    }

    private void talk(Party a, Party b, int ticks) {
        int rate = a.heard.length * 50;
        var low = new Tone(rate, 500, -10);
        var high = new Tone(rate, 1500, -10);
        for (int i = 0; i < ticks; i++) {
            a.session.tick(wire.now, low.next(a.heard.length), a.heard);
            b.session.tick(wire.now, high.next(b.heard.length), b.heard);
            wire.now += TICK;
        }
    }

    private static double level(Party party, double hertz) {
        int rate = party.heard.length * 50;
        return new ToneDetector(rate, hertz).levels(party.heard, 0, party.heard.length)[0];
    }

    @ParameterizedTest
    @EnumSource
    void eachHearsTheOther(Encoding encoding) {
        var a = new Party(encoding, 1, 2, new Random(1));
        var b = new Party(encoding, 2, 1, new Random(2));
        talk(a, b, 100);
        double exact = encoding == Encoding.OPUS ? 2 : 0.5;
        assertThat(level(a, 1500)).isCloseTo(-10, within(exact));
        assertThat(level(a, 500)).isLessThan(-30);
        assertThat(level(b, 500)).isCloseTo(-10, within(exact));
        assertThat(a.session.quality().sent()).isEqualTo(100);
        assertThat(a.session.quality().received()).isBetween(95L, 100L);
    }

    @Test
    void theFiguresSayWhatTheNetworkDid() {
        var a = new Party(Encoding.PCMA, 1, 2, new Random(1));
        var b = new Party(Encoding.PCMA, 2, 1, new Random(2));
        wire.loss = 0.05;
        wire.latency = 59_000_000;
        talk(a, b, 3000);
        var quality = a.session.quality();
        assertThat(quality.lost()).isBetween(100L, 200L);
        // The network takes 2 · 60 ms, for a tick is when packets are taken.
        assertThat(quality.roundTripMillis().orElseThrow()).isCloseTo(120, within(2.0));
        assertThat(quality.farLossPercent().orElseThrow()).isBetween(1.0, 10.0);
        assertThat(quality.jitterMillis()).isLessThan(1);
        assertThat(quality.opinion()).isBetween(1.5, 3.5);
        wire.loss = 0;
        var c = new Party(Encoding.PCMA, 3, 4, new Random(3));
        var d = new Party(Encoding.PCMA, 4, 3, new Random(4));
        talk(c, d, 500);
        assertThat(c.session.quality().opinion()).isGreaterThan(4.2);
    }

    @Test
    void keysAreHeardOnceEachDespiteLoss() {
        var a = new Party(Encoding.PCMU, 1, 2, new Random(1));
        var b = new Party(Encoding.PCMU, 2, 1, new Random(2));
        talk(a, b, 10);
        wire.loss = 0.3;
        for (char key : "0123456789*#ABCD00".toCharArray()) a.session.press(key, 100);
        talk(a, b, 300);
        assertThat(b.keys.toString()).isEqualTo("0123456789*#ABCD00");
        assertThat(a.keys.toString()).isEmpty();
    }

    @Test
    void keysNeedTelephoneEvent() {
        var port = wire.open(at(9, 9));
        var settings = new RtpSession.Settings(Encoding.PCMU, -1, 100);
        var a = new Party(Encoding.PCMU, 1, 2, new Random(1));
        var session =
                new RtpSession(
                        settings, wire.system(9), new RtpPath(port, port, at(1, 1), at(1, 2)), a);
        assertThatIllegalStateException().isThrownBy(() -> session.press('1', 100));
    }

    /// Behind a NAT the other end is elsewhere than it says.
    @Test
    void packetsGoWhereTheyComeFrom() {
        var a = new Party(Encoding.PCMU, 1, 77, new Random(1));
        var b = new Party(Encoding.PCMU, 2, 1, new Random(2));
        talk(a, b, 20);
        assertThat(a.session.remoteRtp()).isEqualTo(at(2, 4000));
        assertThat(level(b, 500)).isCloseTo(-10, within(0.5));
    }

    @Test
    void onlyTheFirstSourceThatProvesItselfIsListenedTo() {
        var a = new Party(Encoding.PCMU, 1, 2, new Random(1));
        var b = new Party(Encoding.PCMU, 2, 1, new Random(2));
        var intruder = wire.open(at(66, 6000));
        inject(intruder, 1, 10);
        talk(a, b, 20);
        for (int i = 0; i < 20; i++) inject(intruder, 100 + i, 10);
        talk(a, b, 5);
        assertThat(a.session.remoteRtp()).isEqualTo(at(2, 4000));
        assertThat(a.session.quality().foreign()).isEqualTo(20);
        assertThat(level(a, 1500)).isCloseTo(-10, within(0.5));
        // After a new negotiation another may prove itself.
        a.session.redirect(at(66, 6000), at(66, 6001));
        inject(intruder, 200, 10);
        inject(intruder, 201, 10);
        talk(a, b, 2);
        assertThat(a.session.remoteRtp()).isEqualTo(at(66, 6000));
    }

    /// What is under way when the other end changes may prove itself as if it were the new one.
    @Test
    void whoWasNegotiatedGoesBeforeWhoWasLate() {
        var a = new Party(Encoding.PCMU, 1, 2, new Random(1));
        var late = wire.open(at(2, 4000));
        var next = wire.open(at(66, 6000));
        a.session.redirect(at(66, 6000), at(66, 6001));
        for (int i = 1; i <= 3; i++) inject(late, i, 10);
        pass(a);
        assertThat(a.session.remoteRtp()).isEqualTo(at(2, 4000));
        inject(next, 1, 20);
        inject(late, 4, 10);
        inject(next, 2, 20);
        pass(a);
        assertThat(a.session.remoteRtp()).isEqualTo(at(66, 6000));
        for (int i = 5; i <= 8; i++) inject(late, i, 10);
        pass(a);
        assertThat(a.session.remoteRtp()).isEqualTo(at(66, 6000));
        assertThat(a.session.quality().foreign()).isEqualTo(4);
    }

    private void pass(Party a) {
        for (int i = 0; i < 10; i++) {
            a.session.tick(wire.now, null, a.heard);
            wire.now += TICK;
        }
    }

    private void inject(Wire.Port from, int sequenceNumber, int ssrc) {
        var bytes = new byte[172];
        RtpPacket.writeHeader(bytes, 0, false, 0, sequenceNumber, 160 * sequenceNumber, ssrc);
        double before = wire.loss;
        wire.loss = 0;
        from.send(ByteBuffer.wrap(bytes), at(1, 4000));
        wire.loss = before;
    }

    private static Random beginningWith42(long seed) {
        return new Random(seed) {
            private static final long serialVersionUID = 1;
            private boolean begun;

            @Override
            public int nextInt() {
                if (begun) return super.nextInt();
                begun = true;
                return 42;
            }
        };
    }

    @Test
    void twoWithTheSameSsrcPart() {
        var a = new Party(Encoding.PCMU, 1, 2, beginningWith42(1));
        var b = new Party(Encoding.PCMU, 2, 1, beginningWith42(2));
        assertThat(a.session.ssrc()).isEqualTo(b.session.ssrc());
        talk(a, b, 50);
        assertThat(a.session.ssrc()).isNotEqualTo(b.session.ssrc());
        assertThat(level(a, 1500)).isCloseTo(-10, within(0.5));
        assertThat(level(b, 500)).isCloseTo(-10, within(0.5));
    }

    @Test
    void byeIsSaidAndHeard() {
        var a = new Party(Encoding.PCMU, 1, 2, new Random(1));
        var b = new Party(Encoding.PCMU, 2, 1, new Random(2));
        talk(a, b, 20);
        a.session.close(wire.now);
        int sent = a.rtp.sent;
        talk(a, b, 3);
        assertThat(b.left).isTrue();
        assertThat(a.rtp.sent).isEqualTo(sent);
        assertThat(a.heard).containsOnly((short) 0);
    }

    @Test
    void mutationsAreCountedAndDropped() {
        var a = new Party(Encoding.PCMU, 1, 2, new Random(1));
        var b = new Party(Encoding.PCMU, 2, 1, new Random(2));
        talk(a, b, 20);
        var ports = new Wire.Port[] {wire.port(at(1, 4000)), wire.port(at(1, 4001))};
        for (int i = 0; i < 20_000; i++) {
            var port = ports[wire.random.nextInt(2)];
            var bytes = new byte[wire.random.nextInt(100)];
            wire.random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = (byte) (0x80 | bytes[0] & 0x3f);
                bytes[1] =
                        (byte) new int[] {0, 101, 200, 201, 203, bytes[1]}[wire.random.nextInt(6)];
            }
            var source = at(2, port == ports[0] ? 4000 : 4001);
            port.arrive(bytes, source, wire.now);
            if (i % 50 == 0) talk(a, b, 1);
        }
        talk(a, b, 100);
        assertThat(a.session.quality().malformed()).isGreaterThan(1000);
        assertThat(level(a, 1500)).isCloseTo(-10, within(1.0));
    }

    @Test
    void aChannelIsAPort() throws Exception {
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var one = DatagramChannel.open().bind(loopback);
                var other = DatagramChannel.open().bind(loopback)) {
            var port = new DatagramPort(one);
            assertThat(port.receive(ByteBuffer.allocate(10))).isNull();
            other.configureBlocking(true);
            port.send(
                    ByteBuffer.wrap(new byte[] {1, 2}),
                    (InetSocketAddress) other.getLocalAddress());
            var into = ByteBuffer.allocate(10);
            assertThat(other.receive(into)).isEqualTo(one.getLocalAddress());
            assertThat(into.position()).isEqualTo(2);
            port.send(ByteBuffer.wrap(new byte[] {1}), InetSocketAddress.createUnresolved("x", 1));
            assertThat(port.failures()).isEqualTo(1);
        }
    }

    /// ITU-T G.107 annex B, and no loss at all gives the default rating.
    @Test
    void theOpinionFollowsTheRating() {
        assertThat(EModel.rating(Encoding.PCMU, 0, 0)).isEqualTo(93.2);
        assertThat(EModel.opinion(93.2)).isCloseTo(4.41, within(0.01));
        assertThat(EModel.opinion(50)).isCloseTo(2.58, within(0.01));
        assertThat(EModel.opinion(0)).isEqualTo(1);
        assertThat(EModel.rating(Encoding.PCMU, 300, 0)).isCloseTo(72.5, within(0.1));
        assertThat(EModel.rating(Encoding.PCMU, 0, 100)).isLessThan(3);
    }
}
