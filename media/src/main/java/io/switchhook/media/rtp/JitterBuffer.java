package io.switchhook.media.rtp;

import java.util.Arrays;

/// Evens out the arrival of packets: they come when they come, and one frame leaves with each tick. For encodings of one
/// octet for each unit of the timestamp, as G.711 and G.722 are; packets may be of any length. For one thread.
///
/// It is a ring of octets along the time of the source. The delay begins at two frames and follows the jitter: a packet
/// that comes too late makes it longer, and when for a second more was waiting than the jitter asks for, a frame is
/// left out. So a clock of the source that is slower or faster than ours is borne too.
///
/// ```
///           played | what waits: present or missing       | room
///  ------------- next ------------------------------- end -------- next + capacity
/// ```
public final class JitterBuffer {
    /// What a tick gives.
    public enum Frame {
        /// A frame as it was sent.
        AUDIO,
        /// There should have been one: repeat the last one, fainter.
        CONCEAL,
        /// Nothing is sent now.
        SILENCE
    }

    private static final int CONCEALED_AT_MOST = 3;
    private static final int TICKS_OBSERVED = 50;
    private static final int JITTERS = 3;

    private final byte[] octets;
    private final boolean[] present;
    private final int frame;
    private final int mostDelay;
    private final InterarrivalJitter jitter;
    private final int clockRate;

    private boolean begun;
    private int next;
    private int end;
    private int held;
    private int concealed;
    private int observed;
    private int leastWaiting;

    private boolean outside;
    private int expectedOutside;

    /// The last 64 sequence numbers, the newest being bit 0.
    private long seen;

    private int newest;

    private long late;
    private long lost;
    private long duplicates;
    private long discarded;

    /// @param clockRate of the timestamp in Hz
    /// @param mostMillis the longest delay; memory for twice as much is taken
    public JitterBuffer(int clockRate, int mostMillis) {
        this.clockRate = clockRate;
        frame = clockRate / 50;
        mostDelay = Math.max(2 * frame, clockRate * mostMillis / 1000 / frame * frame);
        int capacity = Integer.highestOneBit(2 * mostDelay - 1) * 2;
        octets = new byte[capacity];
        present = new boolean[capacity];
        jitter = new InterarrivalJitter(clockRate);
    }

    /// Takes a packet.
    ///
    /// @param nanos when it came
    public void push(RtpPacket packet, long nanos) {
        if (isDuplicate(packet.sequenceNumber())) {
            duplicates++;
            return;
        }
        int length = packet.payloadLength();
        int timestamp = packet.timestamp();
        jitter.update(timestamp, nanos);
        if (length == 0) return;
        if (!begun) begin(timestamp);
        int ahead = timestamp - next;
        if (ahead < -octets.length || ahead + length > octets.length) {
            if (!isNewBeginning(timestamp, length)) return;
            begin(timestamp);
        } else if (ahead + length <= 0) {
            if (end - next > 0) {
                late++;
                held = Math.min(mostDelay, Math.max(held, upToFrame(-ahead)));
                return;
            }
            begin(timestamp);
        }
        outside = false;
        put(packet, timestamp, length);
    }

    private boolean isDuplicate(int sequenceNumber) {
        int ahead = (short) (sequenceNumber - newest);
        if (!begun || ahead > 63 || ahead < -63) {
            newest = sequenceNumber;
            seen = 1;
            return false;
        }
        if (ahead > 0) {
            newest = sequenceNumber;
            seen = seen << ahead | 1;
            return false;
        }
        boolean duplicate = (seen >>> -ahead & 1) != 0;
        seen |= 1L << -ahead;
        return duplicate;
    }

    /// One packet far away is an error or a lie; two in sequence are a source that set its clock.
    private boolean isNewBeginning(int timestamp, int length) {
        boolean second = outside && timestamp == expectedOutside && length <= octets.length;
        outside = true;
        expectedOutside = timestamp + length;
        if (!second) discarded++;
        return second;
    }

    private void begin(int timestamp) {
        Arrays.fill(present, false);
        next = timestamp - wantedDelay();
        end = next;
        begun = true;
        held = 0;
        concealed = CONCEALED_AT_MOST;
        observe();
    }

    private void put(RtpPacket packet, int timestamp, int length) {
        for (int i = Math.max(0, next - timestamp); i < length; i++) {
            int at = timestamp + i & octets.length - 1;
            octets[at] = packet.array()[packet.payloadFrom() + i];
            present[at] = true;
        }
        if (timestamp + length - end > 0) end = timestamp + length;
    }

    /// Gives the frame of this tick, to be called every 20 ms.
    ///
    /// @param out gets a frame if the answer is [Frame#AUDIO]
    public Frame pull(byte[] out, int at) {
        if (!begun) return Frame.SILENCE;
        if (held > 0) {
            held -= frame;
            return missing();
        }
        shorten();
        boolean whole = take(out, at);
        boolean more = end - next > 0;
        next += frame;
        if (whole) {
            concealed = 0;
            return Frame.AUDIO;
        }
        if (more && concealed < CONCEALED_AT_MOST) lost++;
        return missing();
    }

    private Frame missing() {
        if (concealed >= CONCEALED_AT_MOST) return Frame.SILENCE;
        concealed++;
        return Frame.CONCEAL;
    }

    private boolean take(byte[] out, int at) {
        boolean whole = true;
        for (int i = 0; i < frame; i++) {
            int place = next + i & octets.length - 1;
            whole &= present[place];
            present[place] = false;
            out[at + i] = octets[place];
        }
        return whole;
    }

    private void shorten() {
        leastWaiting = Math.min(leastWaiting, end - next);
        if (++observed < TICKS_OBSERVED) return;
        boolean tooMuch = leastWaiting > wantedDelay() + frame;
        observe();
        if (!tooMuch) return;
        for (int i = 0; i < frame; i++) present[next + i & octets.length - 1] = false;
        next += frame;
        discarded++;
    }

    private void observe() {
        observed = 0;
        leastWaiting = Integer.MAX_VALUE;
    }

    private int wantedDelay() {
        return Math.clamp(upToFrame(frame + JITTERS * jitter.ticks()), 2 * frame, mostDelay);
    }

    private int upToFrame(int ticks) {
        return (ticks + frame - 1) / frame * frame;
    }

    /// Forgets what waits, for another source or encoding; the figures stay.
    public void clear() {
        begun = false;
        outside = false;
        Arrays.fill(present, false);
    }

    /// The delay that is now between coming and leaving, in milliseconds.
    public int delayMillis() {
        return begun ? Math.max(0, end - next) * 1000 / clockRate : 0;
    }

    /// Packets that came after their tick.
    public long late() {
        return late;
    }

    /// Frames that were missing when their tick came, while later ones were there.
    public long lost() {
        return lost;
    }

    public long duplicates() {
        return duplicates;
    }

    /// Frames left out to shorten the delay, and packets from far outside.
    public long discarded() {
        return discarded;
    }
}
