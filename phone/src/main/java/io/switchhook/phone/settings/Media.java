package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.List;

/// The audio and the video of an account's calls.
///
/// @param codecs of audio that are on, the preferred one first
/// @param videoCodecs the same of video; none on models without
/// @param packetTime `a=ptime`; zero for none
public record Media(
        Srtp srtp, Dtmf dtmf, List<Codec> codecs, List<Codec> videoCodecs, Duration packetTime) {
    public Media {
        codecs = List.copyOf(codecs);
        videoCodecs = List.copyOf(videoCodecs);
    }
}
