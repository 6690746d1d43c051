package io.switchhook.server;

import io.switchhook.console.Metrics;
import io.switchhook.console.Metrics.Unit;
import io.switchhook.pbx.directory.DatabaseCounters;

/// Shows at `/metrics` what the database of accounts and devices has to do.
final class DatabaseMetrics {
    private DatabaseMetrics() {}

    static void register(Metrics metrics, DatabaseCounters counters) {
        metrics.counter(
                        "switchhook_database_events",
                        Unit.NONE,
                        "What the database of accounts and devices did.",
                        "event")
                .add(counters::pieces, "piece")
                .add(counters::transactions, "transaction");
        metrics.gauge("switchhook_database_waiting", Unit.NONE, "Pieces of work that wait.")
                .add(counters::waiting);
    }
}
