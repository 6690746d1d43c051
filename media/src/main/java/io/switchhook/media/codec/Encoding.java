package io.switchhook.media.codec;

/// The audio encodings that are spoken, as RFC 3551 §6 lists them.
public enum Encoding {
    /// RFC 3551 §4.5.14.
    PCMU(0, 8000, 8000, 4.3),
    /// RFC 3551 §4.5.14.
    PCMA(8, 8000, 8000, 4.3),
    /// RFC 3551 §4.5.2: sampled at 16 kHz, but its RTP clock runs at 8 kHz, an error of RFC 1890 that stayed.
    G722(9, 8000, 16000, 4.3);

    /// Of all of them, in Hz.
    public static final int HIGHEST_SAMPLE_RATE = 16_000;

    private final int payloadType;
    private final int clockRate;
    private final int sampleRate;
    private final double lossRobustness;

    Encoding(int payloadType, int clockRate, int sampleRate, double lossRobustness) {
        this.payloadType = payloadType;
        this.clockRate = clockRate;
        this.sampleRate = sampleRate;
        this.lossRobustness = lossRobustness;
    }

    /// How long a payload lasts, in ticks of the RTP timestamp; -1 if it is none of this encoding. Any octets are G.711 or
    /// G.722.
    public int ticks(byte[] payload, int from, int length) {
        return length;
    }

    /// The encoding name of `a=rtpmap`.
    public String encodingName() {
        return name();
    }

    /// The static payload type.
    public int payloadType() {
        return payloadType;
    }

    /// Ticks of the RTP timestamp in a second.
    public int clockRate() {
        return clockRate;
    }

    /// Samples in a second.
    public int sampleRate() {
        return sampleRate;
    }

    /// Samples in a frame of 20 ms.
    public int samplesPerFrame() {
        return sampleRate / 50;
    }

    /// By how much the RTP timestamp grows in a frame of 20 ms.
    public int ticksPerFrame() {
        return clockRate / 50;
    }

    /// Octets in a frame of 20 ms; all three make 64 kbit/s.
    public int bytesPerFrame() {
        return 160;
    }

    /// Ie of the E-model, ITU-T G.113 appendix I: what the encoding costs without any loss.
    public double equipmentImpairment() {
        return 0;
    }

    /// Bpl of the E-model, ITU-T G.113 appendix I: how well the encoding bears random loss. The figure for G.722 is
    /// that of G.711 without concealment, for lack of a better one on the narrow-band scale.
    public double lossRobustness() {
        return lossRobustness;
    }

    /// A codec for one call.
    public Codec open() {
        return switch (this) {
            case PCMU -> new Pcmu();
            case PCMA -> new Pcma();
            case G722 -> new G722();
        };
    }
}
