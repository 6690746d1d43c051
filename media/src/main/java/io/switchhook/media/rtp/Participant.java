package io.switchhook.media.rtp;

import io.switchhook.media.rtp.RtcpPacket.Bye;
import io.switchhook.media.rtp.RtcpPacket.FullIntraRequest;
import io.switchhook.media.rtp.RtcpPacket.PictureLoss;
import io.switchhook.media.rtp.RtcpPacket.ReceiverReport;
import io.switchhook.media.rtp.RtcpPacket.SenderReport;
import io.switchhook.media.rtp.RtcpPacket.SourceDescription;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// We, in an RTP session with one other participant (RFC 3550 §3), whatever the media: who we are, where the other is, what
/// of the arriving is his, and what both report. No thread and no clock; for one thread.
final class Participant {
    /// What the packets are for.
    interface Media {
        /// Says that a payload type was negotiated, but its timestamps say nothing about the time of arrival.
        int TIMELESS = 0;

        /// Says that a payload type was not negotiated.
        int UNKNOWN = -1;

        /// Ticks of the timestamp in a second, or one of the above.
        int clockRate(int payloadType);

        /// A packet of the other participant, of a payload type that was negotiated.
        void take(RtpPacket packet, long nanos) throws MalformedPacket;

        /// The other participant has another SSRC or address: what follows has nothing to do with what was.
        void anotherSource();

        /// The other participant wants a picture that needs none before it.
        default void keyFrameWanted() {}

        void bye();
    }

    private static final int PACKETS_PER_TICK = 64;
    private static final int LARGEST = 2048;
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    private final EndSystem system;
    private final PacketPort rtp;
    private final PacketPort rtcp;
    private final Media media;
    private final ReportSchedule schedule;
    private final ByteBuffer in = ByteBuffer.allocate(LARGEST);
    private final byte[] out = new byte[LARGEST];
    private final ByteBuffer outView = ByteBuffer.wrap(out);

    private InetSocketAddress negotiatedRtp;
    private InetSocketAddress negotiatedRtcp;
    private InetSocketAddress remoteRtp;
    private InetSocketAddress remoteRtcp;
    private @Nullable RemoteSource candidate;
    private @Nullable RemoteSource remote;
    private boolean rtcpLatched;

    private int ssrc;
    private int sequenceNumber;
    private int timestamp;
    private @Nullable InetSocketAddress conflicting;
    private int lastFullIntraRequest = -1;

    /// By the SSRC that we have now, and by those before it.
    private long sent;

    private long sentBefore;
    private long octetsSent;
    private long sentAtLastReport;

    private long malformed;
    private long foreign;
    private long unexpected;
    private final FarReport far = new FarReport();

    /// @param rtcpBandwidth in octets per second, 5 % of the session's
    Participant(EndSystem system, double rtcpBandwidth, RtpPath path, Media media) {
        this.system = system;
        this.media = media;
        rtp = path.rtp();
        rtcp = path.rtcp();
        negotiatedRtp = path.remoteRtp();
        negotiatedRtcp = path.remoteRtcp();
        remoteRtp = negotiatedRtp;
        remoteRtcp = negotiatedRtcp;
        var random = system.random();
        schedule = new ReportSchedule(rtcpBandwidth, random);
        // §5.1: all of them random, against attacks on encryption with known plain text.
        ssrc = random.nextInt();
        // RFC 4568 §6.4: in the lower half, so that no first packet that is lost takes a rollover
        // along.
        sequenceNumber = random.nextInt() & 0x7fff;
        timestamp = random.nextInt();
    }

    /// Nothing changes where the description says what it said before, for what is known now is better.
    void redirect(InetSocketAddress newRtp, InetSocketAddress newRtcp) {
        if (newRtp.equals(negotiatedRtp) && newRtcp.equals(negotiatedRtcp)) return;
        negotiatedRtp = newRtp;
        negotiatedRtcp = newRtcp;
        remoteRtp = newRtp;
        remoteRtcp = newRtcp;
        candidate = null;
        remote = null;
        rtcpLatched = false;
    }

