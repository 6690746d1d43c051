package io.switchhook.ladder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// Entries as they stand on a tape or in a file, one behind the other, and not read yet:
///
/// ```
/// { length(32) kind(8) nanos(64) key(64) what(...) }*        the length is that of all five
/// ```
///
/// What overtakes a reader of a tape may be torn, so nothing here trusts a length.
final class Frames {
    static final int HEAD = Integer.BYTES + 1 + 2 * Long.BYTES;
    static final int RECEIVED = 1;
    static final int SENT = 2;
    static final int REMARKED = 3;
    private static final int KIND = Integer.BYTES;
    private static final int NANOS = KIND + 1;
    private static final int KEY = NANOS + Long.BYTES;

    /// Which frames somebody wants. Asked while the frame stands where it is.
    interface Choice {
        Choice ALL = (_, _, _) -> true;

        boolean takes(byte[] bytes, int from, int length);
    }

    /// Sees each frame where it stands.
    interface Visitor {
        void visit(byte[] bytes, int from, int length);
    }

    private byte[] bytes;
    private int size;

    /// @param room for so many bytes; it grows
    Frames(int room) {
        bytes = new byte[room];
    }

    byte[] bytes() {
        return bytes;
    }

    /// In bytes.
    int size() {
        return size;
    }

    void add(byte[] from, int at, int length) {
        if (bytes.length - size < length)
            bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    void clear() {
        size = 0;
    }

    /// How far there are whole frames between two places of an array.
    ///
    /// @return where the first stands that is none
    static int end(byte[] bytes, int from, int to) {
        return walk(bytes, from, to, (_, _, _) -> {});
    }

    /// Goes through the frames between two places of an array, up to the first that is none.
    ///
    /// @return where that is
    private static int walk(byte[] bytes, int from, int to, Visitor visitor) {
        int at = from;
        while (to - at >= HEAD) {
            int length = new Eye(bytes, at).number();
            if (length < HEAD || length > to - at) break;
            visitor.visit(bytes, at, length);
            at += length;
        }
        return at;
    }

    /// Adds what is chosen of the frames between two places of an array.
    void addFrom(byte[] from, int begin, int end, Choice choice) {
        walk(
                from,
                begin,
                end,
                (bytes, at, length) -> {
                    if (choice.takes(bytes, at, length)) add(bytes, at, length);
                });
    }

    static int kind(byte[] bytes, int frame) {
        return bytes[frame + KIND];
    }

    static long nanos(byte[] bytes, int frame) {
        return new Eye(bytes, frame + NANOS).longNumber();
    }

    static long key(byte[] bytes, int frame) {
        return new Eye(bytes, frame + KEY).longNumber();
    }

    /// Puts all times on another timeline, where they stand.
    static void translate(byte[] bytes, int from, int to, Timeline theirs, Timeline ours) {
        var ink = new Ink(bytes);
        walk(
                bytes,
                from,
                to,
                (_, at, _) -> {
                    long nanos = ours.translate(nanos(bytes, at), theirs);
                    ink.moveTo(at + NANOS).number(nanos);
                });
    }

    /// The chosen ones of these.
    Frames chosen(Choice choice) {
        var chosen = new Frames(0);
        chosen.addFrom(bytes, 0, size, choice);
        return chosen;
    }

    /// Whose frames are chosen, in the order in which they began.
    SequencedSet<Long> keys(Choice choice) {
        var keys = new LinkedHashSet<Long>();
        walk(
                bytes,
                0,
                size,
                (_, at, length) -> {
                    if (choice.takes(bytes, at, length)) keys.add(key(bytes, at));
                });
        return keys;
    }

    /// All of them, in the order in which they stand. What cannot be read, as it is of another version, is left out.
    List<Entry> entries() {
        var entries = new ArrayList<Entry>();
        walk(
                bytes,
                0,
                size,
                (_, at, _) -> {
                    try {
                        entries.add(entry(new Eye(bytes, at + KIND)));
                    } catch (RuntimeException e) {
                        // of another version
                    }
                });
        return entries;
    }

    private static Entry entry(Eye eye) {
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
