package io.switchhook.bench;

import io.switchhook.media.audio.Tone;
import io.switchhook.media.codec.Encoding;
import io.switchhook.media.rtp.EndSystem;
import io.switchhook.media.rtp.PacketPort;
import io.switchhook.media.rtp.RtpPath;
import io.switchhook.media.rtp.RtpSession;
import io.switchhook.media.srtp.SecureStream;
import io.switchhook.media.srtp.SrtpKey;
import io.switchhook.media.srtp.SrtpSuite;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Two ends of a call that speak at once, over ports in memory that RTP and RTCP share. What they say is different from
/// frame to frame, for an encoder finds a tone too easy.
final class Conversation {
    private static final long TICK = 20_000_000;
    private static final int PAYLOAD_TYPE = 96;
    private static final int EVENTS = 101;
    private static final int FRAMES = 50;

    private final RtpSession one;
    private final RtpSession other;
    private final short[][] spoken;
    private final short[] heard;
    private long now;
    private int frame;

    Conversation(String name, boolean secure) {
        var encoding = Encoding.valueOf(name);
        var oneAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        var otherAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
        var onePort = new Port(oneAddress);
        var otherPort = new Port(otherAddress);
        onePort.peer = otherPort;
        otherPort.peer = onePort;
        one = session(encoding, secure ? protect(onePort) : onePort, otherAddress);
        other = session(encoding, secure ? protect(otherPort) : otherPort, oneAddress);
        int count = encoding.samplesPerFrame();
        spoken = speech(encoding.sampleRate(), count);
        heard = new short[count];
    }

    private static PacketPort protect(PacketPort port) {
        var key = new SrtpKey(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[30]);
        return new SecureStream(key, key).over(port);
    }

    private RtpSession session(Encoding encoding, PacketPort port, InetSocketAddress remote) {
        int type = encoding.payloadType() < 0 ? PAYLOAD_TYPE : encoding.payloadType();
        var settings =
                new RtpSession.Settings(
                        new RtpSession.Sent(encoding, type, EVENTS),
                        RtpSession.Accepted.of(encoding, type, EVENTS),
                        200,
                        encoding.sampleRate());
        return new RtpSession(
                settings,
                new EndSystem(
                        "bench",
                        () -> Instant.ofEpochSecond(1_800_000_000, now),
                        new Random(remote.getPort())),
                new RtpPath(port, port, remote, remote),
                new Silent());
    }

    /// Tones that come and go, and noise: a second that is said again and again.
    private static short[][] speech(int sampleRate, int count) {
        var random = new Random(1);
        var frames = new short[FRAMES][];
        for (int i = 0; i < FRAMES; i++) {
            var samples = new Tone(sampleRate, 150 + 40 * (i % 7), -20).next(count);
            new Tone(sampleRate, 700 + 90 * (i % 11), -26).addTo(samples, 0, count);
            for (int n = 0; n < count; n++) samples[n] += (short) random.nextInt(-300, 300);
            frames[i] = samples;
        }
        return frames;
    }

    short[] tick() {
        var samples = spoken[frame];
        frame = (frame + 1) % FRAMES;
        one.tick(now, samples, heard);
        other.tick(now, samples, heard);
        now += TICK;
        return heard;
    }

    private static final class Silent implements RtpSession.Listener {
        @Override
        public void event(int event) {}

        @Override
        public void bye() {}
    }

    /// Where a few packets wait; none is allocated.
    private static final class Port implements PacketPort {
        private static final int ROOM = 8;

        private final InetSocketAddress address;
        private final ByteBuffer[] waiting = new ByteBuffer[ROOM];
        private int first;
        private int count;
        private @Nullable Port peer;

        Port(InetSocketAddress address) {
            this.address = address;
            Arrays.setAll(waiting, _ -> ByteBuffer.allocate(2048));
        }

        @Override
        public void send(ByteBuffer packet, InetSocketAddress to) {
            var there = peer;
            if (there == null || there.count == ROOM) return;
            there.waiting[(there.first + there.count++) % ROOM].clear().put(packet).flip();
        }

        @Override
        public @Nullable InetSocketAddress receive(ByteBuffer into) {
            var there = peer;
            if (there == null || count == 0) return null;
            into.put(waiting[first]);
            first = (first + 1) % ROOM;
            count--;
            return there.address;
        }
    }
}
