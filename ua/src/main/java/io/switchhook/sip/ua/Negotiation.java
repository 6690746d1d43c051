package io.switchhook.sip.ua;

import io.switchhook.sdp.Attribute;
import io.switchhook.sdp.Connection;
import io.switchhook.sdp.Crypto;
import io.switchhook.sdp.Direction;
import io.switchhook.sdp.Fmtp;
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
/// Streams keep their place from the first offer on (§8); one that nobody wants has port 0. Each end says what it wants itself,
/// whatever the other one wants (RFC 6337 §5.3): who holds offers `sendonly`, who resumes offers `sendrecv`, and the answer
/// of an end that still holds says so. What is left of both is in [#agreement].
///
/// @param connection where packets are received
/// @param local what was described last; before the first time, a description without streams
/// @param streams that this end can have
public record Negotiation(
        Connection connection, SessionDescription local, List<StreamOffer> streams) {
    public Negotiation {
        streams = List.copyOf(streams);
    }

    /// Begins one.
    ///
    /// @param address where packets are received, without brackets
    public static Negotiation of(Origin origin, String address, List<StreamOffer> streams) {
        var connection = Connection.of(address);
        return new Negotiation(connection, SessionDescription.of(origin).add(connection), streams);
    }

    /// What is to be sent, as [#local] of this: all streams (§5), or those there are, in their places (§8).
    ///
    /// @param direction of all streams: `sendrecv` to resume
    public Negotiation offer(Direction direction) {
        return described(with(offered(), direction), connection);
    }

    /// The same with other streams: those that are not wanted any more have port 0, and new ones take the first places that
    /// nobody uses (§8.1, §8.2).
    ///
    /// @param changed of which each that goes on has the port that it had
    public Negotiation offer(Direction direction, List<StreamOffer> changed) {
        var media = new ArrayList<MediaDescription>();
        var fresh = new ArrayList<>(changed);
        for (var stream : local.media()) {
            boolean goesOn = fresh.removeIf(it -> it.port() == stream.port());
            media.add(goesOn ? stream : refused(stream));
        }
        for (int place = 0; place < media.size() && !fresh.isEmpty(); place++)
            if (media.get(place).port() == 0) media.set(place, described(fresh.removeFirst()));
        for (var stream : fresh) media.add(described(stream));
        return new Negotiation(connection, local, changed)
                .described(with(media, direction), connection);
    }

    /// The same, as what follows a description that was handed on from somebody else ([Relay]).
    public Negotiation after(SessionDescription relayed) {
        return new Negotiation(connection, local.set(relayed.origin().next()), streams);
    }

    /// An offer that puts the other end on hold: §8.4.
    public Negotiation hold(Hold form) {
        return switch (form) {
            case SENDONLY -> offer(Direction.SENDONLY);
            case ZERO_ADDRESS ->
                    described(
                            offered().stream().map(Negotiation::withoutDirection).toList(),
                            nowhere());
        };
    }

    private static List<MediaDescription> with(List<MediaDescription> media, Direction direction) {
        return media.stream()
                .map(stream -> stream.port() == 0 ? stream : stream.with(direction))
                .toList();
    }

    private static MediaDescription withoutDirection(MediaDescription stream) {
        var said = stream.direction().map(Direction::attribute);
        return said.isEmpty() ? stream : stream.removeIf(said.get()::equals);
    }

    private Connection nowhere() {
        return Connection.of(connection.addressType().equals("IP6") ? "::" : "0.0.0.0");
    }

    private List<MediaDescription> offered() {
        return local.media().isEmpty()
                ? streams.stream().map(Negotiation::described).toList()
                : local.media();
    }

    private static MediaDescription described(StreamOffer stream) {
        var formats = new ArrayList<Format>();
        for (var map : stream.encodings()) formats.add(new Format(map, stream.parameters(map)));
        return described(stream, stream.security().offered(), formats, stream.security().keys());
    }

    /// An encoding as it is described.
    private record Format(RtpMap map, Optional<Fmtp> parameters) {}

    private static MediaDescription described(
            StreamOffer stream, String protocol, List<Format> formats, List<Crypto> keys) {
        var types = formats.stream().map(it -> Integer.toString(it.map.payloadType())).toList();
        var description = MediaDescription.of(stream.type(), stream.port(), protocol, types);
        for (var bandwidth : stream.bandwidths()) description = description.add(bandwidth);
        for (var key : keys) description = description.add(Attribute.CRYPTO, key);
        for (var format : formats) {
            description = description.add(Attribute.RTPMAP, format.map);
            if (format.parameters.isPresent())
                description = description.add(Attribute.FMTP, format.parameters.get());
        }
        if (stream.ptime().isPresent())
            description = description.add(Attribute.PTIME, stream.ptime().get());
        return stream.rtcpMux() ? description.add(Attribute.RTCP_MUX, true) : description;
    }

    /// Answers an offer: §6. Of each stream the encodings that both understand, in the order of the offer, under the offer's
    /// payload types.
    ///
    /// @param direction that this end would like: `sendonly` if it holds
    /// @return empty if there is no stream that both understand: 488
    /// @throws io.switchhook.sip.grammar.MalformedValue if an attribute that counts cannot be read
    public Optional<Negotiation> answer(SessionDescription offer, Direction direction) {
        var answered = new ArrayList<MediaDescription>();
        var free = new ArrayList<>(streams);
        for (var stream : offer.media()) {
            var wanted = StreamAgreement.direction(offer, stream).reversed().and(direction);
            boolean isUsable = stream.port() != 0 && offer.connectionOf(stream).isPresent();
            var common = isUsable ? common(stream, free) : Optional.<MediaDescription>empty();
            answered.add(common.orElseGet(() -> refused(stream)).with(wanted));
        }
        boolean any = answered.stream().anyMatch(stream -> stream.port() != 0);
        return any ? Optional.of(described(answered, connection)) : Optional.empty();
    }

    /// Answers an offer while this end holds: as [#answer] does, in the form that a peer of RFC 2543 understands where it is
    /// wanted.
    public Optional<Negotiation> answer(SessionDescription offer, Hold form) {
        var answered = answer(offer, Direction.SENDONLY);
        return switch (form) {
            case SENDONLY -> answered;
            case ZERO_ADDRESS -> answered.map(it -> described(it.local.media(), nowhere()));
        };
    }

    /// Takes the first stream of that type, which cannot answer another one as well.
    private static Optional<MediaDescription> common(
            MediaDescription offered, List<StreamOffer> free) {
        for (var own : free) {
            if (!own.type().equals(offered.type())) continue;
            var both = common(offered, own);
            var keys = Sdes.answer(offered, own.security().keys());
            if (both.stream().noneMatch(it -> StreamAgreement.isMedia(it.map))) continue;
            if (!isAcceptable(offered.protocol(), own.security(), keys.isPresent())) continue;
            free.remove(own);
            var answer = described(own, offered.protocol(), both, keys.stream().toList());
            boolean muxed = offered.has(Attribute.RTCP_MUX);
            return Optional.of(muxed ? answer : answer.remove(Attribute.RTCP_MUX));
        }
        return Optional.empty();
    }

    private static boolean isAcceptable(
            String protocol, StreamSecurity security, boolean isProtected) {
        return switch (protocol) {
            case "RTP/SAVP" -> isProtected;
            case "RTP/AVP" -> isProtected || !(security instanceof StreamSecurity.Required);
            default -> false;
        };
    }

    private static List<Format> common(MediaDescription offered, StreamOffer own) {
        var formats = new ArrayList<Format>();
        for (var theirs : offered.rtpMaps()) {
            var format = Integer.toString(theirs.payloadType());
            var said = offered.fmtp(format);
            for (var ours : own.encodings()) {
                var known = own.parameters(ours);
                if (!theirs.isSameEncoding(ours)) continue;
                if (ours.is("H264") && !H264.isSame(said, known)) continue;
                var parameters = known.map(it -> new Fmtp(format, answer(ours, said, it)));
                formats.add(new Format(theirs, parameters));
                break;
            }
        }
        return formats;
    }

    private static String answer(RtpMap encoding, Optional<Fmtp> offered, Fmtp own) {
        return encoding.is("H264") ? H264.answer(offered, own.parameters()) : own.parameters();
    }

    static MediaDescription refused(MediaDescription offered) {
        return MediaDescription.of(offered.type(), 0, offered.protocol(), offered.formats());
    }

    /// What of each stream is agreed on with the other end's last offer or answer.
    ///
    /// @throws io.switchhook.sip.grammar.MalformedValue if an attribute that counts cannot be read
    public List<StreamAgreement> agreement(SessionDescription remote) {
        return StreamAgreement.of(local, remote);
    }

    private Negotiation described(List<MediaDescription> media, Connection where) {
        SessionDescription next = local.set(where).withMedia(media);
        boolean first = local.media().isEmpty();
        boolean same = first || next.equals(local);
        return new Negotiation(connection, same ? next : next.next(), streams);
    }
}
