package io.switchhook.ladder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/// A ring of bytes that one thread writes and others read: entries one behind the other, the oldest overwritten by the newest.
///
/// It is parted in segments, and no entry goes over the end of one, so that a reader who was overtaken finds the beginning of an
/// entry again. Readers copy, and throw away what was overwritten meanwhile: they never hold up the writer.
sealed class Tape permits SharedTape {
    /// An entry is no longer than this: what is left of a segment is given up for it.
    static final int LONGEST_ENTRY = 16 * 1024;

    private static final int SEGMENT = 256 * 1024;
    private static final int HEAD = Integer.BYTES + 1 + 2 * Long.BYTES;
    private static final int END = 0;
    static final int RECEIVED = 1;
    static final int SENT = 2;
    static final int REMARKED = 3;
    private static final int LONGEST_PATH = 1 + 2 * (1 + 16 + 2);
    private static final int ROOM = LONGEST_ENTRY - HEAD - LONGEST_PATH - 2 * Integer.BYTES;
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

    /// @param bytes at least; rounded up to whole segments, of which there are at least two
    Tape(long bytes) {
        int segments = Math.toIntExact(Math.max(2, Math.ceilDiv(bytes, SEGMENT)));
        ring = new byte[Math.multiplyExact(segments, SEGMENT)];
        ink = new Ink(ring);
    }

    // The writer

    void received(long nanos, long key, Path path, byte[] bytes, int offset, int length) {
        message(RECEIVED, nanos, key, path, bytes, offset, length);
    }

    void sent(long nanos, long key, Path path, byte[] bytes, int offset, int length) {
        message(SENT, nanos, key, path, bytes, offset, length);
    }

    private void message(
            int kind, long nanos, long key, Path path, byte[] bytes, int offset, int length) {
        int kept = Math.min(length, ROOM);
        int start = begin(kind, nanos, key, HEAD + LONGEST_PATH + 2 * Integer.BYTES + kept);
        ink.path(path).number(length).number(kept).octets(bytes, offset, kept);
        end(start);
    }

    void remarked(long nanos, long key, Remark remark) {
        int start = begin(REMARKED, nanos, key, LONGEST_ENTRY);
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

    /// A place on a tape, from which on somebody reads.
    record Part(List<Entry> entries, long next, boolean gap) {}

    /// What was written behind a position and is still there.
    ///
    /// @param from 0 for all, or [Part#next] of the time before
    Part since(long from) {
        long end = (long) WRITTEN.getAcquire(this);
        long start = Math.max(from, oldest(end));
        int length = Math.toIntExact(end - start);
        var copy = new byte[length];
        int at = (int) (start % ring.length);
        int first = Math.min(length, ring.length - at);
        System.arraycopy(ring, at, copy, 0, first);
        System.arraycopy(ring, 0, copy, first, length - first);
        VarHandle.loadLoadFence();
        long safe = Math.max(start, oldest((long) WRITTEN.getAcquire(this)));
        var entries = new ArrayList<Entry>();
        if (safe < end) read(copy, (int) (safe - start), start, entries);
        return new Part(entries, end, safe > from);
    }

    /// The beginning of the oldest segment that the writer does not touch before it publishes again.
    private long oldest(long end) {
        long segment = end / SEGMENT + 2 - ring.length / SEGMENT;
        return Math.max(0, segment * SEGMENT);
    }

    private static void read(byte[] copy, int from, long start, List<Entry> entries) {
        int at = from;
        while (at + Integer.BYTES <= copy.length) {
            int length = new Eye(copy, at).number();
            if (length == END) at += SEGMENT - (int) ((start + at) % SEGMENT);
            else {
                entries.add(entry(new Eye(copy, at + Integer.BYTES)));
                at += length;
            }
        }
    }

    /// What stands behind the length of an entry; files have it in the same form.
    static Entry entry(Eye eye) {
        int kind = eye.octet();
        long nanos = eye.longNumber();
        long key = eye.longNumber();
        if (kind == REMARKED)
            return new Entry(nanos, key, new Entry.Remarked(RemarkForm.read(eye)));
        var path = eye.path();
        int length = eye.number();
        var bytes = eye.octets(eye.number());
        return new Entry(
                nanos,
                key,
                kind == RECEIVED
                        ? new Entry.Received(path, bytes, length)
                        : new Entry.Sent(path, bytes, length));
    }
}
