package io.switchhook.provisioning.model;

/// Which sound a model takes as a ring tone: a WAV file with one channel.
///
/// @param encoding of the samples
/// @param rate samples in a second
/// @param bytes the largest file, with its header
public record SoundLimits(Encoding encoding, int rate, int bytes) {
    /// How a sample is written, by the name that RTP has for it (RFC 3551 §4.5).
    public enum Encoding {
        /// Linear, 16 bits.
        L16,
        /// µ-law of ITU-T G.711.
        PCMU,
        /// A-law of ITU-T G.711.
        PCMA
    }
}
