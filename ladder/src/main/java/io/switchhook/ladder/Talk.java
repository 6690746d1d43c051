package io.switchhook.ladder;

import io.switchhook.sdp.Attribute;
import io.switchhook.sdp.Direction;
import io.switchhook.sdp.MediaDescription;
import io.switchhook.sdp.RtpMap;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.grammar.MalformedValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who said what about media, and who holds.
final class Talk {
    private static final int CODECS_SHOWN = 3;

    /// What a session description changes.
    enum Change {
        FIRST,
        HOLDS,
        RESUMES,
        NONE
    }

    private final Map<String, SessionDescription> last = new HashMap<>();
    private final Set<String> holding = new HashSet<>();

    /// A party describes what it wants to send and receive.
    ///
    /// @param isOffer whether nothing was offered to it before
    Change says(String lane, SessionDescription session, boolean isOffer) {
        boolean first = last.put(lane, session) == null;
        var direction = audio(session).map(stream -> effective(session, stream));
        if (direction.isEmpty()) return first ? Change.FIRST : Change.NONE;
        boolean held = holding.contains(lane);
        // to an offer that lets nobody send, no answer says who holds
        boolean holds =
                direction.get().receives() ? false : isOffer || held || sendsAlone(direction.get());
        if (holds) holding.add(lane);
        else holding.remove(lane);
        if (holds != held) return holds ? Change.HOLDS : Change.RESUMES;
        return first ? Change.FIRST : Change.NONE;
    }

    private static boolean sendsAlone(Direction direction) {
        return direction == Direction.SENDONLY;
    }

    static Optional<MediaDescription> audio(SessionDescription session) {
        return session.media().stream().filter(it -> it.type().equals("audio")).findFirst();
    }

    /// With the older form of hold: an address of zeros (RFC 3264 §8.4).
    static Direction effective(SessionDescription session, MediaDescription stream) {
        var said = session.directionOf(stream);
        boolean nowhere =
                session.connectionOf(stream).map(it -> it.isUnspecified()).orElse(false)
                        && !stream.has(Attribute.CANDIDATE);
        return nowhere ? Direction.of(said.sends(), false) : said;
    }

    /// `audio PCMA, PCMU on 10.0.0.7:11780; video H264 on 10.0.0.7:11782`.
    static String describe(SessionDescription session) {
        return session.media().stream()
                .map(stream -> describe(session, stream))
                .collect(Collectors.joining("; "));
    }

    private static String describe(SessionDescription session, MediaDescription stream) {
        if (stream.port() == 0) return "no " + stream.type();
        var codecs = codecs(stream);
        var shown = codecs.subList(0, Math.min(codecs.size(), CODECS_SHOWN));
        return stream.type()
                + (stream.isSecure() ? " encrypted" : "")
                + (shown.isEmpty() ? "" : ' ' + String.join(", ", shown))
                + (codecs.size() > shown.size() ? " and others" : "")
                + where(session, stream);
    }

    private static String where(SessionDescription session, MediaDescription stream) {
        return session.connectionOf(stream)
                .map(it ->
                        " on "
                                + (it.address().indexOf(':') < 0
                                        ? it.address()
                                        : '[' + it.address() + ']')
                                + ':'
                                + stream.port())
                .orElse("");
    }

    /// The names of what sound or pictures can be sent in, most wanted first.
    static List<String> codecs(MediaDescription stream) {
        try {
            return stream.rtpMaps().stream()
                    .map(RtpMap::encoding)
                    .filter(it -> !isAuxiliary(it))
                    .distinct()
                    .toList();
        } catch (MalformedValue e) {
            return List.of();
        }
    }

    private static boolean isAuxiliary(String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "telephone-event", "cn", "red", "rtx", "ulpfec", "flexfec" -> true;
            default -> false;
        };
    }
}
