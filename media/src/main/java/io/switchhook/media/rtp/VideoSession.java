package io.switchhook.media.rtp;

import io.switchhook.media.video.Depacketizer;
import io.switchhook.media.video.NalUnit;
import io.switchhook.media.video.Packetizer;
import io.switchhook.media.video.Picture;
import io.switchhook.media.video.PictureSource;
import io.switchhook.media.video.VideoEncoding;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call's video, of any [VideoEncoding], beside its [RtpSession] and with the same ways: a stream out and a stream in, RTCP
/// both ways, no thread and no clock. Its owner calls [#tick] every 20 ms. For one thread.
///
/// Nothing is encoded or decoded. After a loss no picture is given until one that needs none before it; that is asked
/// for by RTCP, and what the other end asks for is handed to the source of pictures.
public final class VideoSession {
    /// What is negotiated.
    ///
    /// @param accepted by payload type, all that our own description lists: the other end may change among them in mid-call
    /// @param ask how the other end is asked for a key frame
    /// @param picturesPerSecond of what is sent, 1 to 60
    /// @param parameterSets the other end's `sprop-parameter-sets`; may be empty
    public record Settings(
            Sent sent,
            Map<Integer, VideoEncoding> accepted,
            Ask ask,
            int picturesPerSecond,
            List<NalUnit> parameterSets) {
        public Settings {
            accepted = Map.copyOf(accepted);
            parameterSets = List.copyOf(parameterSets);
            accepted.keySet().forEach(VideoSession::check);
            if (picturesPerSecond < 1 || picturesPerSecond > 60)
                throw new IllegalArgumentException(picturesPerSecond + " pictures in a second");
        }
    }

    /// @param packetizationMode of the other end's description of H.264, 0 or 1; both are taken from it whatever it says
    public record Sent(VideoEncoding encoding, int payloadType, int packetizationMode) {
        public Sent {
            check(payloadType);
            if (packetizationMode < 0 || packetizationMode > 1)
                throw new IllegalArgumentException("packetization-mode " + packetizationMode);
        }

        /// In an encoding without modes.
        public Sent(VideoEncoding encoding, int payloadType) {
            this(encoding, payloadType, 0);
        }

        private Packetizer packetizer() {
            return encoding.packetizer(packetizationMode, MOST_OCTETS);
        }
    }

    /// How a key frame is asked for.
    public enum Ask {
        /// Not over RTCP; the owner may see [#isWaitingForKeyFrame] and have its signalling ask.
        NOT,
        /// RFC 4585 §6.3.1.
        PLI,
        /// RFC 5104 §4.3.1.
        FIR
    }

    /// What comes.
    public interface Listener {
        /// A whole picture: [io.switchhook.media.video.PictureFile#write].
        void picture(Picture picture);

        /// The other end said that it leaves.
        void bye();
    }

    private static final int CLOCK_RATE = 90_000;

    /// With the headers of RTP, SRTP, UDP and IPv6 within 1280 octets.
    private static final int MOST_OCTETS = 1200;

    /// 5 % of 384 kbit/s.
    private static final double RTCP_BANDWIDTH = 2400;

    private static final long BETWEEN_REQUESTS = 500_000_000;

    private final Participant participant;
    private final Listener listener;
    private final Settings settings;
    private final ReorderBuffer order;
    private VideoEncoding receiving;
    private Depacketizer depacketizer;
    private Packetizer packetizer;
    private Sent sending;
    private Map<Integer, VideoEncoding> accepted;

    private @Nullable PictureSource source;
    private boolean started;
    private long lastNanos;
    private long restNanos;
    private long nextPictureNanos;
    private boolean needed;
    private boolean asked;
    private long askedNanos;
    private int askNumber;
    private boolean closed;

    private long pictures;
    private long keyFramesAsked;
    private long keyFramesWanted;
    private long malformedBefore;
    private long droppedBefore;
    private long tooLargeBefore;

    public VideoSession(Settings settings, EndSystem system, RtpPath path, Listener listener) {
        this.settings = settings;
        this.listener = listener;
        participant = new Participant(system, RTCP_BANDWIDTH, path, new Video());
        order = new ReorderBuffer(new Assembly());
        sending = settings.sent();
        accepted = settings.accepted();
        packetizer = sending.packetizer();
        receiving = sending.encoding();
        depacketizer = receiving.depacketizer(settings.parameterSets());
    }

    private static void check(int payloadType) {
        if (payloadType < 0 || payloadType > 127)
            throw new IllegalArgumentException("a payload type of " + payloadType);
    }

    /// Sends the pictures of a source from now on, a key frame first. Pictures that the encoding does not carry are not sent.
    ///
    /// @param newSource null to send nothing, as while the call is held; reports go on
    public void send(@Nullable PictureSource newSource) {
        source = newSource;
        if (newSource != null) newSource.keyFrame();
    }

    /// The next picture that is sent shall be a key frame, for one who asked by other ways than RTCP (RFC 5168).
    public void keyFrame() {
        keyFramesWanted++;
        if (source != null) source.keyFrame();
    }

    /// Asks the other end for a key frame, as after a loss, though nothing is lost: for a recording that begins.
    public void needKeyFrame() {
        needed = true;
    }

    /// Another offer and answer, in mid-call. SSRC and sequence numbers go on.
    public void renegotiate(Sent newSent, Map<Integer, VideoEncoding> newAccepted) {
        newAccepted.keySet().forEach(VideoSession::check);
        boolean same =
                newSent.encoding() == sending.encoding()
                        && newSent.packetizationMode() == sending.packetizationMode();
        sending = newSent;
        accepted = Map.copyOf(newAccepted);
        if (same) return;
        tooLargeBefore += packetizer.tooLarge();
        packetizer = newSent.packetizer();
    }

