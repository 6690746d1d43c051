package io.switchhook.phone;

import io.switchhook.media.rtp.VideoSession;
import io.switchhook.media.video.H264TestPicture;
import io.switchhook.media.video.NalUnit;
import io.switchhook.media.video.VideoEncoding;
import io.switchhook.phone.settings.Media;
import io.switchhook.phone.video.Video;
import io.switchhook.phone.video.VideoLink;
import io.switchhook.sdp.Attribute;
import io.switchhook.sdp.Bandwidth;
import io.switchhook.sdp.Fmtp;
import io.switchhook.sdp.MediaDescription;
import io.switchhook.sdp.RtcpFeedback;
import io.switchhook.sdp.RtpMap;
import io.switchhook.sdp.SessionDescription;
import io.switchhook.sip.grammar.MalformedValue;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.ua.StreamAgreement;
import io.switchhook.sip.ua.StreamOffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The video of one call of a phone that has some: its part of the descriptions (RFC 3264), and the pictures that follow. Each
/// call has its own: in a conference every other end sees this phone, and none sees another one. For the phone's shard.
final class CallVideo {
    private static final Logger LOG = LoggerFactory.getLogger(CallVideo.class);
    private static final String TYPE = "video";
    private static final int CLOCK_RATE = 90_000;
    private static final int KILOBITS = 384;
    private static final int PICTURES = 25;

    /// About what one of the test pictures takes.
    private static final int KILOBITS_PER_PICTURE = 8;

    private static final RtcpFeedback PLI = new RtcpFeedback("*", "nack", "pli");
    private static final RtcpFeedback FIR = new RtcpFeedback("*", "ccm", "fir");

    private final Chassis phone;
    private final CallLeg call;
    private final Video video;
    private final StreamOffer offer;
    private boolean on;
    private boolean refusesControl;

    private CallVideo(Chassis phone, CallLeg call, Media media) throws IOException {
        this.phone = phone;
        this.call = call;
        var ground = phone.ground();
        var ports = phone.settings().rtpPorts();
        video =
                ground.videos()
                        .open(ports.min(), ports.max(), () -> phone.perform(this::askForKeyFrame));
        offer =
                new StreamOffer(
                        TYPE,
                        video.port(),
                        encodings(media),
                        parameters(media),
                        Optional.empty(),
                        List.of(new Bandwidth("AS", KILOBITS)),
                        SrtpKeys.security(media.srtp(), ground.random()),
                        false);
    }

    /// The codecs of an account for which there is a form here, the best first.
    private static List<RtpMap> encodings(Media media) {
        return media.videoCodecs().stream()
                .filter(codec -> encoding(codec.name()).isPresent())
                .map(codec -> new RtpMap(codec.payloadType(), codec.name(), CLOCK_RATE, 1))
                .toList();
    }

    private static List<Fmtp> parameters(Media media) {
        var all = new ArrayList<Fmtp>();
        for (var codec : media.videoCodecs()) {
            var format = Integer.toString(codec.payloadType());
            encoding(codec.name()).ifPresent(it -> all.add(new Fmtp(format, parameters(it))));
        }
        return all;
    }

    /// What decoders are told to be able to: up to CIF, 30 pictures in a second.
    private static String parameters(VideoEncoding encoding) {
        return switch (encoding) {
            case H264 ->
                    "profile-level-id="
                            + H264TestPicture.profileLevelId()
                            + ";packetization-mode=1";
            // In macroblocks: RFC 7741 §6.1.
            case VP8 -> "max-fr=30;max-fs=396";
            // RFC 4629 §8.1.1.
            case H263_1998, H263 -> "CIF=1;QCIF=1";
        };
    }