    void close(long nanos) {
        if (sent > 0 || schedule.hasReported()) sendRtcp(nanos, new Bye(List.of(ssrc), ""));
    }

    void receive(long nanos) {
        receive(rtp, nanos);
        if (rtcp != rtp) receive(rtcp, nanos);
    }

    /// A flood waits for the next tick, and the kernel drops the rest of it.
    private void receive(PacketPort port, long nanos) {
        for (int i = 0; i < PACKETS_PER_TICK; i++) {
            in.clear();
            var source = port.receive(in);
            if (source == null) return;
            int length = in.position();
            if (length == 0) continue;
            try {
                if (RtcpCompound.isRtcp(in.array(), 0, length))
                    takeRtcp(RtcpCompound.parse(in.array(), 0, length), length, source, nanos);
                else if (port == rtp)
                    takeRtp(RtpPacket.parse(in.array(), 0, length), source, nanos);
                else malformed++;
            } catch (MalformedPacket e) {
                malformed++;
            }
        }
    }

    private void takeRtp(RtpPacket packet, InetSocketAddress source, long nanos)
            throws MalformedPacket {
        if (remote != null && !remote.address().equals(source) && !goesBefore(source, remote)) {
            foreign++;
            return;
        }
        int clockRate = media.clockRate(packet.payloadType());
        if (clockRate == Media.UNKNOWN) {
            unexpected++;
            // It is no sound, but it is no loss either.
            if (remote != null && remote.is(packet.ssrc(), source))
                remote.update(packet, Media.TIMELESS, nanos);
            return;
        }
        if (isLoop(packet.ssrc(), source, nanos) || !isValid(packet, clockRate, source, nanos))
            return;
        media.take(packet, nanos);
    }

    /// §8.2: two with the same SSRC; we take another one. If what we left comes back from there it is our own.
    private boolean isLoop(int heardSsrc, InetSocketAddress source, long nanos) {
        if (heardSsrc != ssrc) return false;
        if (source.equals(conflicting)) return true;
        conflicting = source;
        sendRtcp(nanos, new Bye(List.of(ssrc), "SSRC collision"));
        do ssrc = system.random().nextInt();
        while (ssrc == heardSsrc);
        sentBefore += sent;
        sent = 0;
        octetsSent = 0;
        sentAtLastReport = 0;
        return false;
    }

    private boolean isValid(RtpPacket packet, int clockRate, InetSocketAddress source, long nanos) {
        if (remote != null && remote.is(packet.ssrc(), source))
            return remote.update(packet, clockRate, nanos);
        if (candidate == null || !candidate.is(packet.ssrc(), source)) {
            if (candidate != null && isNegotiated(candidate.address()) && !isNegotiated(source)) {
                foreign++;
                return false;
            }
            candidate = new RemoteSource(packet.ssrc(), source, packet.sequenceNumber());
        }
        if (!candidate.update(packet, clockRate, nanos)) return false;
        latch(candidate);
        return true;
    }

    /// After a change of the negotiated address, what was under way from the old one may come first, and look like the new one.
    private boolean goesBefore(InetSocketAddress source, RemoteSource other) {
        return isNegotiated(source) && !isNegotiated(other.address());
    }

    private boolean isNegotiated(InetSocketAddress source) {
        return source.equals(negotiatedRtp);
    }

    private void latch(RemoteSource source) {
        media.anotherSource();
        remote = source;
        candidate = null;
        remoteRtp = source.address();
    }

    /// Begins a packet with the timestamp of now; [#send] ends it.
    ///
    /// @return where in [#out] its payload goes
    int begin(boolean marker, int payloadType) {
        return begin(marker, payloadType, timestamp);
    }

    int begin(boolean marker, int payloadType, int at) {
        return RtpPacket.writeHeader(out, 0, marker, payloadType, sequenceNumber, at, ssrc);
    }

    byte[] out() {
        return out;
    }

    /// @param payload from where
    /// @param length octets of it
    void send(int payload, int length) {
        rtp.send(outView.clear().limit(payload + length), remoteRtp);
        sequenceNumber = sequenceNumber + 1 & 0xffff;
        sent++;
        octetsSent += length;
    }

