package io.switchhook.pbx.admission;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many classes of requests one shard refuses, by how far it is behind and how many of its transactions are in use.
///
/// ```
///   behind by 1 × the bound: OPTIONS    2 ×: SUBSCRIBE as well    ...    5 ×: INVITE as well
///   of the transactions 70 % in use: OPTIONS    75 %: SUBSCRIBE as well    ...    90 %: INVITE as well
/// ```
///
/// It rises at once and falls by one class for each second without a reason, so that it does not swing. For its shard's
/// thread; the level may be read by others.
public final class Overload {
    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);
    private static final long CALM_NANOS = 1_000_000_000;
    private static final int MOST = Precedence.values().length - 1;

    private final int shard;
    private final long behindNanos;
    private volatile int level;
    private long changed;

    /// @param shard its number, for the log
    /// @param behindNanos the bound
    public Overload(int shard, long behindNanos) {
        this.shard = shard;
        this.behindNanos = behindNanos;
    }

    /// How many classes are refused: 0 to 5.
    public int level() {
        return level;
    }

    /// @param behind for how long the shard has not caught up with such requests, in nanoseconds; that patient ones wait is
    ///     no reason to refuse a call
    /// @param load the part of its transactions that is in use
    boolean refuses(Precedence precedence, long behind, double load, long now) {
        int late = steps(behind / (double) behindNanos);
        if (precedence.compareTo(Precedence.INVITE) > 0) late = Math.min(late, MOST - 1);
        int reason = Math.max(late, steps(load * 20 - 13));
        int before = level;
        if (reason > before || (reason == before && reason > 0)) {
            set(reason, now);
        } else if (before > 0 && now - changed >= CALM_NANOS) {
            set((int) Math.max(reason, before - (now - changed) / CALM_NANOS), now);
        }
        return precedence.ordinal() > MOST - level;
    }

    private static int steps(double amount) {
        return (int) Math.clamp(amount + 1e-9, 0, MOST);
    }

    private void set(int next, long now) {
        int before = level;
        level = next;
        changed = now;
        if (before == 0)
            LOG.atWarn()
                    .addKeyValue("shard", shard)
                    .addKeyValue("refused", Precedence.values()[MOST - next + 1] + " and below")
                    .log("overloaded; requests are refused with 503");
        else if (next == 0) LOG.atInfo().addKeyValue("shard", shard).log("no longer overloaded");
    }
}
