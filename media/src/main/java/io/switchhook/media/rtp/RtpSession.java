package io.switchhook.media.rtp;

import io.switchhook.media.audio.RateConverter;
import io.switchhook.media.codec.Codec;
import io.switchhook.media.codec.Encoding;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One call's audio: a stream out and a stream in, and RTCP both ways. It has no thread and no clock; its owner calls
/// [#tick] every 20 ms. For one thread.
///
/// It sends to the address that was negotiated until packets come: those of the first source that proves itself by two
/// in sequence say where the other end is (symmetric RTP, RFC 4961), and from then on nothing else is listened to, but a
/// source at the negotiated address, which goes before others. RTP and RTCP may share one port (RFC 5761).
///
/// Each packet is decoded as its payload type says, for the other end may change among all that was negotiated
/// (RFC 3264 §5.1). Whatever the encodings, the owner gives and gets samples of one rate.
public final class RtpSession {
    /// What is negotiated.
    ///
    /// @param mostDelayMillis how long the jitter buffer may grow
    /// @param sampleRate of what the owner gives and gets: 8000 or 16000
    public record Settings(Sent sent, Accepted accepted, int mostDelayMillis, int sampleRate) {
        public Settings {
            if (sampleRate != 8000 && sampleRate != 16000)
                throw new IllegalArgumentException("a sample rate of " + sampleRate);
        }

        /// With the same payload types both ways, the encoding's static one, and its sample rate.
        ///
        /// @param eventType the payload type of telephone-event; -1 for none
        public Settings(Encoding encoding, int eventType, int mostDelayMillis) {
            this(
                    new Sent(encoding, encoding.payloadType(), eventType),
                    Accepted.of(encoding, encoding.payloadType(), eventType),
                    mostDelayMillis,
                    encoding.sampleRate());
        }

        public Encoding encoding() {
            return sent.encoding();
        }

        public int eventType() {
            return sent.eventType();
        }
    }

    /// What we send: what the other end's description says first of that which both know.
    ///
    /// @param eventType the payload type of telephone-event with the clock rate of the encoding; -1 for none
    public record Sent(Encoding encoding, int payloadType, int eventType) {
        public Sent {
            check(payloadType);
            if (eventType != -1) check(eventType);
        }
    }

    /// What we take: all that our own description lists.
    public record Accepted(Map<Integer, Encoding> encodings, Set<Integer> eventTypes) {
        public Accepted {
            encodings = Map.copyOf(encodings);
            eventTypes = Set.copyOf(eventTypes);
            encodings.keySet().forEach(RtpSession::check);
            eventTypes.forEach(RtpSession::check);
        }

        /// @param eventType -1 for none
        public static Accepted of(Encoding encoding, int payloadType, int eventType) {
            return new Accepted(
                    Map.of(payloadType, encoding), eventType == -1 ? Set.of() : Set.of(eventType));
        }
    }

    /// What comes besides sound.
    public interface Listener {
        /// A telephone event began, 0 to 255: [TelephoneEvent#key].
        void event(int event);

        /// The other end said that it leaves.
        void bye();
    }

    /// RFC 3389 §5.
    private static final int COMFORT_NOISE = 13;

    private static final int MOST_KEYS = 256;

    /// 5 % of 64 kbit/s and headers.
    private static final double RTCP_BANDWIDTH = 500;

    private final Participant participant;
    private final Playout playout;
    private final Listener listener;
    private final int sampleRate;

    private Sent sending;
    private Codec encoder;
    private RateConverter converter;
    private short[] converted;
    private Accepted accepted;

    /// By payload type.
    private final @Nullable Encoding[] sounds = new Encoding[128];

    private final boolean[] soundless = new boolean[128];

    private EventReceiver events = new EventReceiver();
    private boolean talking;
    private final ArrayDeque<Character> keys = new ArrayDeque<>();
    private int keyMillis;
    private int pauseFrames;
    private @Nullable KeyPress press;
    private boolean closed;

    public RtpSession(Settings settings, EndSystem system, RtpPath path, Listener listener) {
        this.listener = listener;
        sampleRate = settings.sampleRate();
        playout = new Playout(sampleRate, settings.mostDelayMillis());
        participant = new Participant(system, RTCP_BANDWIDTH, path, new Audio());
        sending = settings.sent();
        encoder = sending.encoding().open();
        converter = new RateConverter(sampleRate, sending.encoding().sampleRate());
        converted = new short[sending.encoding().samplesPerFrame()];
        accepted = settings.accepted();
        index();
    }

    private static void check(int payloadType) {
        if (payloadType < 0 || payloadType > 127)
            throw new IllegalArgumentException("a payload type of " + payloadType);
    }

    private void index() {
        Arrays.fill(sounds, null);
        Arrays.fill(soundless, false);
        soundless[COMFORT_NOISE] = true;
        accepted.eventTypes().forEach(type -> soundless[type] = true);
        accepted.encodings().forEach((type, encoding) -> sounds[type] = encoding);
    }

