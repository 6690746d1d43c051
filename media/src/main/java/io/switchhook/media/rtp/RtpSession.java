package io.switchhook.media.rtp;

import io.switchhook.media.codec.Codec;
import io.switchhook.media.codec.Encoding;
import io.switchhook.media.rtp.RtcpPacket.Bye;
import io.switchhook.media.rtp.RtcpPacket.ReceiverReport;
import io.switchhook.media.rtp.RtcpPacket.SenderReport;
import io.switchhook.media.rtp.RtcpPacket.SourceDescription;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One call's audio: a stream out and a stream in, and RTCP both ways. It has no thread and no clock; its owner calls
/// [#tick] every 20 ms. For one thread.
///
/// It sends to the address that was negotiated until packets come: those of the first source that proves itself by two
/// in sequence say where the other end is (symmetric RTP, RFC 4961), and from then on nothing else is listened to. A
/// source at the negotiated address goes before others. RTP and RTCP may share one port (RFC 5761).
public final class RtpSession {
    /// What is negotiated, and what the other end may know of us.
    ///
    /// @param eventType the payload type of telephone-event; -1 for none
    /// @param cname RFC 3550 §6.5.1
    /// @param mostDelayMillis how long the jitter buffer may grow
    public record Settings(Encoding encoding, int eventType, String cname, int mostDelayMillis) {}

    /// What comes besides sound.
    public interface Listener {
        /// A telephone event began, 0 to 255: [TelephoneEvent#key].
        void event(int event);

        /// The other end said that it leaves.
        void bye();
    }

    private static final int PACKETS_PER_TICK = 64;
    private static final int LARGEST = 2048;
    private static final int UDP_AND_IP = 28;

    /// 5 % of 64 kbit/s and headers.
    private static final double RTCP_BANDWIDTH = 500;

    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    private final Settings settings;
    private final Codec codec;
    private final PacketPort rtp;
    private final PacketPort rtcp;
    private final Listener listener;
    private final InstantSource wall;
    private final RandomGenerator random;
    private final RtcpInterval interval;
    private final JitterBuffer jitterBuffer;
    private EventReceiver events = new EventReceiver();

    private final ByteBuffer in = ByteBuffer.allocate(LARGEST);
    private final byte[] out = new byte[LARGEST];
    private final ByteBuffer outView = ByteBuffer.wrap(out);
    private final byte[] frame;
    private final short[] last;

    private InetSocketAddress remoteRtp;
    private InetSocketAddress remoteRtcp;
    private @Nullable RemoteSource candidate;
    private @Nullable RemoteSource remote;
    private boolean rtcpLatched;

    private int ssrc;
    private int sequenceNumber;
    private int timestamp;
    private boolean talking;
    private @Nullable InetSocketAddress conflicting;
    private final ArrayDeque<Character> keys = new ArrayDeque<>();
    private int keyTicks;
    private int pauseTicks;
    private @Nullable KeyPress press;

    /// By the SSRC that we have now, and by those before it.
    private long sent;

    private long sentBefore;
    private long octetsSent;
    private long sentAtLastReport;
    private boolean started;
    private boolean reported;
    private boolean closed;
    private long lastReportNanos;
    private long nextReportNanos;
    private double averageSize = 120;

    private long malformed;
    private long foreign;
    private OptionalDouble roundTripMillis = OptionalDouble.empty();
    private OptionalDouble farLossPercent = OptionalDouble.empty();

    /// @param rtp and the next: the same if RTP and RTCP share it
    /// @param remoteRtp as negotiated
    /// @param wall for the NTP timestamps of reports
    public RtpSession(
            Settings settings,
            PacketPort rtp,
            PacketPort rtcp,
            InetSocketAddress remoteRtp,
            InetSocketAddress remoteRtcp,
            Listener listener,
            InstantSource wall,
            RandomGenerator random) {
        this.settings = settings;
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.remoteRtp = remoteRtp;
        this.remoteRtcp = remoteRtcp;
        this.listener = listener;
        this.wall = wall;
        this.random = random;
        codec = settings.encoding().open();
        interval = new RtcpInterval(RTCP_BANDWIDTH, random);
        jitterBuffer =
                new JitterBuffer(settings.encoding().clockRate(), settings.mostDelayMillis());
        frame = new byte[settings.encoding().bytesPerFrame()];
        last = new short[settings.encoding().samplesPerFrame()];
        // §5.1: all of them random, against attacks on encryption with known plain text.
        ssrc = random.nextInt();
        // RFC 4568 §6.4: in the lower half, so that no first packet that is lost takes a rollover
        // along.
        sequenceNumber = random.nextInt() & 0x7fff;
        timestamp = random.nextInt();
    }

    /// Takes what arrived, gives a frame to be heard, sends one that is spoken, and reports if it is time to.
    ///
    /// @param nanos now, by a clock with any beginning
    /// @param spoken a frame of 20 ms; null to send nothing
    /// @param heard gets a frame of 20 ms
    public void tick(long nanos, short @Nullable [] spoken, short[] heard) {
        if (closed) {
            Arrays.fill(heard, (short) 0);
            return;
        }
        receive(nanos);
        hear(heard);
        speak(spoken);
        report(nanos);
    }