    int timestamp() {
        return timestamp;
    }

    /// Time passes, whether something is sent or not.
    void pass(int ticks) {
        timestamp += ticks;
    }

    private void takeRtcp(
            List<RtcpPacket> packets, int length, InetSocketAddress source, long nanos) {
        if (!isFromRemote(source)) {
            foreign++;
            return;
        }
        schedule.passed(length);
        for (var packet : packets) {
            switch (packet) {
                case SenderReport r -> {
                    if (remote != null && remote.ssrc() == r.ssrc()) {
                        remote.reported(r.ntpTimestamp(), nanos);
                        latchRtcp(source);
                    }
                    takeReports(r.reports());
                }
                case ReceiverReport r -> takeReports(r.reports());
                case Bye bye -> {
                    if (remote != null && bye.ssrcs().contains(remote.ssrc())) media.bye();
                }
                case PictureLoss loss -> {
                    if (loss.media() == ssrc) media.keyFrameWanted();
                }
                case FullIntraRequest request -> request.wanted().forEach(this::takeRequest);
                case SourceDescription _,
                        RtcpPacket.App _,
                        RtcpPacket.TransportFeedback _,
                        RtcpPacket.PayloadFeedback _ -> {}
            }
        }
    }

    /// RFC 5104 §4.3.1.2: a request that was seen already has the same number.
    private void takeRequest(FullIntraRequest.Wanted wanted) {
        if (wanted.ssrc() != ssrc || wanted.sequence() == lastFullIntraRequest) return;
        lastFullIntraRequest = wanted.sequence();
        media.keyFrameWanted();
    }

    /// From the negotiated address, or from the host that sends the RTP.
    private boolean isFromRemote(InetSocketAddress source) {
        if (source.equals(remoteRtcp)) return true;
        return !rtcpLatched
                && remote != null
                && source.getAddress().equals(remote.address().getAddress());
    }

    private void latchRtcp(InetSocketAddress source) {
        remoteRtcp = source;
        rtcpLatched = true;
    }

    private void takeReports(List<ReportBlock> reports) {
        for (var report : reports) if (report.ssrc() == ssrc) far.take(report, ntp());
    }

    /// Sends a report if it is time to.
    void report(long nanos) {
        if (!schedule.isDue(nanos, remote != null, sent > sentAtLastReport)) return;
        sendRtcp(nanos, null);
        schedule.reported(nanos, remote != null);
    }

    /// Reports now.
    ///
    /// @param more what goes behind the report
    void sendRtcp(long nanos, @Nullable RtcpPacket more) {
        List<ReportBlock> blocks = remote == null ? List.of() : List.of(remote.report(nanos));
        RtcpPacket report =
                sent == sentAtLastReport
                        ? new ReceiverReport(ssrc, blocks)
                        : new SenderReport(
                                ssrc, ntp(), timestamp, (int) sent, (int) octetsSent, blocks);
        var name = SourceDescription.cname(ssrc, system.cname());
        var bytes =
                RtcpCompound.write(
                        more == null ? List.of(report, name) : List.of(report, name, more));
        rtcp.send(ByteBuffer.wrap(bytes), remoteRtcp);
        sentAtLastReport = sent;
        schedule.passed(bytes.length);
    }

    private long ntp() {
        Instant now = system.wall().instant();
        long seconds = now.getEpochSecond() + SECONDS_FROM_1900_TO_1970;
        return seconds << 32 | ((long) now.getNano() << 32) / 1_000_000_000;
    }

    InetSocketAddress remoteRtp() {
        return remoteRtp;
    }

    /// Whom we hear; null before two of his packets came in sequence.
    @Nullable RemoteSource remote() {
        return remote;
    }

    int ssrc() {
        return ssrc;
    }

    /// What the other end said of us.
    FarReport far() {
        return far;
    }

    long sent() {
        return sentBefore + sent;
    }

    long malformed() {
        return malformed;
    }

    long foreign() {
        return foreign;
    }

    /// Packets of payload types that were not negotiated.
    long unexpected() {
        return unexpected;
    }
}
