package io.switchhook.phone;

import io.switchhook.media.codec.Encoding;
import io.switchhook.phone.audio.Audio;
import io.switchhook.phone.audio.AudioLink;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.settings.Dtmf;
import io.switchhook.phone.settings.Media;
import io.switchhook.phone.settings.RtpPorts;
import io.switchhook.sdp.Connection;
import io.switchhook.sdp.Direction;
import io.switchhook.sdp.MediaDescription;
import io.switchhook.sdp.Origin;
import io.switchhook.sdp.RtpMap;
import io.switchhook.sdp.SdpParser;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.ua.Negotiation;
import io.switchhook.sip.ua.StreamOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The media of one call: what was described and agreed on (RFC 3264), and the sound that follows. For the phone's shard.
final class CallMedia {
    private static final SdpParser PARSER = SdpParser.lenient();
    private static final String EVENT = "telephone-event";
    private static final int EVENT_CLOCK = 8000;

    private final Audio audio;
    private Negotiation negotiation;

    /// What was agreed on last: an offer that is refused leaves it as it was (§4).
    private Negotiation agreed;

    private boolean holds;

    /// @throws IOException if there is no port left
    CallMedia(Ground ground, Media media, RtpPorts ports, Audio.Listener listener)
            throws IOException {
        audio = ground.sounds().open(ports.min(), ports.max(), listener);
        long id = ground.random().nextLong(1L << 32);
        negotiation =
                Negotiation.of(
                        Origin.of(id, 1, ground.host()),
                        ground.host(),
                        List.of(new StreamOffer("audio", audio.port(), encodings(media))));
        agreed = negotiation;
    }

    /// The codecs of an account for which there is a program, the best first, and the keys' events.
    private static List<RtpMap> encodings(Media media) {
        var maps = new ArrayList<RtpMap>();
        for (var codec : media.codecs())
            encoding(codec.name())
                    .ifPresent(it ->
                            maps.add(
                                    new RtpMap(
                                            codec.payloadType(),
                                            it.encodingName(),
                                            it.clockRate(),
                                            1)));
        var way = media.dtmf().way();
        if (way == Dtmf.Way.TELEPHONE_EVENT || way == Dtmf.Way.AUTO_AND_INFO)
            maps.add(new RtpMap(media.dtmf().payloadType(), EVENT, EVENT_CLOCK, 1));
        return maps;
    }

    private static Optional<Encoding> encoding(String name) {
        return Arrays.stream(Encoding.values())
                .filter(it -> it.encodingName().equalsIgnoreCase(name))
                .findFirst();
    }

    Audio audio() {
        return audio;
    }

    void say(Sound sound) {
        audio.say(sound);
    }

    /// Offers what this phone can do, or what the call is to become.
    ///
    /// @param hold whether the other end is to wait (§8.4)
    Body offer(boolean hold) {
        holds = hold;
        negotiation = agreed.offer(wanted(hold));
        return described(negotiation);
    }

    private static Body described(Negotiation negotiation) {
        byte[] bytes = negotiation.local().toByteArray();
        return Body.of(bytes, 0, bytes.length);
    }

    private static Direction wanted(boolean hold) {
        return hold ? Direction.SENDONLY : Direction.SENDRECV;
    }

    /// The offer was refused, or never answered.
    ///
    /// @param hold whether the other end waits still
    void refused(boolean hold) {
        holds = hold;
        negotiation = agreed;
    }

    /// Takes the answer to an offer.
    ///
    /// @return whether there is sound to be had
    boolean answered(Body answer) {
        var theirs = parsed(answer);
        if (theirs.isEmpty()) return false;
        agreed = negotiation;
        return connect(theirs.get(), true);
    }

    /// Whether there is anything in an offer that this phone can do.
    boolean canAnswer(Body offer) {
        try {
            return parsed(offer).flatMap(it -> agreed.answer(it, Direction.SENDRECV)).isPresent();
        } catch (MalformedValue e) {
            return false;
        }
    }

