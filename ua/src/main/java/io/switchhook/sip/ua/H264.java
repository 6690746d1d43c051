package io.switchhook.sip.ua;

import io.switchhook.sdp.Fmtp;
import io.switchhook.sip.grammar.Chars;
import java.util.Locale;
import java.util.Optional;

/// What the parameters of H.264 mean to an offer and its answer: RFC 6184 §8.2.2.
final class H264 {
    private static final String BASELINE = "42000A";
    private static final int PROFILE = 2;
    private static final int LEVEL = 4;

    private H264() {}

    /// Whether both are one configuration, which is a format of its own: the same packetization-mode and the same profile. That a
    /// baseline profile is a constrained one is not told apart: each decoder here takes both.
    static boolean isSame(Optional<Fmtp> one, Optional<Fmtp> other) {
        return mode(one).equals(mode(other))
                && profile(one).regionMatches(0, profile(other), 0, PROFILE);
    }

    /// The parameters of an answer: the profile of the offer, and the lower level of both.
    static String answer(Optional<Fmtp> offered, String own) {
        var mine = new Fmtp("", own);
        var theirs = profile(offered);
        var ours = profile(Optional.of(mine));
        var level =
                theirs.substring(LEVEL).compareTo(ours.substring(LEVEL)) < 0
                        ? theirs.substring(LEVEL)
                        : ours.substring(LEVEL);
        var said = mine.parameter("profile-level-id");
        var chosen = theirs.substring(0, LEVEL) + level;
        return said.isEmpty() ? own : own.replace(said.get(), chosen);
    }

    private static String mode(Optional<Fmtp> fmtp) {
        return fmtp.flatMap(it -> it.parameter("packetization-mode")).orElse("0");
    }

    /// Three bytes in six digits: the profile, its constraints, and the level. Where none is said, baseline at level 1 (§8.1).
    private static String profile(Optional<Fmtp> fmtp) {
        return fmtp.flatMap(it -> it.parameter("profile-level-id"))
                .filter(id -> id.length() == BASELINE.length())
                .filter(id -> id.chars().allMatch(Chars::isHex))
                .map(id -> id.toUpperCase(Locale.ROOT))
                .orElse(BASELINE);
    }
}
