package io.switchhook.media.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;
import org.jspecify.annotations.Nullable;

/// Opus (RFC 6716) for wide-band speech of 16 kHz, one channel, by Concentus. It takes any Opus, whatever its band, its
/// frames and its channels. Both directions are opened when they are first used, for each is large.
///
/// A packet begins with what says how long it lasts (§3.1):
///
/// ```
/// | config: mode, band, frame |s| c |
/// ```
public final class Opus implements Codec {
    private static final int BITS_PER_SECOND = 24_000;

    /// Of 10: beyond that it costs half as much again and is hardly heard in speech.
    private static final int COMPLEXITY = 5;

    private static final int LONGEST = 48 * 120;

    /// Concentus conceals pieces of 2.5 ms.
    private static final int PIECE = Encoding.HIGHEST_SAMPLE_RATE / 400;

    private @Nullable OpusEncoder encoder;
    private @Nullable OpusDecoder decoder;

    @Override
    public Encoding encoding() {
        return Encoding.OPUS;
    }

    @Override
    public int encode(short[] samples, int from, int count, byte[] octets, int at) {
        try {
            if (encoder == null) encoder = encoder();
            int most = Math.min(encoding().bytesPerFrame(), octets.length - at);
            return encoder.encode(samples, from, count, octets, at, most);
        } catch (OpusException e) {
            throw new IllegalArgumentException("no frame of Opus: " + count + " samples", e);
        }
    }

    private static OpusEncoder encoder() throws OpusException {
        var encoder =
                new OpusEncoder(
                        Encoding.OPUS.sampleRate(), 1, OpusApplication.OPUS_APPLICATION_VOIP);
        encoder.setBitrate(BITS_PER_SECOND);
        encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
        encoder.setComplexity(COMPLEXITY);
        return encoder;
    }

    @Override
    public int decode(byte[] octets, int from, int length, short[] samples, int at) {
        int ticks = ticks(octets, from, length);
        return ticks <= 0 ? ticks : decoded(octets, from, length, samples, at, ticks / 3);
    }

    @Override
    public int conceal(short[] samples, int at, int count) {
        if (decoder == null || count % PIECE != 0) return 0;
        return Math.max(0, decoded(null, 0, 0, samples, at, count));
    }

    /// Concentus has assertions and array bounds where the octets make no sense, and its state is worth nothing then.
    private int decoded(
            byte @Nullable [] octets, int from, int length, short[] samples, int at, int count) {
        try {
            if (decoder == null) decoder = new OpusDecoder(encoding().sampleRate(), 1);
            return decoder.decode(octets, from, length, samples, at, count, false);
        } catch (OpusException | RuntimeException | AssertionError e) {
            decoder = null;
            return -1;
        }
    }

    /// How long a packet lasts, at 48 kHz; -1 if it is none.
    static int ticks(byte[] packet, int from, int length) {
        if (length == 0) return 0;
        int config = packet[from] >> 3 & 31;
        int frame;
        if (config < 12) frame = (config & 3) == 0 ? 480 : 960 * (config & 3);
        else if (config < 16) frame = 480 << (config & 1);
        else frame = 120 << (config & 3);
        int frames =
                switch (packet[from] & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> length < 2 ? 0 : packet[from + 1] & 63;
                };
        return frames == 0 || frames * frame > LONGEST ? -1 : frames * frame;
    }
}
