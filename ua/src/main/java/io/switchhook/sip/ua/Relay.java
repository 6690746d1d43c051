package io.switchhook.sip.ua;

import io.switchhook.sdp.Direction;
import io.switchhook.sdp.MediaDescription;
import io.switchhook.sdp.Origin;
import io.switchhook.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one of two calls offers, handed on in the other one, so that their far ends send to each other directly: third party call
/// control, RFC 3725 §4.1. Both descriptions are said under this end's own origins (RFC 7088 §2.1). Immutable.
///
/// @param offered by the far end of the first call
/// @param offer what is to be sent in the second call: of each of its streams the first one of that type, in its place (RFC 3264 §8)
/// @param places for each stream of `offer` its index in `offered`; -1 for one that is refused
/// @param direction how far the far end of the second call may join in, as this end says it
public record Relay(
        SessionDescription offered,
        SessionDescription offer,
        List<Integer> places,
        Direction direction) {
    private static final int NONE = -1;

    public Relay {
        places = List.copyOf(places);
    }

    /// Hands an offer on.
    ///
    /// @param local what this end said last in the second call
    /// @param direction `sendonly` where the far end of the second call is only to hear
    /// @return empty if there is no stream that both calls have
    public static Optional<Relay> of(
            SessionDescription local, SessionDescription offered, Direction direction) {
        var places = new ArrayList<Integer>();
        var media = new ArrayList<MediaDescription>();
        for (var own : local.media()) {
            int place = place(own, offered, places);
            places.add(place);
            media.add(
                    place == NONE
                            ? Negotiation.refused(own)
                            : directed(offered, offered.media().get(place), direction));
        }
        if (places.stream().allMatch(place -> place == NONE)) return Optional.empty();
        var offer = offered.set(local.origin().next()).withMedia(media);
        return Optional.of(new Relay(offered, offer, places, direction));
    }

    private static int place(MediaDescription own, SessionDescription offered, List<Integer> used) {
        if (own.port() == 0) return NONE;
        for (int i = 0; i < offered.media().size(); i++) {
            var stream = offered.media().get(i);
            if (stream.port() != 0 && stream.type().equals(own.type()) && !used.contains(i))
                return i;
        }
        return NONE;
    }

    private static MediaDescription directed(
            SessionDescription description, MediaDescription stream, Direction direction) {
        return stream.with(description.directionOf(stream).and(direction));
    }

    /// Hands the answer back to who offered.
    ///
    /// @param answered by the far end of the second call
    /// @param origin of this end in the first call
    public SessionDescription answer(SessionDescription answered, Origin origin) {
        var media = new ArrayList<MediaDescription>();
        for (int i = 0; i < offered.media().size(); i++) {
            int place = places.indexOf(i);
            boolean isAnswered = place >= 0 && place < answered.media().size();
            media.add(
                    isAnswered
                            ? directed(answered, answered.media().get(place), direction.reversed())
                            : Negotiation.refused(offered.media().get(i)));
        }
        return answered.set(origin).withMedia(media);
    }

    /// The answer that takes nothing of an offer: RFC 3264 §6.
    public static SessionDescription refusal(SessionDescription offered, Origin origin) {
        return SessionDescription.of(origin)
                .withMedia(offered.media().stream().map(Negotiation::refused).toList());
    }
}
