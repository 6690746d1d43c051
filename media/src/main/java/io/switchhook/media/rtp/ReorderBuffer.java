package io.switchhook.media.rtp;

import java.util.Arrays;

/// Restores the order of packets that need not wait for their time: each goes on as soon as all before it have, or are given
/// up. For one source and one thread.
final class ReorderBuffer {
    /// Where packets go on.
    interface Next {
        void packet(
                int payloadType,
                boolean marker,
                int timestamp,
                byte[] payload,
                int from,
                int length);

        /// Something before the next packet did not come.
        void lost();
    }

    private static final int ROOM = 32;
    private static final long PATIENCE = 100_000_000;

    private final Next next;
    private final boolean[] present = new boolean[ROOM];
    private final int[] types = new int[ROOM];
    private final boolean[] markers = new boolean[ROOM];
    private final int[] timestamps = new int[ROOM];
    private final int[] lengths = new int[ROOM];
    private final byte[][] payloads = new byte[ROOM][0];
    private boolean begun;
    private int expected;
    private int waiting;
    private long waitingSince;
    private long late;

    ReorderBuffer(Next next) {
        this.next = next;
    }

    void push(RtpPacket packet, long nanos) {
        int sequenceNumber = packet.sequenceNumber();
        int ahead = (short) (sequenceNumber - expected);
        if (!begun || ahead > 2 * ROOM || ahead < -2 * ROOM) {
            restart(sequenceNumber);
            ahead = 0;
        }
        if (ahead < 0 || ahead < ROOM && present[sequenceNumber % ROOM]) {
            late++;
            return;
        }
        while (ahead >= ROOM) ahead -= giveUp();
        if (ahead == 0) {
            next.packet(
                    packet.payloadType(),
                    packet.marker(),
                    packet.timestamp(),
                    packet.array(),
                    packet.payloadFrom(),
                    packet.payloadLength());
            expected = expected + 1 & 0xffff;
            drain(nanos);
        } else {
            if (waiting++ == 0) waitingSince = nanos;
            keep(packet, sequenceNumber % ROOM);
        }
    }

    private void restart(int sequenceNumber) {
        if (begun) next.lost();
        Arrays.fill(present, false);
        waiting = 0;
        begun = true;
        expected = sequenceNumber;
    }

    private void keep(RtpPacket packet, int at) {
        int length = packet.payloadLength();
        present[at] = true;
        types[at] = packet.payloadType();
        markers[at] = packet.marker();
        timestamps[at] = packet.timestamp();
        lengths[at] = length;
        if (payloads[at].length < length) payloads[at] = new byte[length];
        System.arraycopy(packet.array(), packet.payloadFrom(), payloads[at], 0, length);
    }

    private void drain(long nanos) {
        while (waiting > 0 && present[expected % ROOM]) {
            int at = expected % ROOM;
            present[at] = false;
            waiting--;
            expected = expected + 1 & 0xffff;
            next.packet(types[at], markers[at], timestamps[at], payloads[at], 0, lengths[at]);
            waitingSince = nanos;
        }
    }

    /// Goes on behind the gap.
    ///
    /// @return how far that was
    private int giveUp() {
        int from = expected;
        next.lost();
        do expected = expected + 1 & 0xffff;
        while (waiting > 0 && !present[expected % ROOM]);
        drain(waitingSince);
        return expected - from & 0xffff;
    }

    /// What does not come within 100 ms will not come.
    void tick(long nanos) {
        while (waiting > 0 && nanos - waitingSince > PATIENCE) giveUp();
    }

    void clear() {
        begun = false;
        waiting = 0;
        Arrays.fill(present, false);
    }

    /// Packets that came after they were given up, or twice.
    long late() {
        return late;
    }
}
