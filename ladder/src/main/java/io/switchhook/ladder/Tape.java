package io.switchhook.ladder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/// A ring of bytes that one thread writes and others read: entries one behind the other, the oldest overwritten by the newest.
///
/// It is parted in segments, and no entry goes over the end of one, so that a reader who was overtaken finds the beginning of an
/// entry again. Readers copy, and throw away what was overwritten meanwhile: they never hold up the writer. How an entry stands
/// there, [Frames] says.
sealed class Tape permits SharedTape {
    /// An entry is no longer than this: what is left of a segment is given up for it.
    static final int LONGEST_ENTRY = 16 * 1024;

    private static final int SEGMENT = 256 * 1024;

    /// No tape is smaller.
    static final int SMALLEST = 2 * SEGMENT;

    private static final int END = 0;
    private static final int LONGEST_PATH = 1 + 2 * (1 + 16 + 2);
    private static final int ROOM = LONGEST_ENTRY - Frames.HEAD - LONGEST_PATH - 2 * Integer.BYTES;
    private static final VarHandle WRITTEN;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(Tape.class, "written", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final byte[] ring;
    private final Ink ink;
    private long written;

    /// @param bytes at most, in whole segments; but [#SMALLEST] at least
    Tape(long bytes) {
        int segments = Math.toIntExact(Math.max(SMALLEST, bytes) / SEGMENT);
        ring = new byte[Math.multiplyExact(segments, SEGMENT)];
        ink = new Ink(ring);
    }

    int bytes() {
        return ring.length;
    }

    // The writer

    void received(long nanos, long key, Path path, byte[] bytes, int offset, int length) {
        message(Frames.RECEIVED, nanos, key, path, bytes, offset, length);
    }

    void sent(long nanos, long key, Path path, byte[] bytes, int offset, int length) {
        message(Frames.SENT, nanos, key, path, bytes, offset, length);
    }

    private void message(
            int kind, long nanos, long key, Path path, byte[] bytes, int offset, int length) {
        int kept = Math.min(length, ROOM);
        int start = begin(kind, nanos, key, Frames.HEAD + LONGEST_PATH + 2 * Integer.BYTES + kept);
        ink.path(path).number(length).number(kept).octets(bytes, offset, kept);
        end(start);
    }

    void remarked(long nanos, long key, Remark remark) {
        int start = begin(Frames.REMARKED, nanos, key, LONGEST_ENTRY);
        RemarkForm.write(remark, ink);
        end(start);
    }

    private int begin(int kind, long nanos, long key, int most) {
        int at = (int) (written % ring.length);
        int left = SEGMENT - at % SEGMENT;
        if (left < most + Integer.BYTES) {
            ink.moveTo(at).number(END);
            publish(written + left);
            at = (at + left) % ring.length;
        }
        ink.moveTo(at + Integer.BYTES).octet(kind).number(nanos).number(key);
        return at;
    }

    private void end(int start) {
        int end = ink.position();
        ink.moveTo(start).number(end - start);
        publish(written + end - start);
    }

    private void publish(long position) {
        WRITTEN.setRelease(this, position);
    }

    // Readers

    /// How a tape was read.
    ///
    /// @param next from where to go on
    /// @param lost how many bytes were overwritten before they were read
    record Reading(long next, long lost) {}

    /// The position behind the newest entry.
    long written() {
        return (long) WRITTEN.getAcquire(this);
    }

    /// Hands over what was written behind a position, is still there, and is chosen: segment by segment, in one place, so that no
    /// large array is needed. Frames are looked at where they are, and torn if the writer is about to overtake: then they are thrown
    /// away again.
    ///
    /// @param from 0 for all, or [Reading#next] of the time before
    /// @param taker who must not keep the frames
    Reading read(long from, Frames.Choice choice, Consumer<Frames> taker) {
        long end = written();
        long at = Math.max(from, oldest(end));
        long lost = at - from;
        var frames = new Frames(choice == Frames.Choice.ALL && at < end ? SEGMENT : 0);
        while (at < end) {
            long border = Math.min(end, (at / SEGMENT + 1) * SEGMENT);
            int begin = (int) (at % ring.length);
            frames.addFrom(ring, begin, begin + (int) (border - at), choice);
            VarHandle.loadLoadFence();
            long safe = oldest(written());
            if (safe <= at && frames.size() > 0) taker.accept(frames);
            frames.clear();
            lost += Math.max(0, safe - at);
            at = Math.max(border, safe);
        }
        return new Reading(at, lost);
    }

    /// The beginning of the oldest segment that the writer does not touch before it publishes again.
    private long oldest(long end) {
        long segment = end / SEGMENT + 2 - ring.length / SEGMENT;
        return Math.max(0, segment * SEGMENT);
    }
}
