package io.switchhook.media.codec;

import java.util.Arrays;

/// One end of a call: it encodes what is spoken and decodes what is heard. The two directions do not touch each other;
/// each is for one thread at a time.
public sealed interface Codec permits Pcmu, Pcma, G722, Opus {

    Encoding encoding();

    /// Encodes samples of [Encoding#sampleRate] into octets.
    ///
    /// @param count how many samples; even for G.722, which makes one octet of two; a frame of 20 ms for Opus
    /// @return how many octets were written
    /// @throws IndexOutOfBoundsException if one of the arrays is too short
    int encode(short[] samples, int from, int count, byte[] octets, int at);

    /// Decodes octets, as many as were received in one packet, into samples of [Encoding#sampleRate]. Any octets are valid
    /// in G.711 and G.722.
    ///
    /// @param length how many octets
    /// @return how many samples were written; -1 if there is no sense in the octets
    /// @throws IndexOutOfBoundsException if one of the arrays is too short
    int decode(byte[] octets, int from, int length, short[] samples, int at);

    /// Makes up for sound that did not arrive.
    ///
    /// @return how many samples were written: `count`, or 0 if the codec cannot
    default int conceal(short[] samples, int at, int count) {
        return 0;
    }

    /// @param samples a frame or, where the encoding allows it, many
    default byte[] encode(short[] samples) {
        int most = samples.length / encoding().samplesPerFrame() + 1;
        var octets = new byte[most * encoding().bytesPerFrame()];
        return Arrays.copyOf(octets, encode(samples, 0, samples.length, octets, 0));
    }

    /// @param octets of one packet
    default short[] decode(byte[] octets) {
        int ticks = Math.max(0, encoding().ticks(octets, 0, octets.length));
        var samples = new short[ticks * encoding().samplesPerFrame() / encoding().ticksPerFrame()];
        decode(octets, 0, octets.length, samples, 0);
        return samples;
    }
}
