package io.switchhook.pbx.admission;

import java.util.concurrent.atomic.LongAdder;

/// What was decided at the front door since the start. Written by the shards, read by anyone.
public final class AdmissionCounters {

    /// What became of a request that was not let in at once.
    public enum Outcome {
        /// Asked for credentials, without a transaction.
        CHALLENGED,
        /// A shard was behind, or its transactions ran out.
        OVERLOAD,
        /// Too many from this address.
        SOURCE_BUDGET,
        /// Too many in this account's name.
        ACCOUNT_BUDGET,
        /// The address is banned, but for those who proved themselves there.
        BANNED
    }

    private final LongAdder[] outcomes = new LongAdder[Outcome.values().length];
    final LongAdder wrongAnswers = new LongAdder();
    final LongAdder bans = new LongAdder();

    public AdmissionCounters() {
        for (int i = 0; i < outcomes.length; i++) outcomes[i] = new LongAdder();
    }

    void count(Outcome outcome) {
        outcomes[outcome.ordinal()].increment();
    }

    public long of(Outcome outcome) {
        return outcomes[outcome.ordinal()].sum();
    }

    /// Challenges that were answered wrong.
    public long wrongAnswers() {
        return wrongAnswers.sum();
    }

    /// Bans that were made.
    public long bans() {
        return bans.sum();
    }
}
