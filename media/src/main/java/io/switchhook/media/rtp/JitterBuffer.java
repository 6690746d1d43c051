package io.switchhook.media.rtp;

import io.switchhook.media.codec.Encoding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Evens out the arrival of packets: they come when they come, and leave when their time has come, in the order in which
/// they were sent. Packets may last any time, and each may have another encoding. For one thread.
///
/// The delay begins at two frames of 20 ms and follows the jitter: a packet that comes too late makes it longer, and when
/// for a second more was waiting than the jitter asks for, a frame is left out. So a clock of the source that is slower
/// or faster than ours is borne too.
///
/// ```
///           heard  | what waits, by sequence number       | room
///  ------------- next ------------------------------- end -------- next + reach
/// ```
final class JitterBuffer {
    /// What a tick asks for.
    enum Step {
        /// There is nothing yet.
        NONE,
        /// The delay becomes longer: this tick has no frame.
        HOLD,
        /// A frame.
        FRAME,
        /// A frame to be left out, and another one: the delay becomes shorter.
        SHORTEN
    }

    /// A packet that waits.
    static final class Waiting {
        private boolean present;
        private int sequenceNumber;
        private int timestamp;
        private @Nullable Encoding encoding;
        private byte[] payload = new byte[0];
        private int length;

        private void put(RtpPacket packet, @Nullable Encoding as) {
            present = true;
            sequenceNumber = packet.sequenceNumber();
            timestamp = packet.timestamp();
            encoding = as;
            length = packet.payloadLength();
            if (payload.length < length) payload = new byte[length];
            System.arraycopy(packet.array(), packet.payloadFrom(), payload, 0, length);
        }

        /// Null for one without sound.
        @Nullable Encoding encoding() {
            return encoding;
        }

        byte[] payload() {
            return payload;
        }

        int length() {
            return length;
        }
    }

    private static final int TICKS_OBSERVED = 50;
    private static final int JITTERS = 3;
    private static final int SHORTEST_PACKET_MILLIS = 10;
    private static final int LEAST_ROOM = 32;

    private final int mostMillis;
    private final Waiting[] waiting;
    private final InterarrivalJitter jitter = new InterarrivalJitter();

    /// In ticks of the clock of what comes, as all of the following.
    private int clockRate;

    private int frame;
    private int mostDelay;
    private int reach;

    private boolean begun;
    private int next;
    private int end;
    private int held;
    private int observed;
    private int leastWaiting;

    private boolean outside;
    private int expectedOutside;

    /// The sequence number of the last one that left.
    private int left;

    /// The last 64 sequence numbers, the newest being bit 0.
    private long seen;

    private int newest;

    private long late;
    private long lost;
    private long duplicates;
    private long discarded;

    /// @param mostMillis the longest delay; room for twice as much is kept
    JitterBuffer(int mostMillis) {
        this.mostMillis = mostMillis;
        int room = Math.max(LEAST_ROOM, 2 * mostMillis / SHORTEST_PACKET_MILLIS);
        waiting = new Waiting[Integer.highestOneBit(room - 1) * 2];
        Arrays.setAll(waiting, _ -> new Waiting());
        clock(Encoding.PCMU.clockRate());
    }

    private void clock(int rate) {
        clockRate = rate;
        frame = rate / 50;
        mostDelay = Math.max(2 * frame, rate / 1000 * mostMillis / frame * frame);
        reach = Math.max(2 * mostDelay, rate / 2);
        begun = false;
    }

    /// Takes a packet.
    ///
    /// @param ticks how long it lasts
    /// @param nanos when it came
    /// @return whether all begins anew: what was taken before has nothing to do with what comes now
    boolean push(RtpPacket packet, Encoding encoding, int ticks, long nanos) {
        if (encoding.clockRate() != clockRate) clock(encoding.clockRate());
        int sequenceNumber = packet.sequenceNumber();
        if (isDuplicate(sequenceNumber)) {
            duplicates++;
            return false;
        }
        int timestamp = packet.timestamp();
        jitter.update(timestamp, clockRate, nanos);
        if (ticks <= 0) return false;
        int ahead = timestamp - next;
        int place = (short) (sequenceNumber - left);
        boolean anew = !begun;
        if (!anew && isOutside(ahead, ticks, place)) {
            if (!isNewBeginning(timestamp, ticks)) return false;
            anew = true;
        } else if (!anew && (ahead + ticks <= 0 || place <= 0)) {
            if (end - next > 0) {
                late++;
                held = Math.min(mostDelay, Math.max(held, upToFrame(-ahead)));
                return false;
            }
            anew = true;
        }
        if (anew) begin(sequenceNumber, timestamp);
        outside = false;
        waiting[sequenceNumber & waiting.length - 1].put(packet, encoding);
        if (timestamp + ticks - end > 0) end = timestamp + ticks;
        return anew;
    }

