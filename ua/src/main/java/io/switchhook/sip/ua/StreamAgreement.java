package io.switchhook.sip.ua;

import io.switchhook.sdp.Attribute;
import io.switchhook.sdp.Connection;
import io.switchhook.sdp.Crypto;
import io.switchhook.sdp.Direction;
import io.switchhook.sdp.Fmtp;
import io.switchhook.sdp.MediaDescription;
import io.switchhook.sdp.RtpMap;
import io.switchhook.sdp.SessionDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What both ends agree on for one stream, as it is seen from here: RFC 3264 §7. It is the same whether this end made the offer
/// or the answer.
///
/// @param place among the streams of the descriptions, from 0 on
/// @param type `audio` or `video`
/// @param localPort where packets arrive
/// @param rtp where packets go
/// @param rtcp where RTCP goes; the same as `rtp` if the two share a port
/// @param direction whether packets go, and whether they are to come
/// @param sent the encoding to send, under the payload type that the other end gave it: of those that both understand the one
///     that the other end prefers
/// @param parameters of that encoding, as the other end said them
/// @param received the encodings that may come, under the payload types that this end gave them
/// @param eventsSent the payload type for telephone events to the other end (RFC 4733), with the clock rate of `sent`
/// @param eventsReceived that of telephone events that come
/// @param ptime how long the other end would like one packet to be
/// @param bandwidth how many kilobits per second may be sent, with all overhead; from `b=AS`, else from `b=TIAS`
/// @param keys if the packets are protected
public record StreamAgreement(
        int place,
        String type,
        int localPort,
        Address rtp,
        Address rtcp,
        Direction direction,
        RtpMap sent,
        Optional<Fmtp> parameters,
        List<RtpMap> received,
        OptionalInt eventsSent,
        OptionalInt eventsReceived,
        Optional<Duration> ptime,
        OptionalInt bandwidth,
        Optional<Keys> keys) {
    private static final int BITS = 1000;

    public StreamAgreement {
        received = List.copyOf(received);
    }

    /// Where packets go.
    ///
    /// @param host an address without brackets, or a name
    public record Address(String host, int port) {}

    /// The keys of SRTP: RFC 4568.
    ///
    /// @param local protects what is sent
    /// @param remote protects what comes
    public record Keys(Crypto local, Crypto remote) {}

    /// What of each stream is agreed on, without the streams that one end refused or that nobody can use: no encoding that both
    /// understand, or `RTP/SAVP` without a key.
    ///
    /// @param local the offer or the answer of this end
    /// @param remote the other one
    /// @throws io.switchhook.sip.grammar.MalformedValue if an attribute that counts cannot be read
    public static List<StreamAgreement> of(SessionDescription local, SessionDescription remote) {
        var agreed = new ArrayList<StreamAgreement>();
        int both = Math.min(local.media().size(), remote.media().size());
        for (int place = 0; place < both; place++) of(local, remote, place).ifPresent(agreed::add);
        return List.copyOf(agreed);
    }

    /// Whether the other end does not want to hear this stream: RFC 3264 §8.4.
    public boolean isHeld() {
        return !direction.sends();
    }

    private static Optional<StreamAgreement> of(
            SessionDescription local, SessionDescription remote, int place) {
        var ours = local.media().get(place);
        var theirs = remote.media().get(place);
        var connection = remote.connectionOf(theirs);
        if (ours.port() == 0 || theirs.port() == 0 || connection.isEmpty()) return Optional.empty();
        var keys = Sdes.agreed(ours, theirs);
        if ((ours.isSecure() || theirs.isSecure()) && keys.isEmpty()) return Optional.empty();
        var sendable = common(theirs, ours);
        var sent = sendable.stream().filter(StreamAgreement::isMedia).findFirst();
        if (sent.isEmpty()) return Optional.empty();
        var received = common(ours, theirs);
        var rtp = new Address(connection.get().address(), theirs.port());
        return Optional.of(
                new StreamAgreement(
                        place,
                        ours.type(),
                        ours.port(),
                        rtp,
                        rtcp(ours, theirs, rtp),
                        direction(local, ours).and(direction(remote, theirs).reversed()),
                        sent.get(),
                        theirs.fmtp(Integer.toString(sent.get().payloadType())),
                        received.stream().filter(StreamAgreement::isMedia).toList(),
                        events(sendable, sent.get()),
                        events(received, sent.get()),
                        theirs.get(Attribute.PTIME),
                        bandwidth(theirs),
                        keys));
    }

    /// Those of the first stream that the second one knows, too.
    private static List<RtpMap> common(MediaDescription first, MediaDescription second) {
        var known = second.rtpMaps();
        return first.rtpMaps().stream()
                .filter(map -> known.stream().anyMatch(map::isSameEncoding))
                .toList();
    }

    /// Digits alone are no conversation (RFC 4733 §2.5.1), and neither is comfort noise.
    static boolean isMedia(RtpMap map) {
        return !isEvents(map) && !map.is("CN");
    }

    private static boolean isEvents(RtpMap map) {
        return map.is("telephone-event");
    }

    /// RFC 4733 §2.1 wants the clock rate of the speech; there are peers that offer 8,000 alone, whatever they speak.
    private static OptionalInt events(List<RtpMap> maps, RtpMap speech) {
        var events = maps.stream().filter(StreamAgreement::isEvents).toList();
        return events.stream()
                .filter(map -> map.clockRate() == speech.clockRate())
                .findFirst()
                .or(() -> events.stream().findFirst())
                .map(map -> OptionalInt.of(map.payloadType()))
                .orElseGet(OptionalInt::empty);
    }

    /// RFC 3605, RFC 5761 §5.1.1.
    private static Address rtcp(MediaDescription ours, MediaDescription theirs, Address rtp) {
        if (ours.has(Attribute.RTCP_MUX) && theirs.has(Attribute.RTCP_MUX)) return rtp;
        var said = theirs.get(Attribute.RTCP);
        if (said.isEmpty()) return new Address(rtp.host(), rtp.port() + 1);
        return new Address(
                said.get().connection().map(Connection::address).orElse(rtp.host()),
                said.get().port());
    }

    /// As its end says it; an address of zeros takes nothing (RFC 3264 §8.4).
    static Direction direction(SessionDescription description, MediaDescription stream) {
        var said = description.directionOf(stream);
        boolean isNowhere =
                description.connectionOf(stream).map(Connection::isUnspecified).orElse(false);
        return isNowhere ? said.and(Direction.SENDONLY) : said;
    }

    private static OptionalInt bandwidth(MediaDescription stream) {
        for (var bandwidth : stream.bandwidths())
            if (bandwidth.modifier().equals("AS")) return kilobits(bandwidth.value());
        for (var bandwidth : stream.bandwidths())
            if (bandwidth.modifier().equals("TIAS")) return kilobits(bandwidth.value() / BITS);
        return OptionalInt.empty();
    }

    private static OptionalInt kilobits(long value) {
        return OptionalInt.of((int) Math.min(value, Integer.MAX_VALUE));
    }
}
