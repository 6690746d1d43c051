package io.switchhook.sip.ua;

import io.switchhook.sdp.RtpMap;
import java.util.List;

/// One stream that this end can have.
///
/// @param type `audio` or `video`
/// @param port where its packets are received
/// @param encodings that are understood, the best first; each with the payload type that an offer gives it
public record StreamOffer(String type, int port, List<RtpMap> encodings) {
    public StreamOffer {
        encodings = List.copyOf(encodings);
    }
}
