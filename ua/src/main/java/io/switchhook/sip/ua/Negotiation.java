package io.switchhook.sip.ua;

import io.switchhook.sdp.Attribute;
import io.switchhook.sdp.Connection;
import io.switchhook.sdp.Direction;
import io.switchhook.sdp.MediaDescription;
import io.switchhook.sdp.Origin;
import io.switchhook.sdp.RtpMap;
import io.switchhook.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one end describes of a session, and what both ends agree on: RFC 3264. Immutable; each description that is made gives
/// the next one.
///
/// Streams keep their place from the first offer on (§8); one that nobody wants has port 0.
///
/// @param local what was described last; before the first time, a description without streams
/// @param streams that this end can have
public record Negotiation(SessionDescription local, List<StreamOffer> streams) {
    private static final String PROTOCOL = "RTP/AVP";

    public Negotiation {
        streams = List.copyOf(streams);
    }

    /// Begins one.
    ///
    /// @param address where packets are received, without brackets
    public static Negotiation of(Origin origin, String address, List<StreamOffer> streams) {
        return new Negotiation(SessionDescription.of(origin).add(Connection.of(address)), streams);
    }

    /// What is to be sent, as [#local] of this: all streams (§5), or those there are, in their places (§8).
    ///
    /// @param direction of all streams: `sendonly` to put the other end on hold (§8.4)
    public Negotiation offer(Direction direction) {
        var offered = new ArrayList<MediaDescription>();
        if (local.media().isEmpty())
            for (var stream : streams) offered.add(offer(stream, direction));
        else
            for (var before : local.media())
                offered.add(before.port() == 0 ? before : before.with(direction));
        return described(offered);
    }

    private static MediaDescription offer(StreamOffer stream, Direction direction) {
        return described(stream, stream.encodings()).with(direction);
    }

    private static MediaDescription described(StreamOffer stream, List<RtpMap> encodings) {
        var formats = encodings.stream().map(map -> Integer.toString(map.payloadType())).toList();
        var description = MediaDescription.of(stream.type(), stream.port(), PROTOCOL, formats);
        for (var map : encodings) description = description.add(Attribute.RTPMAP, map);
        return description;
    }

    /// Answers an offer: §6. Of each stream the encodings that both understand, in the order of the offer, under the offer's
    /// payload types.
    ///
    /// @param direction that this end would like
    /// @return empty if there is no stream that both understand: 488
    /// @throws io.switchhook.sip.grammar.MalformedValue if an attribute that counts cannot be read
    public Optional<Negotiation> answer(SessionDescription offer, Direction direction) {
        var answered = new ArrayList<MediaDescription>();
        var free = new ArrayList<>(streams);
        for (var stream : offer.media()) {
            var common = common(stream, free);
            answered.add(
                    common.orElseGet(() -> refused(stream))
                            .with(direction(offer, stream, direction)));
        }
        boolean any = answered.stream().anyMatch(stream -> stream.port() != 0);
        return any ? Optional.of(described(answered)) : Optional.empty();
    }

    /// Takes the first stream of that type, which cannot answer another one as well.
    private static Optional<MediaDescription> common(
            MediaDescription offered, List<StreamOffer> free) {
        if (offered.port() == 0 || !offered.protocol().equals(PROTOCOL)) return Optional.empty();
        for (var own : free) {
            if (!own.type().equals(offered.type())) continue;
            var both =
                    offered.rtpMaps().stream()
                            .filter(map -> own.encodings().stream().anyMatch(map::isSameEncoding))
                            .toList();
            if (both.stream().allMatch(Negotiation::isEvent)) return Optional.empty();
            free.remove(own);
            return Optional.of(described(own, both));
        }
        return Optional.empty();
    }

    /// Digits alone are no conversation: RFC 4733 §2.5.1.
    private static boolean isEvent(RtpMap map) {
        return map.is("telephone-event");
    }

    private static MediaDescription refused(MediaDescription offered) {
        return MediaDescription.of(offered.type(), 0, offered.protocol(), offered.formats());
    }

    /// §6.1, and §8.4 for an address of zeros.
    private static Direction direction(
            SessionDescription offer, MediaDescription stream, Direction wanted) {
        var theirs = offer.directionOf(stream);
        boolean held = offer.connectionOf(stream).map(Connection::isUnspecified).orElse(false);
        var effective = held ? theirs.and(Direction.SENDONLY) : theirs;
        return effective.reversed().and(wanted);
    }

    private Negotiation described(List<MediaDescription> media) {
        var next = local.withMedia(media);
        boolean first = local.media().isEmpty();
        return new Negotiation(first || next.equals(local) ? next : next.next(), streams);
    }
}
