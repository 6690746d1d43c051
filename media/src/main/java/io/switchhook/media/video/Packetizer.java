package io.switchhook.media.video;

/// Puts pictures into payloads. For one thread.
///
/// ```
/// picture(p); while (hasNext()) { length = next(out, at); marker = !hasNext(); }
/// ```
public sealed interface Packetizer
        permits H264Packetizer, Vp8Packetizer, H263PlusPacketizer, H263Packetizer {
    /// Begins a picture; what was left of the one before is forgotten. One of another encoding has no payloads.
    void picture(Picture picture);

    boolean hasNext();

    /// Writes a payload.
    ///
    /// @return how many octets
    int next(byte[] out, int at);

    /// What was left out because no payload can hold it: NAL units of H.264, or pictures.
    long tooLarge();
}
