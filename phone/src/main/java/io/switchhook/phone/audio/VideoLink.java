package io.switchhook.phone.audio;

import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.video.NalUnit;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What both ends of a call agreed on for its pictures.
///
/// @param accepted the payload types that may come
/// @param rtp where packets go
/// @param rtcp where reports go
/// @param shows whether pictures are sent
/// @param watches whether pictures are expected
/// @param parameterSets what the other end said of its pictures before the first one
/// @param keys if packets are protected
public record VideoLink(
        VideoSession.Sent sent,
        Set<Integer> accepted,
        InetSocketAddress rtp,
        InetSocketAddress rtcp,
        boolean shows,
        boolean watches,
        List<NalUnit> parameterSets,
        Optional<AudioLink.Keys> keys) {
    public VideoLink {
        accepted = Set.copyOf(accepted);
        parameterSets = List.copyOf(parameterSets);
    }
}
