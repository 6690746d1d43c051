package io.switchhook.phone;

import io.switchhook.media.codec.Encoding;
import io.switchhook.media.rtp.RtpSession;
import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.video.NalUnit;
import io.switchhook.phone.audio.Audio;
import io.switchhook.phone.audio.AudioLink;
import io.switchhook.phone.audio.Sound;
import io.switchhook.phone.audio.Video;
import io.switchhook.phone.audio.VideoLink;
import io.switchhook.phone.settings.Dtmf;
import io.switchhook.phone.settings.Media;
import io.switchhook.phone.settings.Settings;
import io.switchhook.sdp.Connection;
import io.switchhook.sdp.Direction;
import io.switchhook.sdp.Fmtp;
import io.switchhook.sdp.MediaDescription;
import io.switchhook.sdp.Origin;
import io.switchhook.sdp.RtpMap;
import io.switchhook.sdp.SdpParser;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.ua.Hold;
import io.switchhook.sip.ua.Negotiation;
import io.switchhook.sip.ua.StreamAgreement;
import io.switchhook.sip.ua.StreamOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The media of one call: what was described and agreed on (RFC 3264), and the sound that follows. For the phone's shard.
final class CallMedia {
    private static final SdpParser PARSER = SdpParser.lenient();
    private static final String EVENT = "telephone-event";
    private static final int EVENT_CLOCK = 8000;

    private static final String H264 = "H264";
    private static final int VIDEO_CLOCK = 90_000;

    /// Baseline at level 3.1; both ways to packetize (RFC 6184 §8.2.2).
    private static final String PROFILE = "profile-level-id=42801f;packetization-mode=";

    private static final int INTERLEAVED_NOT = 99;
    private static final int SINGLE_UNITS = 98;

    private final Audio audio;
    private final Optional<Video> video;
    private boolean shows;
    private Negotiation negotiation;

    /// What was agreed on last: an offer that is refused leaves it as it was (§4).
    private Negotiation agreed;

    private final Hold form;
    private boolean holds;

    /// @throws IOException if there is no port left
    CallMedia(
            Ground ground,
            Settings settings,
            Media media,
            Audio.Listener listener,
            Video.Listener watcher)
            throws IOException {
        var ports = settings.rtpPorts();
        form =
                switch (settings.features().holdForm()) {
                    case SENDONLY -> Hold.SENDONLY;
                    case ZERO_ADDRESS -> Hold.ZERO_ADDRESS;
                };
        audio = ground.sounds().open(ports.min(), ports.max(), listener);
        video = video(ground, settings, watcher);
        long id = ground.random().nextLong(1L << 32);
        negotiation =
                Negotiation.of(
                        Origin.of(id, 1, ground.host()), ground.host(), offers(media, ground));
        agreed = negotiation;
    }

    private Optional<Video> video(Ground ground, Settings settings, Video.Listener watcher)
            throws IOException {
        if (!settings.profile().hasVideo()) return Optional.empty();
        var ports = settings.rtpPorts();
        try {
            return Optional.of(ground.sounds().openVideo(ports.min(), ports.max(), watcher));
        } catch (IOException e) {
            audio.close();
            throw e;
        }
    }

    private List<StreamOffer> offers(Media media, Ground ground) {
        var streams = new ArrayList<StreamOffer>();
        streams.add(offer(media, ground));
        video.ifPresent(it -> streams.add(offer(it, media, ground)));
        return streams;
    }

    private static StreamOffer offer(Video video, Media media, Ground ground) {
        return new StreamOffer(
                "video",
                video.port(),
                List.of(
                        new RtpMap(INTERLEAVED_NOT, H264, VIDEO_CLOCK, 1),
                        new RtpMap(SINGLE_UNITS, H264, VIDEO_CLOCK, 1)),
                List.of(
                        new Fmtp(Integer.toString(INTERLEAVED_NOT), PROFILE + 1),
                        new Fmtp(Integer.toString(SINGLE_UNITS), PROFILE + 0)),
                Optional.empty(),
                List.of(),
                SrtpKeys.security(media.srtp(), ground.random()),
                false);
    }

