package io.switchhook.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// So many exchanges at a steady rate, or until something is over, whatever becomes of them (open loop). For the thread of [LoadLoop].
final class LoadSlice {
    /// In milliseconds, from the last beginning on; what is not over then has failed.
    static final long PATIENCE = 10_000;

    private final LoadLoop loop;
    private final LoadTally tally;
    private final BooleanSupplier isOver;
    private int count;
    private final double rate;
    private final Maker maker;
    private final CompletableFuture<LoadTally> all = new CompletableFuture<>();
    private final Map<Integer, Exchange> exchanges = new HashMap<>();
    private final long start = System.nanoTime();
    private long patience;

    /// @param count at most
    /// @param rate exchanges a second
    /// @param isOver whether no further one is to begin
    LoadSlice(
            LoadLoop loop,
            LoadTally tally,
            int count,
            double rate,
            BooleanSupplier isOver,
            Maker maker) {
        this.loop = loop;
        this.tally = tally;
        this.count = count;
        this.rate = rate;
        this.isOver = isOver;
        this.maker = maker;
    }

    /// Makes the exchanges of a load.
    interface Maker {
        /// @param index from 0
        Exchange make(int index);
    }

    /// @return what became of them, when all are over
    CompletableFuture<LoadTally> begin() {
        next();
        return all;
    }

    private void next() {
        long now = System.nanoTime();
        if (isOver.getAsBoolean()) count = tally.begun;
        while (tally.begun < count && due(tally.begun) <= now) {
            tally.late.add(now - due(tally.begun));
            var exchange = maker.make(tally.begun);
            tally.begun++;
            var before = exchanges.put(exchange.number, exchange);
            if (before != null) before.over("overtaken by the next");
            exchange.begin();
        }
        if (tally.begun < count) {
            loop.at(due(tally.begun), this::next);
        } else {
            patience = now + PATIENCE * 1_000_000;
            await();
        }
    }

    private long due(int index) {
        return start + (long) (index / rate * 1e9);
    }

    private void await() {
        if (tally.over() < count && System.nanoTime() < patience) {
            loop.after(2, this::await);
            return;
        }
        for (var left : new ArrayList<>(exchanges.values())) left.over("not over in time");
        all.complete(tally);
    }

    /// None if it is over, or of another slice.
    @Nullable Exchange exchange(int number) {
        return exchanges.get(number);
    }

    void over(Exchange exchange) {
        exchanges.remove(exchange.number, exchange);
    }
}
