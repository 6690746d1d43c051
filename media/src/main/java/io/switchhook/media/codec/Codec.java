package io.switchhook.media.codec;

/// One end of a call: it encodes what is spoken and decodes what is heard. The two directions do not touch each other;
/// each is for one thread at a time.
public sealed interface Codec permits Pcmu, Pcma, G722 {

    Encoding encoding();

    /// Encodes samples of [Encoding#sampleRate] into octets.
    ///
    /// @param count how many samples; even for G.722, which makes one octet of two
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

    default byte[] encode(short[] samples) {
        var octets =
                new byte
                        [samples.length
                                * encoding().bytesPerFrame()
                                / encoding().samplesPerFrame()];
        encode(samples, 0, samples.length, octets, 0);
        return octets;
    }

    default short[] decode(byte[] octets) {
        var samples =
                new short
                        [octets.length * encoding().samplesPerFrame() / encoding().bytesPerFrame()];
        decode(octets, 0, octets.length, samples, 0);
        return samples;
    }
}
