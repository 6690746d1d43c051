package io.switchhook.phone.audio;

import io.switchhook.media.rtp.RtpSession;
import io.switchhook.media.srtp.SrtpKey;
import java.net.InetSocketAddress;
import java.util.Optional;

/// What both ends of a call agreed on for its sound.
///
/// @param rtp where packets go
/// @param rtcp where reports go
/// @param speaks whether sound is sent
/// @param listens whether sound is expected
/// @param keys if packets are protected
public record AudioLink(
        RtpSession.Sent sent,
        RtpSession.Accepted accepted,
        InetSocketAddress rtp,
        InetSocketAddress rtcp,
        boolean speaks,
        boolean listens,
        Optional<Keys> keys) {

    /// @param local what this phone encrypts with
    /// @param remote what the other end encrypts with
    public record Keys(SrtpKey local, SrtpKey remote) {}
}