    private static Optional<VideoEncoding> encoding(String name) {
        return Arrays.stream(VideoEncoding.values())
                .filter(it -> it.encodingName().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Empty for a model without video, for an account whose video codecs are all off, or if there is no port left: a call needs sound alone.
    static Optional<CallVideo> of(Chassis phone, CallLeg call, Media media) {
        if (!phone.settings().profile().hasVideo() || encodings(media).isEmpty())
            return Optional.empty();
        try {
            return Optional.of(new CallVideo(phone, call, media));
        } catch (IOException e) {
            LOG.warn("a call has no video: {}", e.getMessage());
            return Optional.empty();
        }
    }

    StreamOffer offer() {
        return offer;
    }

    Video video() {
        return video;
    }

    /// Says that key frames can be asked for over RTCP. RFC 4585 §4.2 has that for `RTP/AVPF` alone, which phones refuse that
    /// do not know it; video phones say it of `RTP/AVP` too, and who does not know the attribute passes it over.
    static SessionDescription withFeedback(SessionDescription offer) {
        return offer.withMedia(offer.media().stream().map(CallVideo::withFeedback).toList());
    }

    /// The same for an answer: only what the other end has offered (§4.2).
    static SessionDescription withFeedback(SessionDescription answer, SessionDescription theirs) {
        var media = new ArrayList<MediaDescription>();
        for (int place = 0; place < answer.media().size(); place++) {
            var ours = answer.media().get(place);
            boolean known = place < theirs.media().size() && asks(theirs.media().get(place));
            media.add(known ? withFeedback(ours) : ours);
        }
        return answer.withMedia(media);
    }

    private static boolean asks(MediaDescription theirs) {
        try {
            return ask(theirs) != VideoSession.Ask.NOT;
        } catch (MalformedValue e) {
            return false;
        }
    }

    private static MediaDescription withFeedback(MediaDescription stream) {
        if (!stream.type().equals(TYPE) || stream.port() == 0) return stream;
        return stream.add(Attribute.RTCP_FB, PLI).add(Attribute.RTCP_FB, FIR);
    }

    private static VideoSession.Ask ask(MediaDescription theirs) {
        var all = theirs.all(Attribute.RTCP_FB);
        if (all.stream().anyMatch(it -> isSame(it, PLI))) return VideoSession.Ask.PLI;
        if (all.stream().anyMatch(it -> isSame(it, FIR))) return VideoSession.Ask.FIR;
        return VideoSession.Ask.NOT;
    }

    private static boolean isSame(RtcpFeedback one, RtcpFeedback other) {
        return one.type().equals(other.type()) && one.parameter().strip().equals(other.parameter());
    }

    /// Has pictures follow what was agreed on.
    ///
    /// @param holds whether this end makes the other one wait
    void connect(List<StreamAgreement> agreed, SessionDescription theirs, boolean holds) {
        var link =
                agreed.stream()
                        .filter(stream -> stream.type().equals(TYPE))
                        .findFirst()
                        .flatMap(stream -> link(stream, theirs, holds));
        link.ifPresentOrElse(video::connect, video::disconnect);
        boolean now = link.map(it -> it.shows() || it.watches()).orElse(false);
        if (now == on) return;
        on = now;
        phone.tell(new PhoneEvent.Video(call.facts().number(), on));
    }

    private static Optional<VideoLink> link(
            StreamAgreement stream, SessionDescription theirs, boolean holds) {
        var rtp = CallMedia.address(stream.rtp());
        var rtcp = CallMedia.address(stream.rtcp());
        var sent = encoding(stream.sent().encoding());
        if (rtp.isEmpty() || rtcp.isEmpty() || sent.isEmpty()) return Optional.empty();
        var accepted = new HashMap<Integer, VideoEncoding>();
        for (var map : stream.received())
            encoding(map.encoding()).ifPresent(it -> accepted.put(map.payloadType(), it));
        try {
            return Optional.of(
                    new VideoLink(
                            new VideoSession.Sent(
                                    sent.get(), stream.sent().payloadType(), mode(stream)),
                            accepted,
                            parameterSets(stream),
                            ask(theirs.media().get(stream.place())),
                            pictures(stream.bandwidth()),
                            rtp.get(),
                            rtcp.get(),
                            stream.direction().sends()
                                    && !holds
                                    && stream.bandwidth().orElse(1) > 0,
                            stream.direction().receives() && !holds,
                            stream.keys().flatMap(SrtpKeys::of)));
        } catch (MalformedValue e) {
            return Optional.empty();
        }
    }

    private static int mode(StreamAgreement stream) {
        return said(stream, "packetization-mode").orElse("0").equals("1") ? 1 : 0;
    }

    private static Optional<String> said(StreamAgreement stream, String parameter) {
        return stream.parameters().flatMap(it -> it.parameter(parameter));
    }

    /// RFC 6184 §8.1. What cannot be read is left out: a key frame brings it all again.
    private static List<NalUnit> parameterSets(StreamAgreement stream) {
        var sets = said(stream, "sprop-parameter-sets");
        if (sets.isEmpty()) return List.of();
        try {
            return Arrays.stream(sets.get().split(","))
                    .map(Base64.getDecoder()::decode)
                    .filter(octets -> octets.length > 0)
                    .map(NalUnit::new)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static int pictures(OptionalInt kilobits) {
        return Math.clamp(kilobits.orElse(KILOBITS) / KILOBITS_PER_PICTURE, 1, PICTURES);
    }

    /// Asks in the call itself: RFC 5168. Who does not know that is not asked again.
    private void askForKeyFrame() {
        var up = call.session();
        if (up == null || !call.now().isUp() || refusesControl) return;
        up.send(
                Method.INFO,
                h -> h.remove(Known.CONTENT_TYPE).add(Header.CONTENT_TYPE, MediaControl.TYPE),
                MediaControl.pictureFastUpdate(),
                response -> {
                    if (response.status().value() >= 300) refusesControl = true;
                });
    }

    /// The other end says something of the video in the call itself, or of anything else.
    void informed(Request info) {
        var said = MediaControl.of(info);
        if (said.isEmpty()) return;
        switch (said.get()) {
            case PICTURE_FAST_UPDATE -> video.keyFrame();
            case GENERAL_ERROR -> refusesControl = true;
        }
    }

    void close() {
        on = false;
        video.close();
    }
}
