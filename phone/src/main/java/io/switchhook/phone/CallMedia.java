package io.switchhook.phone;

import io.switchhook.media.codec.Encoding;
import io.switchhook.media.rtp.RtpSession;
import io.switchhook.phone.audio.Audio;
import io.switchhook.phone.audio.AudioLink;
import io.switchhook.phone.audio.Sound;
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
import io.switchhook.sip.ua.Relay;
import io.switchhook.sip.ua.StreamAgreement;
import io.switchhook.sip.ua.StreamOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The media of one call: what was described and agreed on (RFC 3264), and the sound that follows. For the phone's shard.
final class CallMedia {
    private static final SdpParser PARSER = SdpParser.lenient();
    private static final String EVENT = "telephone-event";
    private static final int EVENT_CLOCK = 8000;

    private final Audio audio;
    private final Optional<CallVideo> video;
    private Negotiation negotiation;

    /// What was agreed on last: an offer that is refused leaves it as it was (§4).
    private Negotiation agreed;

    private final Hold form;
    private boolean holds;

    /// What the other end said last of its own media.
    private @Nullable SessionDescription theirs;

    /// What the other end was offered instead of this phone's media.
    private @Nullable Relay relay;

    /// The answer to that.
    private @Nullable SessionDescription relayed;

    /// @param video of the same call, if the phone has some
    /// @throws IOException if there is no port left
    CallMedia(
            Ground ground,
            Settings settings,
            Media media,
            Optional<CallVideo> video,
            Audio.Listener listener)
            throws IOException {
        this.video = video;
        var ports = settings.rtpPorts();
        form =
                switch (settings.features().holdForm()) {
                    case SENDONLY -> Hold.SENDONLY;
                    case ZERO_ADDRESS -> Hold.ZERO_ADDRESS;
                };
        audio = ground.sounds().open(ports.min(), ports.max(), listener);
        long id = ground.random().nextLong(1L << 32);
        negotiation =
                Negotiation.of(
                        Origin.of(id, 1, ground.host()),
                        ground.host(),
                        streams(offer(media, ground)));
        agreed = negotiation;
    }

    private List<StreamOffer> streams(StreamOffer sound) {
        return video.map(it -> List.of(sound, it.offer())).orElse(List.of(sound));
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

    void say(Sound sound) {
        audio.say(sound);
    }

    /// Offers what this phone can do, or what the call is to become.
    ///
    /// @param hold whether the other end is to wait (§8.4)
    Body offer(boolean hold) {
        holds = hold;
        negotiation = next(hold ? agreed.hold(form) : agreed.offer(Direction.SENDRECV));
        return described(CallVideo.withFeedback(negotiation.local()));
    }

    private Negotiation next(Negotiation own) {
        return relay == null ? own : own.after(relay.offer());
    }

    /// Somebody else's offer, for the other end to hear him instead of this phone.
    ///
    /// @return empty if there is no stream that this call has, too
    Optional<Relay> relay(Body offer) {
        return parsed(offer).flatMap(it -> Relay.of(agreed.local(), it, Direction.SENDONLY));
    }

    /// Takes the answer to that, and keeps silent.
    ///
    /// @return whether there is sound to be had, as a description for who offered
    Optional<SessionDescription> relayed(Relay accepted, Body answer) {
        var said = parsed(answer);
        relay = accepted;
        relayed = said.orElse(null);
        boolean hears = said.map(CallMedia::hasSound).orElse(false);
        if (!hears) return Optional.empty();
        holds = true;
        if (theirs != null) connect(theirs);
        return said;
    }

    private static boolean hasSound(SessionDescription description) {
        return description.media().stream()
                .anyMatch(stream -> stream.type().equals("audio") && stream.port() != 0);
    }

    /// Whether the other end hears somebody else.
    boolean isRelayed() {
        return relay != null;
    }

    static Body described(SessionDescription description) {
        byte[] bytes = description.toByteArray();
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
        relay = null;
        return connect(theirs.get());
    }

    /// Takes the answer to what was described before.
    void refreshed(Body answer) {
        if (!isRelayed()) answered(answer);
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
        if (relay != null && relayed != null && isSame(theirs.get(), relayed))
            return Optional.of(described(relay.offer()));
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
        negotiation = next(answer.get());
        agreed = negotiation;
        relay = null;
        if (!connect(theirs.get())) return Optional.empty();
        return Optional.of(described(CallVideo.withFeedback(agreed.local(), theirs.get())));
    }

    /// Whether a description only says again what was said (RFC 3264 §8).
    static boolean isSame(SessionDescription one, SessionDescription other) {
        return one.origin().equals(other.origin());
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

    static Optional<SessionDescription> parsed(Body body) {
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
        this.theirs = theirs;
        try {
            var streams = agreed.agreement(theirs);
            for (var stream : streams) {
                var link =
                        stream.type().equals("audio") ? link(stream) : Optional.<AudioLink>empty();
                link.ifPresent(audio::connect);
                if (link.isEmpty()) continue;
                video.ifPresent(it -> it.connect(streams, theirs, holds));
                return true;
            }
            return false;
        } catch (MalformedValue e) {
            return false;
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
    static Optional<InetSocketAddress> address(StreamAgreement.Address address) {
        try {
            return Optional.of(
                    new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void close() {
        audio.close();
        video.ifPresent(CallVideo::close);
    }
}