    private StreamOffer offer(Media media, Ground ground) {
        var encodings = encodings(media);
        var parameters =
                encodings.stream()
                        .filter(map -> map.is(EVENT))
                        .map(map -> new Fmtp(Integer.toString(map.payloadType()), "0-15"))
                        .toList();
        return new StreamOffer(
                "audio",
                audio.port(),
                encodings,
                parameters,
                Optional.of(media.packetTime()).filter(Duration::isPositive),
                List.of(),
                SrtpKeys.security(media.srtp(), ground.random()),
                false);
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

    Optional<Video> video() {
        return video;
    }

    /// Whether both ends have agreed on pictures.
    boolean shows() {
        return shows;
    }

    void say(Sound sound) {
        audio.say(sound);
    }

    /// Offers what this phone can do, or what the call is to become.
    ///
    /// @param hold whether the other end is to wait (§8.4)
    Body offer(boolean hold) {
        holds = hold;
        negotiation = hold ? agreed.hold(form) : agreed.offer(Direction.SENDRECV);
        return described(negotiation);
    }

    private static Body described(Negotiation negotiation) {
        byte[] bytes = negotiation.local().toByteArray();
        return Body.of(bytes, 0, bytes.length);
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
        return connect(theirs.get());
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
            answer =
                    holds
                            ? agreed.answer(theirs.get(), form)
                            : agreed.answer(theirs.get(), Direction.SENDRECV);
        } catch (MalformedValue e) {
            return Optional.empty();
        }
        if (answer.isEmpty()) return Optional.empty();
        negotiation = answer.get();
        agreed = negotiation;
        if (!connect(theirs.get())) return Optional.empty();
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

    /// Has sound follow what was agreed on.
    private boolean connect(SessionDescription theirs) {
        try {
            var streams = agreed.agreement(theirs);
            video.ifPresent(it -> connect(it, streams));
            for (var stream : streams) {
                var link =
                        stream.type().equals("audio") ? link(stream) : Optional.<AudioLink>empty();
                link.ifPresent(audio::connect);
                if (link.isPresent()) return true;
            }
            return false;
        } catch (MalformedValue e) {
            return false;
        }
    }

    private void connect(Video pictures, List<StreamAgreement> streams) {
        var link =
                streams.stream()
                        .filter(stream -> stream.type().equals("video"))
                        .findFirst()
                        .flatMap(this::videoLink);
        shows = link.isPresent();
        link.ifPresentOrElse(pictures::connect, pictures::pause);
    }

    private Optional<VideoLink> videoLink(StreamAgreement stream) {
        var rtp = address(stream.rtp());
        var rtcp = address(stream.rtcp());
        if (rtp.isEmpty() || rtcp.isEmpty() || !stream.sent().is(H264)) return Optional.empty();
        var accepted =
                stream.received().stream()
                        .filter(map -> map.is(H264))
                        .map(RtpMap::payloadType)
                        .collect(Collectors.toSet());
        boolean isOne =
                stream.parameters()
                        .flatMap(it -> it.parameter("packetization-mode"))
                        .filter("1"::equals)
                        .isPresent();
        return Optional.of(
                new VideoLink(
                        new VideoSession.Sent(stream.sent().payloadType(), isOne ? 1 : 0),
                        accepted,
                        rtp.get(),
                        rtcp.get(),
                        stream.direction().sends() && !holds,
                        stream.direction().receives() && !holds,
                        parameterSets(stream.parameters()),
                        stream.keys().flatMap(SrtpKeys::of)));
    }

    /// RFC 6184 §8.1. What cannot be read comes with the pictures, too.
    private static List<NalUnit> parameterSets(Optional<Fmtp> parameters) {
        var said = parameters.flatMap(it -> it.parameter("sprop-parameter-sets"));
        if (said.isEmpty()) return List.of();
        try {
            var units = new ArrayList<NalUnit>();
            for (var unit : said.get().split(",", -1))
                if (!unit.isEmpty()) units.add(new NalUnit(Base64.getDecoder().decode(unit)));
            return units;
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /// While one end holds, no packets go at all, as the guides have it: nobody is there to speak or to hear.
    private Optional<AudioLink> link(StreamAgreement stream) {
        var rtp = address(stream.rtp());
        var rtcp = address(stream.rtcp());
        var sent = encoding(stream.sent().encoding());
        if (rtp.isEmpty() || rtcp.isEmpty() || sent.isEmpty()) return Optional.empty();
        var accepted = new HashMap<Integer, Encoding>();
        for (var map : stream.received())
            encoding(map.encoding()).ifPresent(it -> accepted.put(map.payloadType(), it));
        var events = stream.eventsReceived();
        return Optional.of(
                new AudioLink(
                        new RtpSession.Sent(
                                sent.get(),
                                stream.sent().payloadType(),
                                stream.eventsSent().orElse(-1)),
                        new RtpSession.Accepted(
                                accepted,
                                events.isPresent() ? Set.of(events.getAsInt()) : Set.of()),
                        rtp.get(),
                        rtcp.get(),
                        stream.direction().sends() && !holds,
                        stream.direction().receives() && !holds,
                        stream.keys().flatMap(SrtpKeys::of)));
    }

    /// Names are not looked up: that would take time, and no phone sends one.
    private static Optional<InetSocketAddress> address(StreamAgreement.Address address) {
        try {
            return Optional.of(
                    new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void close() {
        audio.close();
        video.ifPresent(Video::close);
    }
}
