package io.switchhook.sip.transaction;

import io.switchhook.sip.grammar.ByteSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The transactions that do nothing but absorb what is repeated, until 64*T1 are over: RFC 3261 §17.2.2 (Completed), RFC 6026
/// §7 (Accepted). Of each there is a key, and what its repetitions need: something that others have too, and the text that is
/// said again, which hardly anybody ever asks for.
///
/// Half a minute of calls lies here. As objects they would be copied and marked again and again while phones wait; so they are
/// numbers and bytes in a few arrays, in the order in which they came, which is that in which they go. A table of places says
/// where a key is.
///
/// For its shard's thread.
///
/// @param <V> what repetitions need besides
final class Absorbing<V> {
    private static final int SMALLEST = 64;

    private final long duration;

    /// A ring, whose length is a power of two.
    private long[] high = new long[SMALLEST];

    private long[] low = new long[SMALLEST];
    private long[] deadlines = new long[SMALLEST];
    private @Nullable Object[] values = new Object[SMALLEST];

    /// Behind the text of each, which begins where that of the one before ends.
    private long[] textEnds = new long[SMALLEST];

    private final ByteQueue texts = new ByteQueue();

    /// The first in the ring, and how many follow it.
    private int first;

    private int size;

    /// One more than a place in the ring, or 0; a key's is at its hash or behind it, with nothing empty between (linear
    /// probing).
    private int[] places = new int[2 * SMALLEST];

    /// @param duration in nanoseconds
    Absorbing(long duration) {
        this.duration = duration;
    }

    int size() {
        return size;
    }

    /// @param text what is to be said again; its sink may be used again
    void add(TransactionKey.Branch key, V value, ByteSink text, long now) {
        if (size == values.length) resize(2 * size);
        int at = first + size & values.length - 1;
        high[at] = key.high();
        low[at] = key.lowWithMethod();
        deadlines[at] = now + duration;
        values[at] = value;
        texts.add(text);
        textEnds[at] = texts.end();
        size++;
        places[vacancy(low[at])] = at + 1;
    }

    /// What was kept for a key, or null.
    @SuppressWarnings("unchecked")
    @Nullable V get(TransactionKey key) {
        int at = find(key);
        return at < 0 ? null : (V) values[at];
    }

    /// The text that was kept for a key: nothing for one that is not here.
    byte[] text(TransactionKey key) {
        int at = find(key);
        if (at < 0) return new byte[0];
        long begin = at == first ? texts.begin() : textEnds[at - 1 & values.length - 1];
        return texts.copy(begin, textEnds[at]);
    }

    /// Where a key is, or -1.
    private int find(TransactionKey key) {
        if (size == 0 || !(key instanceof TransactionKey.Branch branch)) return -1;
        long wanted = branch.lowWithMethod();
        for (int i = start(wanted); places[i] != 0; i = next(i)) {
            int at = places[i] - 1;
            if (low[at] == wanted && high[at] == branch.high()) return at;
        }
        return -1;
    }

    /// When the first ends; [Long#MAX_VALUE] if there is none.
    long nextDeadline() {
        return size == 0 ? Long.MAX_VALUE : deadlines[first];
    }

    /// Forgets those whose time is over, and says how many.
    int expire(long now) {
        int before = size;
        while (size > 0 && deadlines[first] - now <= 0) forgetFirst();
        if (size <= values.length / 8 && values.length > SMALLEST) resize(values.length / 2);
        return before - size;
    }

    /// Forgets the one that has absorbed for the longest, and says how many that was: none if there is none.
    int forgetFirst() {
        if (size == 0) return 0;
        vacate(placeOf(first));
        values[first] = null;
        texts.forget(textEnds[first]);
        first = first + 1 & values.length - 1;
        size--;
        return 1;
    }

    private int start(long low) {
        return (int) (low ^ low >>> 32) & places.length - 1;
    }

    private int next(int i) {
        return i + 1 & places.length - 1;
    }

    private int vacancy(long low) {
        int i = start(low);
        while (places[i] != 0) i = next(i);
        return i;
    }

    private int placeOf(int at) {
        int i = start(low[at]);
        while (places[i] != at + 1) i = next(i);
        return i;
    }

    /// Moves back those behind that would not be found past an empty place (Knuth 6.4, algorithm R).
    private void vacate(int empty) {
        places[empty] = 0;
        for (int i = next(empty); places[i] != 0; i = next(i)) {
            int wanted = start(low[places[i] - 1]);
            boolean reached =
                    empty <= i ? empty < wanted && wanted <= i : empty < wanted || wanted <= i;
            if (reached) continue;
            places[empty] = places[i];
            places[i] = 0;
            empty = i;
        }
    }

    private void resize(int length) {
        var h = new long[length];
        var l = new long[length];
        var d = new long[length];
        var v = new Object[length];
        var t = new long[length];
        for (int i = 0; i < size; i++) {
            int at = first + i & values.length - 1;
            h[i] = high[at];
            l[i] = low[at];
            d[i] = deadlines[at];
            v[i] = values[at];
            t[i] = textEnds[at];
        }
        high = h;
        low = l;
        deadlines = d;
        values = v;
        textEnds = t;
        first = 0;
        if (places.length == 2 * length) Arrays.fill(places, 0);
        else places = new int[2 * length];
        for (int i = 0; i < size; i++) places[vacancy(low[i])] = i + 1;
    }
}
