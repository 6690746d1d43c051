package io.switchhook.phone.video;

import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.video.NalUnit;
import io.switchhook.media.video.VideoEncoding;
import io.switchhook.phone.audio.AudioLink;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What both ends of a call agreed on for its video.
///
/// @param accepted what may come, by payload type
/// @param parameterSets what the other end said of its pictures beforehand; may be empty
/// @param ask how the other end can be asked for a key frame over RTCP, if it can
/// @param picturesPerSecond to send at most, 1 to 60
/// @param rtp where packets go
/// @param rtcp where reports go
/// @param shows whether pictures are sent
/// @param watches whether pictures are expected
/// @param keys if packets are protected
public record VideoLink(
        VideoSession.Sent sent,
        Map<Integer, VideoEncoding> accepted,
        List<NalUnit> parameterSets,
        VideoSession.Ask ask,
        int picturesPerSecond,
        InetSocketAddress rtp,
        InetSocketAddress rtcp,
        boolean shows,
        boolean watches,
        Optional<AudioLink.Keys> keys) {
    public VideoLink {
        accepted = Map.copyOf(accepted);
        parameterSets = List.copyOf(parameterSets);
    }

    /// The same, while no pictures go or come.
    VideoLink paused() {
        return new VideoLink(
                sent,
                accepted,
                parameterSets,
                ask,
                picturesPerSecond,
                rtp,
                rtcp,
                false,
                false,
                keys);
    }
}