    /// Answers an offer.
    ///
    /// @return empty if there is nothing in it that this phone can do, or it cannot be read: 488
    Optional<Body> answer(Body offer) {
        var theirs = parsed(offer);
        if (theirs.isEmpty()) return Optional.empty();
        Optional<Negotiation> answer;
        try {
            answer = agreed.answer(theirs.get(), wanted(holds));
        } catch (MalformedValue e) {
            return Optional.empty();
        }
        if (answer.isEmpty()) return Optional.empty();
        negotiation = answer.get();
        agreed = negotiation;
        if (!connect(theirs.get(), false)) return Optional.empty();
        return Optional.of(described(agreed));
    }

    /// Whether the other end, as it described itself, makes us wait.
    static boolean isHold(Body description) {
        return parsed(description)
                .flatMap(theirs ->
                        theirs.media().stream()
                                .filter(stream -> stream.type().equals("audio"))
                                .findFirst()
                                .map(stream -> isHold(theirs, stream)))
                .orElse(false);
    }

    private static boolean isHold(SessionDescription theirs, MediaDescription stream) {
        boolean isUnspecified =
                theirs.connectionOf(stream).map(Connection::isUnspecified).orElse(false);
        return isUnspecified || !theirs.directionOf(stream).receives();
    }

    private static Optional<SessionDescription> parsed(Body body) {
        if (body.isEmpty()) return Optional.empty();
        byte[] bytes = body.toByteArray();
        try {
            return Optional.of(PARSER.parse(bytes, 0, bytes.length));
        } catch (MalformedValue e) {
            return Optional.empty();
        }
    }

    private boolean connect(SessionDescription theirs, boolean offered) {
        var ours = agreed.local();
        for (int i = 0; i < Math.min(ours.media().size(), theirs.media().size()); i++) {
            var own = ours.media().get(i);
            var other = theirs.media().get(i);
            if (!own.type().equals("audio") || own.port() == 0 || other.port() == 0) continue;
            try {
                var link = link(ours, own, theirs, other, offered);
                link.ifPresent(audio::connect);
                return link.isPresent();
            } catch (MalformedValue e) {
                return false;
            }
        }
        return false;
    }

    private Optional<AudioLink> link(
            SessionDescription ours,
            MediaDescription own,
            SessionDescription theirs,
            MediaDescription other,
            boolean offered) {
        var direction = ours.directionOf(own);
        if (offered) direction = direction.and(theirs.directionOf(other).reversed());
        var address = theirs.connectionOf(other).flatMap(CallMedia::address);
        var encoding =
                other.rtpMaps().stream()
                        .filter(map -> own.rtpMaps().stream().anyMatch(map::isSameEncoding))
                        .flatMap(map -> encoding(map.encoding()).stream())
                        .findFirst();
        if (address.isEmpty() || encoding.isEmpty()) return Optional.empty();
        int event =
                other.rtpMaps().stream()
                        .filter(map -> map.is(EVENT))
                        .mapToInt(RtpMap::payloadType)
                        .findFirst()
                        .orElse(-1);
        boolean hasEvents = own.rtpMaps().stream().anyMatch(map -> map.is(EVENT));
        boolean isNowhere = address.get().isAnyLocalAddress();
        return Optional.of(
                new AudioLink(
                        encoding.get(),
                        hasEvents ? event : -1,
                        new InetSocketAddress(address.get(), other.port()),
                        new InetSocketAddress(address.get(), other.port() + 1),
                        direction.sends() && !holds && !isNowhere,
                        direction.receives() && !holds));
    }

    /// Names are not looked up: that would take time, and no phone sends one.
    private static Optional<InetAddress> address(Connection connection) {
        try {
            return Optional.of(InetAddress.ofLiteral(connection.address()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void close() {
        audio.close();
    }
}
