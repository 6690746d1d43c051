package io.switchhook.sip.transaction;

import java.time.Duration;

/// How much one shard's transactions may take. Those that only absorb what is repeated make room for others: who has waited
/// for his answer for long enough to be the first of so many has got it.
///
/// @param serverTransactions past it a new request gets a stateless 503
/// @param clientTransactions past it sending fails
/// @param patience how long an INVITE may go without another response from whoever owes it one, longer than Timer C
///     (§16.6): then a server transaction answers 500 by itself, and a client transaction times out
public record TransactionLimits(int serverTransactions, int clientTransactions, Duration patience) {
    public static final TransactionLimits DEFAULT =
            new TransactionLimits(100_000, 200_000, Duration.ofMinutes(5));

    public TransactionLimits {
        if (serverTransactions < 1 || clientTransactions < 1 || !patience.isPositive())
            throw new IllegalArgumentException("limits of transactions must be positive");
    }
}