    private boolean isOutside(int ahead, int ticks, int place) {
        return ahead < -reach
                || ahead + ticks > reach
                || place > waiting.length
                || place < -waiting.length;
    }

    /// Takes a packet that stands for silence, or for sound that comes otherwise: after what was sent before it nothing is
    /// missing.
    void pushSilence(RtpPacket packet) {
        if (!begun || isDuplicate(packet.sequenceNumber())) return;
        int place = (short) (packet.sequenceNumber() - left);
        if (place > 0 && place <= waiting.length)
            waiting[packet.sequenceNumber() & waiting.length - 1].put(packet, null);
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
    private boolean isNewBeginning(int timestamp, int ticks) {
        boolean second = outside && timestamp == expectedOutside;
        outside = true;
        expectedOutside = timestamp + ticks;
        if (!second) discarded++;
        return second;
    }

    private void begin(int sequenceNumber, int timestamp) {
        for (var one : waiting) one.present = false;
        left = sequenceNumber - 1 & 0xffff;
        next = timestamp - wantedDelay();
        end = next;
        begun = true;
        held = 0;
        observe();
    }

    /// Begins a tick, one every 20 ms.
    Step step() {
        if (!begun) return Step.NONE;
        if (held > 0) {
            held -= frame;
            return Step.HOLD;
        }
        leastWaiting = Math.min(leastWaiting, end - next);
        if (++observed < TICKS_OBSERVED) return Step.FRAME;
        boolean tooMuch = leastWaiting > wantedDelay() + frame;
        observe();
        if (!tooMuch) return Step.FRAME;
        discarded++;
        return Step.SHORTEN;
    }

    private void observe() {
        observed = 0;
        leastWaiting = Integer.MAX_VALUE;
    }

    /// The next packet whose sound begins in this frame or before; it is good until the next call of a method. Null if
    /// there is none.
    @Nullable Waiting due() {
        for (int place = 1; place <= waiting.length; place++) {
            int sequenceNumber = left + place & 0xffff;
            var one = waiting[sequenceNumber & waiting.length - 1];
            if (!one.present || one.sequenceNumber != sequenceNumber) continue;
            if (one.encoding != null && one.timestamp - (next + frame) >= 0) return null;
            one.present = false;
            lost += place - 1;
            left = sequenceNumber;
            return one;
        }
        return null;
    }

    /// How much later than the beginning of this frame a packet's sound begins, in samples; negative for before.
    int samplesAhead(Waiting packet, int sampleRate) {
        return (int) ((long) (packet.timestamp - next) * sampleRate / clockRate);
    }

    /// The frame is over.
    void advance() {
        next += frame;
    }

    private int wantedDelay() {
        return Math.clamp(upToFrame(frame + JITTERS * jitter.ticks()), 2 * frame, mostDelay);
    }

    private int upToFrame(int ticks) {
        return (ticks + frame - 1) / frame * frame;
    }

    /// Forgets what waits, for another source; the figures stay.
    void clear() {
        begun = false;
        outside = false;
    }

    /// The delay that is now between coming and leaving, in milliseconds.
    int delayMillis() {
        return begun ? (int) (Math.max(0, end - next) * 1000L / clockRate) : 0;
    }

    /// Packets that came after their time.
    long late() {
        return late;
    }

    /// Packets that were missing when a later one left.
    long lost() {
        return lost;
    }

    long duplicates() {
        return duplicates;
    }

    /// Frames left out to shorten the delay, and packets from far outside.
    long discarded() {
        return discarded;
    }
}
