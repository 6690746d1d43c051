package io.switchhook.sip.ua;

import io.switchhook.sdp.Bandwidth;
import io.switchhook.sdp.Fmtp;
import io.switchhook.sdp.RtpMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One stream that this end can have.
///
/// @param type `audio` or `video`
/// @param port where its packets are received
/// @param encodings that are understood, the best first; each with the payload type that an offer gives it
/// @param parameters of encodings, under the payload types of those; an answer has them under the offer's
/// @param ptime how long one packet is to be that is sent here
/// @param bandwidths how much is to be sent here at most, e.g. `AS:512` for video
/// @param rtcpMux whether RTP and RTCP may share the port (RFC 5761); otherwise RTCP has the one behind it
public record StreamOffer(
        String type,
        int port,
        List<RtpMap> encodings,
        List<Fmtp> parameters,
        Optional<Duration> ptime,
        List<Bandwidth> bandwidths,
        StreamSecurity security,
        boolean rtcpMux) {
    public StreamOffer {
        encodings = List.copyOf(encodings);
        parameters = List.copyOf(parameters);
        bandwidths = List.copyOf(bandwidths);
    }

    /// A stream that is not protected, of encodings without parameters.
    public StreamOffer(String type, int port, List<RtpMap> encodings) {
        this(
                type,
                port,
                encodings,
                List.of(),
                Optional.empty(),
                List.of(),
                StreamSecurity.OFF,
                false);
    }

    public StreamOffer with(StreamSecurity changed) {
        return new StreamOffer(
                type, port, encodings, parameters, ptime, bandwidths, changed, rtcpMux);
    }

    /// The parameters of an encoding of this.
    Optional<Fmtp> parameters(RtpMap encoding) {
        var format = Integer.toString(encoding.payloadType());
        return parameters.stream().filter(fmtp -> fmtp.format().equals(format)).findFirst();
    }
}