    /// Sends a key as telephone events, in place of sound, after those before it.
    ///
    /// @param millis how long it is pressed, 40 to 5000; a pause of 60 ms follows
    /// @throws IllegalStateException if telephone-event was not negotiated
    public void press(char key, int millis) {
        if (settings.eventType() < 0) throw new IllegalStateException("no telephone-event");
        TelephoneEvent.ofKey(key);
        keyTicks = Math.clamp(millis, 40, 5000) * settings.encoding().clockRate() / 1000;
        keys.add(key);
    }

    /// The other end was negotiated to be elsewhere: what comes from there has to prove itself.
    public void redirect(InetSocketAddress newRtp, InetSocketAddress newRtcp) {
        remoteRtp = newRtp;
        remoteRtcp = newRtcp;
        candidate = null;
        remote = null;
        rtcpLatched = false;
    }

    /// Says BYE; from now on nothing is sent or taken.
    public void close(long nanos) {
        if (closed) return;
        if (sent > 0 || reported) sendRtcp(nanos, new Bye(List.of(ssrc), ""));
        closed = true;
    }

    private void receive(long nanos) {
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
        boolean event = packet.payloadType() == settings.eventType();
        if (!event && packet.payloadType() != settings.encoding().payloadType()) {
            malformed++;
            return;
        }
        if (remote != null && !remote.address().equals(source)) {
            foreign++;
            return;
        }
        if (isLoop(packet.ssrc(), source, nanos) || !isValid(packet, event, source, nanos)) return;
        if (event) {
            var payload =
                    TelephoneEvent.parse(
                            packet.array(), packet.payloadFrom(), packet.payloadLength());
            events.receive(packet.timestamp(), payload).ifPresent(listener::event);
        } else {
            jitterBuffer.push(packet, nanos);
        }
    }

    /// §8.2: two with the same SSRC; we take another one. If what we left comes back from there it is our own.
    private boolean isLoop(int heardSsrc, InetSocketAddress source, long nanos) {
        if (heardSsrc != ssrc) return false;
        if (source.equals(conflicting)) return true;
        conflicting = source;
        sendRtcp(nanos, new Bye(List.of(ssrc), "SSRC collision"));
        do ssrc = random.nextInt();
        while (ssrc == heardSsrc);
        sentBefore += sent;
        sent = 0;
        octetsSent = 0;
        sentAtLastReport = 0;
        return false;
    }

    private boolean isValid(RtpPacket packet, boolean event, InetSocketAddress source, long nanos) {
        if (remote != null && remote.is(packet.ssrc(), source))
            return remote.update(packet, event, nanos);
        if (candidate == null || !candidate.is(packet.ssrc(), source)) {
            if (candidate != null && isNegotiated(candidate.address()) && !isNegotiated(source)) {
                foreign++;
                return false;
            }
            int clockRate = settings.encoding().clockRate();
            candidate = new RemoteSource(packet.ssrc(), source, packet.sequenceNumber(), clockRate);
        }
        if (!candidate.update(packet, event, nanos)) return false;
        latch(candidate);
        return true;
    }

    private boolean isNegotiated(InetSocketAddress source) {
        return source.equals(remoteRtp);
    }

    private void latch(RemoteSource source) {
        if (remote != null) {
            jitterBuffer.clear();
            events = new EventReceiver();
        }
        remote = source;
        candidate = null;
        remoteRtp = source.address();
    }

    private void hear(short[] heard) {
        switch (jitterBuffer.pull(frame, 0)) {
            case AUDIO -> codec.decode(frame, 0, frame.length, last, 0);
            case CONCEAL -> {
                for (int i = 0; i < last.length; i++) last[i] /= 2;
            }
            case SILENCE -> Arrays.fill(last, (short) 0);
        }
        System.arraycopy(last, 0, heard, 0, last.length);
    }

    private void speak(short @Nullable [] spoken) {
        int step = settings.encoding().ticksPerFrame();
        if (pauseTicks > 0) pauseTicks -= step;
        else if (press == null && !keys.isEmpty())
            press = new KeyPress(keys.remove(), timestamp, keyTicks, step);
        if (press != null) {
            sendEvent(press, step);
        } else if (spoken != null) {
            int type = settings.encoding().payloadType();
            int header =
                    RtpPacket.writeHeader(out, 0, !talking, type, sequenceNumber, timestamp, ssrc);
            int length = codec.encode(spoken, 0, last.length, out, header);
            sendRtp(header, length);
        }
        talking = press == null && spoken != null;
        timestamp += step;
    }

    private void sendEvent(KeyPress key, int step) {
        int header =
                RtpPacket.writeHeader(
                        out,
                        0,
                        key.isFirst(),
                        settings.eventType(),
                        sequenceNumber,
                        key.timestamp(),
                        ssrc);
        key.next().writeTo(out, header);
        sendRtp(header, TelephoneEvent.LENGTH);
        if (!key.isOver()) return;
        press = null;
        pauseTicks = 3 * step;
    }