    /// Takes what arrived, sends a picture if it is time to, and reports.
    ///
    /// @param nanos now, by a clock with any beginning
    public void tick(long nanos) {
        if (closed) return;
        pass(nanos);
        participant.receive(nanos);
        order.tick(nanos);
        if (nanos - nextPictureNanos >= 0) show(nanos);
        ask(nanos);
        participant.report(nanos);
    }

    /// The timestamp follows the time, and keeps the rest of a division.
    private void pass(long nanos) {
        if (!started) {
            started = true;
            nextPictureNanos = nanos;
            lastNanos = nanos;
        }
        restNanos += nanos - lastNanos;
        lastNanos = nanos;
        long ticks = restNanos * 9 / 100_000;
        restNanos -= ticks * 100_000 / 9;
        participant.pass((int) ticks);
    }

    private void show(long nanos) {
        long interval = 1_000_000_000L / settings.picturesPerSecond();
        nextPictureNanos += interval;
        // After a pause of the owner pictures are not caught up.
        if (nanos - nextPictureNanos > interval) nextPictureNanos = nanos + interval;
        if (source == null) return;
        packetizer.picture(source.next());
        while (packetizer.hasNext()) {
            int length = packetizer.next(participant.out(), RtpPacket.HEADER);
            participant.begin(!packetizer.hasNext(), sending.payloadType());
            participant.send(RtpPacket.HEADER, length);
        }
    }

    private void ask(long nanos) {
        if (!depacketizer.isWaiting() && !needed) {
            asked = false;
            return;
        }
        var remote = participant.remote();
        if (remote == null || asked && nanos - askedNanos < BETWEEN_REQUESTS) return;
        RtcpPacket request =
                switch (settings.ask()) {
                    case NOT -> null;
                    case PLI -> new RtcpPacket.PictureLoss(participant.ssrc(), remote.ssrc());
                    case FIR -> {
                        if (!asked) askNumber = askNumber + 1 & 0xff;
                        var wanted =
                                new RtcpPacket.FullIntraRequest.Wanted(remote.ssrc(), askNumber);
                        yield new RtcpPacket.FullIntraRequest(participant.ssrc(), List.of(wanted));
                    }
                };
        if (request == null) return;
        participant.sendRtcp(nanos, request);
        asked = true;
        askedNanos = nanos;
        keyFramesAsked++;
    }

    /// The other end was negotiated to be elsewhere: what comes from there has to prove itself. The same addresses as
    /// before, which every offer and answer repeats, change nothing.
    public void redirect(InetSocketAddress newRtp, InetSocketAddress newRtcp) {
        participant.redirect(newRtp, newRtcp);
    }

    /// Says BYE; from now on nothing is sent or taken.
    public void close(long nanos) {
        if (closed) return;
        participant.close(nanos);
        closed = true;
    }

    private void begin(VideoEncoding encoding) {
        malformedBefore += depacketizer.malformed();
        droppedBefore += depacketizer.dropped();
        receiving = encoding;
        depacketizer = encoding.depacketizer(settings.parameterSets());
    }

    private final class Video implements Participant.Media {
        @Override
        public int clockRate(int payloadType) {
            return accepted.containsKey(payloadType) ? CLOCK_RATE : UNKNOWN;
        }

        @Override
        public void take(RtpPacket packet, long nanos) {
            order.push(packet, nanos);
        }

        @Override
        public void anotherSource() {
            order.clear();
            begin(receiving);
        }

        @Override
        public void keyFrameWanted() {
            keyFrame();
        }

        @Override
        public void bye() {
            listener.bye();
        }
    }

    private final class Assembly implements ReorderBuffer.Next {
        @Override
        public void packet(
                int payloadType,
                boolean marker,
                int timestamp,
                byte[] payload,
                int from,
                int length) {
            // Of what was renegotiated away while the packet waited there is nothing to be made.
            var encoding = accepted.getOrDefault(payloadType, receiving);
            if (encoding != receiving) begin(encoding);
            depacketizer
                    .push(marker, timestamp, payload, from, length)
                    .ifPresent(picture -> {
                        pictures++;
                        if (picture.isKeyFrame()) needed = false;
                        listener.picture(picture);
                    });
        }

        @Override
        public void lost() {
            depacketizer.lost();
        }
    }

    /// Whether nothing can be shown before a key frame comes.
    public boolean isWaitingForKeyFrame() {
        return depacketizer.isWaiting();
    }

    /// Where packets are sent to now.
    public InetSocketAddress remoteRtp() {
        return participant.remoteRtp();
    }

    public int ssrc() {
        return participant.ssrc();
    }

    /// How the video was until now.
    public VideoQuality quality() {
        var remote = participant.remote();
        var far = participant.far();
        return new VideoQuality(
                participant.sent(),
                remote == null ? 0 : remote.tracker().received(),
                remote == null ? 0 : remote.tracker().lost(),
                order.late(),
                remote == null ? 0 : remote.jitter().milliseconds(),
                far.roundTripMillis(),
                far.lossPercent(),
                far.jitterMillis(CLOCK_RATE),
                far.lost(),
                participant.malformed() + malformedBefore + depacketizer.malformed(),
                participant.foreign(),
                participant.unexpected(),
                pictures,
                droppedBefore + depacketizer.dropped(),
                keyFramesAsked,
                keyFramesWanted,
                tooLargeBefore + packetizer.tooLarge());
    }
}
