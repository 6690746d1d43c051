package io.switchhook.phone.settings;

import java.time.Duration;
import java.util.List;

/// The audio of an account's calls.
///
/// @param codecs those that are on, the preferred one first
/// @param packetTime `a=ptime`; zero for none
public record Media(Srtp srtp, Dtmf dtmf, List<Codec> codecs, Duration packetTime) {
    public Media {
        codecs = List.copyOf(codecs);
    }
}
