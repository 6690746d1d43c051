package io.switchhook.pbx.directory;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// What a [Database] has done since it was opened.
public final class DatabaseCounters {
    final LongAdder pieces = new LongAdder();
    final LongAdder transactions = new LongAdder();
    private final LongSupplier waiting;

    /// @param waiting how many pieces wait, or are being done
    DatabaseCounters(LongSupplier waiting) {
        this.waiting = waiting;
    }

    /// Pieces of work, those that failed as well.
    public long pieces() {
        return pieces.sum();
    }

    /// In how many transactions they were done.
    public long transactions() {
        return transactions.sum();
    }

    /// Pieces that wait, or are being done.
    public long waiting() {
        return waiting.getAsLong();
    }
}