    /// Another offer and answer, in mid-call: from now on this is sent and taken. SSRC and sequence numbers go on. What was
    /// accepted before should still be for a while, since packets are on the way, unless its payload type has another
    /// meaning now.
    public void renegotiate(Sent newSent, Accepted newAccepted) {
        if (newSent.encoding() != sending.encoding()) {
            encoder = newSent.encoding().open();
            converter = new RateConverter(sampleRate, newSent.encoding().sampleRate());
            converted = new short[newSent.encoding().samplesPerFrame()];
            // A key that is pressed has its duration in ticks of the clock before.
            press = null;
        }
        if (newSent.eventType() < 0) {
            keys.clear();
            press = null;
        }
        sending = newSent;
        accepted = newAccepted;
        index();
    }

    /// Takes what arrived, gives a frame to be heard, sends one that is spoken, and reports if it is time to.
    ///
    /// @param nanos now, by a clock with any beginning
    /// @param spoken a frame of 20 ms; null to send nothing, as while the call is held
    /// @param heard gets a frame of 20 ms
    public void tick(long nanos, short @Nullable [] spoken, short[] heard) {
        if (closed) {
            Arrays.fill(heard, (short) 0);
            return;
        }
        participant.receive(nanos);
        playout.tick(heard);
        speak(spoken);
        participant.report(nanos);
    }

    /// Sends a key as telephone events, in place of sound, after those before it.
    ///
    /// @param millis how long it is pressed, 40 to 5000, for a clock of 48 kHz to 1300; a pause of 60 ms follows
    /// @throws IllegalStateException if telephone-event was not negotiated, or 256 keys wait already
    public void press(char key, int millis) {
        if (sending.eventType() < 0) throw new IllegalStateException("no telephone-event");
        if (keys.size() >= MOST_KEYS) throw new IllegalStateException(MOST_KEYS + " keys wait");
        TelephoneEvent.ofKey(key);
        keyMillis = Math.clamp(millis, 40, 5000);
        keys.add(key);
    }

    /// The other end was negotiated to be elsewhere: what comes from there has to prove itself. The same addresses as
    /// before, which every offer and answer repeats, change nothing.
    public void redirect(InetSocketAddress newRtp, InetSocketAddress newRtcp) {
        participant.redirect(newRtp, newRtcp);
    }

    /// Says BYE; from now on nothing is sent or taken.
    public void close(long nanos) {
        if (closed) return;
        participant.close(nanos);
        closed = true;
    }

    private final class Audio implements Participant.Media {
        @Override
        public int clockRate(int payloadType) {
            var sound = sounds[payloadType];
            if (sound != null) return sound.clockRate();
            return soundless[payloadType] ? TIMELESS : UNKNOWN;
        }

        @Override
        public void take(RtpPacket packet, long nanos) throws MalformedPacket {
            int type = packet.payloadType();
            var sound = sounds[type];
            if (sound != null) {
                playout.push(packet, sound, nanos);
                return;
            }
            playout.pushSilence(packet);
            if (!accepted.eventTypes().contains(type)) return;
            var payload =
                    TelephoneEvent.parse(
                            packet.array(), packet.payloadFrom(), packet.payloadLength());
            events.receive(packet.timestamp(), payload).ifPresent(listener::event);
        }

        @Override
        public void anotherSource() {
            playout.clear();
            events = new EventReceiver();
        }

        @Override
        public void bye() {
            listener.bye();
        }
    }

    private void speak(short @Nullable [] spoken) {
        var encoding = sending.encoding();
        if (pauseFrames > 0) pauseFrames--;
        else if (press == null && !keys.isEmpty()) press = next(keys.remove(), encoding);
        if (press != null) {
            sendEvent(press);
        } else if (spoken != null) {
            int payload = participant.begin(!talking, sending.payloadType());
            converter.convert(spoken, 0, sampleRate / 50, converted, 0);
            int length = encoder.encode(converted, 0, converted.length, participant.out(), payload);
            participant.send(payload, length);
        }
        talking = press == null && spoken != null;
        participant.pass(encoding.ticksPerFrame());
    }

    private KeyPress next(char key, Encoding encoding) {
        int length = Math.min(0xffff, keyMillis * (encoding.clockRate() / 1000));
        return new KeyPress(key, participant.timestamp(), length, encoding.ticksPerFrame());
    }

    private void sendEvent(KeyPress key) {
        int payload = participant.begin(key.isFirst(), sending.eventType(), key.timestamp());
        key.next().writeTo(participant.out(), payload);
        participant.send(payload, TelephoneEvent.LENGTH);
        if (!key.isOver()) return;
        press = null;
        pauseFrames = 3;
    }

    /// Where packets are sent to now.
    public InetSocketAddress remoteRtp() {
        return participant.remoteRtp();
    }

    public int ssrc() {
        return participant.ssrc();
    }

    /// What is sent now.
    public Sent sent() {
        return sending;
    }

    /// What is accepted now.
    public Accepted accepted() {
        return accepted;
    }

    /// How the call was until now.
    public Quality quality() {
        var heard = playout.encoding();
        var buffer = playout.buffer();
        return Quality.of(
                participant,
                sending.encoding().clockRate(),
                heard == null ? sending.encoding() : heard,
                buffer.late(),
                buffer.duplicates(),
                buffer.delayMillis(),
                playout.undecodable());
    }
}
