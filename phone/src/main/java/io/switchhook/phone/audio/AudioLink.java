package io.switchhook.phone.audio;

import io.switchhook.media.codec.Encoding;
import java.net.InetSocketAddress;

/// What both ends of a call agreed on for its sound.
///
/// @param eventType the payload type of telephone-event; -1 for none
/// @param rtp where packets go
/// @param rtcp where reports go
/// @param speaks whether sound is sent
/// @param listens whether sound is expected
public record AudioLink(
        Encoding encoding,
        int eventType,
        InetSocketAddress rtp,
        InetSocketAddress rtcp,
        boolean speaks,
        boolean listens) {}
