package io.switchhook.sip.transaction;

import io.switchhook.sip.grammar.ByteSink;
import org.jspecify.annotations.Nullable;

/// Bytes that go in the order in which they came. They lie in large pieces, which are used again: so many bytes are as little
/// work for the collector as a few.
///
/// A byte's position is how many came before it, ever.
final class ByteQueue {
    static final int PIECE = 64 * 1024;

    /// A ring, whose length is a power of two: the piece of a position is the position by the length of a piece.
    private byte[] @Nullable [] pieces = new byte[4][];

    private byte @Nullable [] spare;
    private long begin;
    private long end;

    /// The position of the first byte that is kept.
    long begin() {
        return begin;
    }

    /// The position behind the last byte.
    long end() {
        return end;
    }

    void add(ByteSink bytes) {
        for (int from = 0; from < bytes.length(); ) {
            int at = offset(end);
            int count = Math.min(bytes.length() - from, PIECE - at);
            System.arraycopy(bytes.array(), from, pieceToFill(), at, count);
            from += count;
            end += count;
        }
    }

    private byte[] pieceToFill() {
        long number = end / PIECE;
        if (number - begin / PIECE == pieces.length) grow();
        var piece = pieces[place(number)];
        if (piece == null) {
            piece = spare == null ? new byte[PIECE] : spare;
            spare = null;
            pieces[place(number)] = piece;
        }
        return piece;
    }

    private void grow() {
        var former = pieces;
        pieces = new byte[2 * former.length][];
        for (long number = begin / PIECE; number < end / PIECE; number++)
            pieces[place(number)] = former[(int) number & former.length - 1];
    }

    private int place(long number) {
        return (int) number & pieces.length - 1;
    }

    private static int offset(long position) {
        return (int) (position % PIECE);
    }

    /// A copy of the bytes from one position to another, which are still kept.
    byte[] copy(long from, long to) {
        var copy = new byte[(int) (to - from)];
        for (long at = from; at < to; ) {
            int count = (int) Math.min(to - at, PIECE - offset(at));
            byte[] piece = pieces[place(at / PIECE)];
            System.arraycopy(piece, offset(at), copy, (int) (at - from), count);
            at += count;
        }
        return copy;
    }

    /// Forgets all before a position.
    void forget(long before) {
        for (long number = begin / PIECE; number < before / PIECE; number++) {
            spare = pieces[place(number)];
            pieces[place(number)] = null;
        }
        begin = before;
    }
}
