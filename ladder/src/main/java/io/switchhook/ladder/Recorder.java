package io.switchhook.ladder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What the floors tell of messages and decisions, from whatever thread. Telling takes no lock on threads that do it often,
/// makes no garbage that lasts, never blocks and never fails.
///
/// Memory is bounded: each of the first threads has a [Tape] of its own, all others share one.
public final class Recorder {
    /// Keeps nothing.
    public static final Recorder NONE = new Recorder(0, 0, () -> 0);

    private final long bytes;
    private final int most;
    private final LongSupplier nanoTime;
    private final List<Tape> tapes = new CopyOnWriteArrayList<>();
    private final ThreadLocal<@Nullable Tape> own = new ThreadLocal<>();
    private final @Nullable Tape shared;

    /// @param bytes that all tapes together have at most; 0 to keep nothing, else 512 KiB at least
    /// @param tapes how many threads have one of their own, if there are 512 KiB for each
    /// @param nanoTime the clock whose times the entries have
    public Recorder(long bytes, int tapes, LongSupplier nanoTime) {
        this.most = Math.clamp(bytes / Tape.SMALLEST - 1, 0, tapes);
        this.bytes = bytes / (most + 1L);
        this.nanoTime = nanoTime;
        this.shared = bytes == 0 ? null : new SharedTape(this.bytes);
        if (shared != null) this.tapes.add(shared);
    }

    /// How many bytes of memory the tapes have that there are by now.
    public long bytes() {
        return tapes.stream().mapToLong(Tape::bytes).sum();
    }

    /// Whether anything is kept: what is costly to say need not be said otherwise.
    public boolean isOn() {
        return shared != null;
    }

    /// What stands for a Call-ID on the tapes: the same for the same, and never 0. Different Call-IDs may have the same.
    public static long key(String callId) {
        int length = callId.length();
        long mixed = (long) callId.hashCode() << 32 | (length & 0xff) << 24;
        for (int i = Math.max(0, length - 3); i < length; i++)
            mixed ^= (long) callId.charAt(i) << 8 * (length - 1 - i);
        return mixed == 0 ? 1 : mixed;
    }

    private static long keyOrNone(String callId) {
        return callId.isEmpty() ? 0 : key(callId);
    }

    /// A message came in, whether or not it can be read.
    ///
    /// @param callId empty if it has none
    public void received(Path path, byte[] message, int offset, int length, String callId) {
        if (!isOn()) return;
        tape().received(nanoTime.getAsLong(), keyOrNone(callId), path, message, offset, length);
    }

    /// A message went out.
    public void sent(Path path, byte[] message, int offset, int length, String callId) {
        if (!isOn()) return;
        tape().sent(nanoTime.getAsLong(), keyOrNone(callId), path, message, offset, length);
    }

    /// Something was decided or came about in the call that has this Call-ID; in none if it is empty.
    public void remark(String callId, Remark remark) {
        if (!isOn()) return;
        tape().remarked(nanoTime.getAsLong(), keyOrNone(callId), remark);
    }

    private Tape tape() {
        var tape = own.get();
        return tape != null ? tape : firstTape();
    }

    private Tape firstTape() {
        var common = Objects.requireNonNull(shared);
        if (Thread.currentThread().isVirtual()) return common;
        synchronized (tapes) {
            var tape = tapes.size() <= most ? new Tape(bytes) : common;
            if (tape != common) tapes.add(tape);
            own.set(tape);
            return tape;
        }
    }

    /// Where somebody is who reads all tapes.
    public static final class Cursor {
        private final List<Long> positions = new ArrayList<>();

        private long position(int tape) {
            if (positions.size() == tape) positions.add(0L);
            return positions.get(tape);
        }
    }

    /// All entries behind a cursor that are still there, in the order of time; the cursor moves on.
    public List<Entry> since(Cursor cursor) {
        return since(cursor, Frames.Choice.ALL);
    }

    /// The entries whose frames are chosen.
    List<Entry> since(Cursor cursor, Frames.Choice choice) {
        var entries = new ArrayList<Entry>();
        read(cursor, choice, frames -> entries.addAll(frames.entries()));
        entries.sort(Comparator.comparingLong(Entry::nanos));
        return entries;
    }

    /// Hands over what is chosen behind a cursor, tape by tape; the cursor moves on.
    ///
    /// @param taker who must not keep the frames
    /// @return how many bytes were overwritten before they were read
    long read(Cursor cursor, Frames.Choice choice, Consumer<Frames> taker) {
        long lost = 0;
        for (int i = 0; i < tapes.size(); i++) {
            var reading = tapes.get(i).read(cursor.position(i), choice, taker);
            cursor.positions.set(i, reading.next());
            lost += reading.lost();
        }
        return lost;
    }

    /// How many bytes there are behind a cursor.
    long behind(Cursor cursor) {
        long bytes = 0;
        for (int i = 0; i < tapes.size(); i++) bytes += tapes.get(i).written() - cursor.position(i);
        return bytes;
    }
}
