package io.switchhook.media.rtp;

import java.net.InetSocketAddress;

/// A source that is heard: what it sent, and what is to be reported of it.
final class RemoteSource {
    private final int ssrc;
    private final InetSocketAddress address;
    private final SequenceTracker tracker;
    private final InterarrivalJitter jitter = new InterarrivalJitter();
    private int lastSenderReport;
    private long lastSenderReportNanos;

    RemoteSource(int ssrc, InetSocketAddress address, int sequenceNumber) {
        this.ssrc = ssrc;
        this.address = address;
        tracker = new SequenceTracker(sequenceNumber);
    }

    boolean is(int otherSsrc, InetSocketAddress source) {
        return ssrc == otherSsrc && address.equals(source);
    }

    /// Whether the packet may be used.
    ///
    /// @param clockRate of its timestamp; 0 for one that says nothing about the jitter, as those of events do, which
    ///     stand still
    boolean update(RtpPacket packet, int clockRate, long nanos) {
        if (!tracker.update(packet.sequenceNumber())) return false;
        if (clockRate > 0) jitter.update(packet.timestamp(), clockRate, nanos);
        return true;
    }

    int ssrc() {
        return ssrc;
    }

    InetSocketAddress address() {
        return address;
    }

    SequenceTracker tracker() {
        return tracker;
    }

    InterarrivalJitter jitter() {
        return jitter;
    }

    void reported(long ntpTimestamp, long nanos) {
        lastSenderReport = (int) (ntpTimestamp >>> 16);
        lastSenderReportNanos = nanos;
    }

    ReportBlock report(long nanos) {
        long delay = (nanos - lastSenderReportNanos) * 65536 / 1_000_000_000;
        return new ReportBlock(
                ssrc,
                tracker.fractionLost(),
                tracker.lost(),
                (int) tracker.extendedHighest(),
                jitter.ticks(),
                lastSenderReport,
                lastSenderReport == 0 ? 0 : (int) delay);
    }
}