    private void sendRtp(int header, int length) {
        rtp.send(outView.clear().limit(header + length), remoteRtp);
        sequenceNumber = sequenceNumber + 1 & 0xffff;
        sent++;
        octetsSent += length;
    }

    private void takeRtcp(
            List<RtcpPacket> packets, int length, InetSocketAddress source, long nanos) {
        if (!isFromRemote(source)) {
            foreign++;
            return;
        }
        averageSize += (length + UDP_AND_IP - averageSize) / 16;
        for (var packet : packets) {
            switch (packet) {
                case SenderReport r -> {
                    if (remote != null && remote.ssrc() == r.ssrc()) {
                        remote.reported(r.ntpTimestamp(), nanos);
                        latchRtcp(source);
                    }
                    r.reports().forEach(this::takeReport);
                }
                case ReceiverReport r -> r.reports().forEach(this::takeReport);
                case Bye bye -> {
                    if (remote != null && bye.ssrcs().contains(remote.ssrc())) listener.bye();
                }
                case SourceDescription _,
                        RtcpPacket.App _,
                        RtcpPacket.TransportFeedback _,
                        RtcpPacket.PayloadFeedback _,
                        RtcpPacket.PictureLoss _,
                        RtcpPacket.FullIntraRequest _ -> {}
            }
        }
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

    /// §6.4.1: the round trip is what passed since our report less what the other end held it.
    private void takeReport(ReportBlock report) {
        if (report.ssrc() != ssrc) return;
        farLossPercent = OptionalDouble.of(report.fractionLost() * 100 / 256.0);
        if (report.lastSenderReport() == 0) return;
        int trip = (int) (ntp() >>> 16) - report.lastSenderReport() - report.delay();
        if (trip >= 0) roundTripMillis = OptionalDouble.of(trip * 1000 / 65536.0);
    }

    private void report(long nanos) {
        if (!started) {
            started = true;
            lastReportNanos = nanos;
            nextReportNanos = nanos + waiting();
        }
        if (nanos - nextReportNanos < 0) return;
        // §6.3.6: the interval is drawn again, for there may be more of us by now.
        long due = lastReportNanos + waiting();
        if (due - nanos > 0) {
            nextReportNanos = due;
            return;
        }
        sendRtcp(nanos, null);
        reported = true;
        lastReportNanos = nanos;
        nextReportNanos = nanos + waiting();
    }

    private long waiting() {
        int members = remote == null ? 1 : 2;
        boolean weSent = sent > sentAtLastReport;
        int senders = (remote == null ? 0 : 1) + (weSent ? 1 : 0);
        return interval.nanos(members, senders, weSent, averageSize, !reported);
    }

    private void sendRtcp(long nanos, @Nullable Bye bye) {
        List<ReportBlock> blocks = remote == null ? List.of() : List.of(remote.report(nanos));
        RtcpPacket report =
                sent == sentAtLastReport
                        ? new ReceiverReport(ssrc, blocks)
                        : new SenderReport(
                                ssrc, ntp(), timestamp, (int) sent, (int) octetsSent, blocks);
        var name = SourceDescription.cname(ssrc, settings.cname());
        var bytes =
                RtcpCompound.write(
                        bye == null ? List.of(report, name) : List.of(report, name, bye));
        rtcp.send(ByteBuffer.wrap(bytes), remoteRtcp);
        sentAtLastReport = sent;
        averageSize += (bytes.length + UDP_AND_IP - averageSize) / 16;
    }

    private long ntp() {
        Instant now = wall.instant();
        long seconds = now.getEpochSecond() + SECONDS_FROM_1900_TO_1970;
        return seconds << 32 | ((long) now.getNano() << 32) / 1_000_000_000;
    }

    /// Where packets are sent to now.
    public InetSocketAddress remoteRtp() {
        return remoteRtp;
    }

    public int ssrc() {
        return ssrc;
    }

    /// How the call was until now.
    public Quality quality() {
        long expected = remote == null ? 0 : remote.tracker().expected();
        long received = remote == null ? 0 : remote.tracker().received();
        long missed = Math.max(0, expected - received) + jitterBuffer.late();
        double loss = expected == 0 ? 0 : Math.min(100, 100.0 * missed / expected);
        int waiting = jitterBuffer.delayMillis();
        double delay = roundTripMillis.orElse(0) / 2 + waiting + 20;
        double rating = EModel.rating(settings.encoding(), delay, loss);
        return new Quality(
                sentBefore + sent,
                received,
                remote == null ? 0 : remote.tracker().lost(),
                jitterBuffer.late(),
                jitterBuffer.duplicates(),
                remote == null ? 0 : remote.jitter().milliseconds(),
                waiting,
                roundTripMillis,
                farLossPercent,
                malformed,
                foreign,
                EModel.opinion(rating));
    }
}
