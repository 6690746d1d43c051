package io.switchhook.media.rtp;

import io.switchhook.media.audio.RateConverter;
import io.switchhook.media.codec.Codec;
import io.switchhook.media.codec.Encoding;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From packets to what is heard: a frame of 20 ms with each tick, at one sample rate whatever the encodings have. Packets
/// last as long as they like; what is missing is repeated from before, fainter each time, and then silent. For one
/// thread.
final class Playout {
    /// What a tick gives.
    enum Frame {
        /// A frame as it was sent.
        AUDIO,
        /// Something was missing.
        CONCEAL,
        /// Nothing is sent now.
        SILENCE
    }

    private static final int CONCEALED_AT_MOST = 3;

    /// No packet lasts longer: 2048 octets of G.711 do not, nor 120 ms of Opus.
    private static final int LONGEST_MILLIS = 256;

    private final int sampleRate;
    private final int frame;
    private final JitterBuffer buffer;
    private final Map<Encoding, Codec> codecs = new EnumMap<>(Encoding.class);
    private final short[] decoded;
    private final short[] last;
    private final short[] discarded;

    /// What was decoded and is not yet heard.
    private final short[] ready;

    private int readyFrom;
    private int readyTo;

    private @Nullable Codec current;
    private RateConverter converter;
    private boolean quiet;
    private int concealed;
    private long undecodable;

    /// @param sampleRate of what is heard
    /// @param mostMillis how long the delay may grow
    Playout(int sampleRate, int mostMillis) {
        this.sampleRate = sampleRate;
        frame = sampleRate / 50;
        buffer = new JitterBuffer(mostMillis);
        converter = new RateConverter(sampleRate, sampleRate);
        decoded = new short[Encoding.HIGHEST_SAMPLE_RATE / 1000 * LONGEST_MILLIS];
        ready = new short[sampleRate / 1000 * LONGEST_MILLIS + frame];
        last = new short[frame];
        discarded = new short[frame];
        clear();
    }

    /// Takes a packet of sound.
    void push(RtpPacket packet, Encoding encoding, long nanos) throws MalformedPacket {
        int ticks = encoding.ticks(packet.array(), packet.payloadFrom(), packet.payloadLength());
        if (ticks < 0 || ticks > encoding.clockRate() / 1000 * LONGEST_MILLIS)
            throw new MalformedPacket("no frames of " + encoding);
        if (!buffer.push(packet, encoding, ticks, nanos)) return;
        readyFrom = readyTo;
        concealed = CONCEALED_AT_MOST * frame;
    }

    /// Takes a packet that stands for silence (RFC 3389), or for a key that is pressed.
    void pushSilence(RtpPacket packet) {
        buffer.pushSilence(packet);
    }

    /// Gives what is to be heard for 20 ms.
    Frame tick(short[] heard) {
        Frame what =
                switch (buffer.step()) {
                    case NONE, HOLD -> conceal(last, 0, frame);
                    case FRAME -> frame(last);
                    case SHORTEN -> {
                        frame(discarded);
                        yield frame(last);
                    }
                };
        System.arraycopy(last, 0, heard, 0, frame);
        return what;
    }

    private Frame frame(short[] out) {
        Frame what = Frame.AUDIO;
        int filled = take(out, 0);
        while (filled < frame) {
            var packet = buffer.due();
            int until = frame;
            if (packet != null && packet.encoding() != null)
                until = Math.clamp(buffer.samplesAhead(packet, sampleRate), filled, frame);
            else if (packet != null) {
                quiet = true;
                continue;
            }
            if (until > filled) what = conceal(out, filled, until - filled);
            filled = until;
            if (packet == null) break;
            int past = filled - buffer.samplesAhead(packet, sampleRate);
            decode(packet, past);
            filled += take(out, filled);
        }
        buffer.advance();
        if (what == Frame.AUDIO) concealed = 0;
        return what;
    }

    /// @param past how many samples of it are too late
    private void decode(JitterBuffer.Waiting packet, int past) {
        var encoding = java.util.Objects.requireNonNull(packet.encoding());
        var codec = codecs.computeIfAbsent(encoding, Encoding::open);
        if (codec != current) use(codec);
        int count = codec.decode(packet.payload(), 0, packet.length(), decoded, 0);
        if (count < 0) {
            undecodable++;
            return;
        }
        quiet = false;
        // Less than a frame is ready, else none had been asked for.
        System.arraycopy(ready, readyFrom, ready, 0, readyTo - readyFrom);
        readyTo -= readyFrom;
        readyFrom = 0;
        int from = readyTo;
        readyTo += converter.convert(decoded, 0, count, ready, readyTo);
        readyFrom = Math.min(readyTo, from + Math.max(0, past));
    }

    private void use(Codec codec) {
        current = codec;
        converter = new RateConverter(codec.encoding().sampleRate(), sampleRate);
    }

    private int take(short[] out, int at) {
        int count = Math.min(frame - at, readyTo - readyFrom);
        System.arraycopy(ready, readyFrom, out, at, count);
        readyFrom += count;
        return count;
    }

    private Frame conceal(short[] out, int at, int count) {
        if (quiet || concealed >= CONCEALED_AT_MOST * frame) {
            Arrays.fill(out, at, at + count, (short) 0);
            return Frame.SILENCE;
        }
        concealed += count;
        if (current != null
                && current.encoding().sampleRate() == sampleRate
                && current.conceal(out, at, count) == count) return Frame.CONCEAL;
        for (int i = at; i < at + count; i++) out[i] = (short) (last[i] / 2);
        return Frame.CONCEAL;
    }

    /// Another source: its codecs begin anew.
    void clear() {
        buffer.clear();
        codecs.clear();
        current = null;
        readyFrom = readyTo;
        quiet = false;
        concealed = CONCEALED_AT_MOST * frame;
    }

    /// What was heard last.
    @Nullable Encoding encoding() {
        return current == null ? null : current.encoding();
    }

    JitterBuffer buffer() {
        return buffer;
    }

    /// Packets whose codec made nothing of them.
    long undecodable() {
        return undecodable;
    }
}
