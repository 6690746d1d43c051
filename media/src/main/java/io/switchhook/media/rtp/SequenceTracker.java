package io.switchhook.media.rtp;

/// Whether a source's sequence numbers make sense, how far they have come, and how many packets are missing: RFC 3550
/// appendices A.1 and A.3. For one source and one thread.
public final class SequenceTracker {
    private static final int MAX_DROPOUT = 3000;
    private static final int MAX_MISORDER = 100;
    private static final int MIN_SEQUENTIAL = 2;
    private static final int NONE = -1;

    private int probation = MIN_SEQUENTIAL;
    private int base;
    private int highest;
    private int bad = NONE;
    private long cycles;
    private long received;
    private long receivedPrior;
    private long expectedPrior;

    /// @param sequenceNumber the first one heard of
    public SequenceTracker(int sequenceNumber) {
        begin(sequenceNumber);
        highest = sequenceNumber - 1 & 0xffff;
    }

    private void begin(int sequenceNumber) {
        base = sequenceNumber;
        highest = sequenceNumber;
        bad = NONE;
        cycles = 0;
        received = 0;
        receivedPrior = 0;
        expectedPrior = 0;
    }

    /// Takes a packet's sequence number, the first one too.
    ///
    /// @return whether the packet may be used: two in sequence make a source valid, and two in sequence after a jump
    ///     say that it began anew
    public boolean update(int sequenceNumber) {
        if (probation > 0) return prove(sequenceNumber);
        int ahead = sequenceNumber - highest & 0xffff;
        if (ahead < MAX_DROPOUT) {
            if (sequenceNumber < highest) cycles += 0x1_0000;
            highest = sequenceNumber;
        } else if (ahead <= 0x1_0000 - MAX_MISORDER) {
            if (sequenceNumber != bad) {
                bad = sequenceNumber + 1 & 0xffff;
                return false;
            }
            begin(sequenceNumber);
        }
        received++;
        return true;
    }

    private boolean prove(int sequenceNumber) {
        boolean inSequence = sequenceNumber == (highest + 1 & 0xffff);
        highest = sequenceNumber;
        probation = inSequence ? probation - 1 : MIN_SEQUENTIAL - 1;
        if (probation > 0) return false;
        begin(sequenceNumber);
        received = 1;
        return true;
    }

    public boolean isValid() {
        return probation == 0;
    }

    /// The highest sequence number, with the count of cycles above its 16 bits.
    public long extendedHighest() {
        return cycles + highest;
    }

    /// How many packets there should have been.
    public long expected() {
        return isValid() ? extendedHighest() - base + 1 : 0;
    }

    /// How many there were, late ones and duplicates too.
    public long received() {
        return received;
    }

    /// How many are missing, within 24 bits; negative if there were more duplicates.
    public int lost() {
        return Math.clamp(expected() - received, -0x80_0000, 0x7f_ffff);
    }

    /// The part lost since this was last asked, in 256ths.
    public int fractionLost() {
        long expectedNow = expected() - expectedPrior;
        long lostNow = expectedNow - (received - receivedPrior);
        expectedPrior = expected();
        receivedPrior = received;
        if (expectedNow <= 0 || lostNow <= 0) return 0;
        return (int) Math.min(255, (lostNow << 8) / expectedNow);
    }
}
