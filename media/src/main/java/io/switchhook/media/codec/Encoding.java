package io.switchhook.media.codec;

/// The audio encodings that are spoken, as RFC 3551 §6 lists them, and Opus.
public enum Encoding {
    /// RFC 3551 §4.5.14.
    PCMU(0, 8000, 8000, 4.3),
    /// RFC 3551 §4.5.14.
    PCMA(8, 8000, 8000, 4.3),
    /// RFC 3551 §4.5.2: sampled at 16 kHz, but its RTP clock runs at 8 kHz, an error of RFC 1890 that stayed.
    G722(9, 8000, 16000, 4.3),
    /// RFC 7587: its RTP clock runs at 48 kHz whatever it carries; here that is wide-band speech, in one channel.
    OPUS(-1, 48000, 16000, 25.1);

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
        return this == OPUS ? Opus.ticks(payload, from, length) : length;
    }

    /// The encoding name of `a=rtpmap`, where case does not matter.
    public String encodingName() {
        return this == OPUS ? "opus" : name();
    }

    /// Channels in `a=rtpmap`: two for Opus, whatever it carries (RFC 7587 §7).
    public int channels() {
        return this == OPUS ? 2 : 1;
    }

    /// The static payload type; -1 if it has none, but is given one by the description.
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

    /// Octets in a frame of 20 ms, at 64 kbit/s; of Opus the most there may be (RFC 6716 §3.4).
    public int bytesPerFrame() {
        return this == OPUS ? 1275 : 160;
    }

    /// Ie of the E-model, ITU-T G.113 appendix I: what the encoding costs without any loss.
    public double equipmentImpairment() {
        return 0;
    }

    /// Bpl of the E-model, ITU-T G.113 appendix I: how well the encoding bears random loss. The figure for G.722 is
    /// that of G.711 without concealment, and for Opus that of G.711 with it, for lack of better ones on the
    /// narrow-band scale.
    public double lossRobustness() {
        return lossRobustness;
    }

    /// A codec for one call.
    public Codec open() {
        return switch (this) {
            case PCMU -> new Pcmu();
            case PCMA -> new Pcma();
            case G722 -> new G722();
            case OPUS -> new Opus();
        };
    }
}
