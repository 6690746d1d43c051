package io.switchhook.server;

import io.switchhook.console.Health;
import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.console.Metrics;
import io.switchhook.console.Metrics.Unit;
import io.switchhook.pbx.admission.AdmissionCounters;
import io.switchhook.pbx.admission.Bans;
import io.switchhook.pbx.admission.Overload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Shows at `/metrics` and `/health` who is not let in.
final class AdmissionMetrics {
    private final Metrics metrics;
    private final Health health;

    AdmissionMetrics(Metrics metrics, Health health) {
        this.metrics = metrics;
        this.health = health;
    }

    void register(AdmissionCounters counters, Bans bans, List<Overload> overloads) {
        var held =
                metrics.counter(
                        "switchhook_admission_held",
                        Unit.NONE,
                        "Requests that were not let in at once.",
                        "outcome");
        for (var outcome : AdmissionCounters.Outcome.values())
            held.add(() -> counters.of(outcome), outcome.name().toLowerCase(Locale.ROOT));
        metrics.counter(
                        "switchhook_admission_wrong_passwords",
                        Unit.NONE,
                        "Challenges that were answered wrong.")
                .add(counters::wrongAnswers);
        metrics.counter("switchhook_admission_bans", Unit.NONE, "Bans that were made.")
                .add(counters::bans);
        metrics.gauge("switchhook_bans", Unit.NONE, "Addresses that are banned.").add(bans::size);
        metrics.gauge(
                        "switchhook_overload_level",
                        Unit.NONE,
                        "Classes of requests that the busiest shard refuses.")
                .add(() -> level(overloads));
        health.add("load", () -> problem(level(overloads)));
    }

    private static int level(List<Overload> overloads) {
        return overloads.stream().mapToInt(Overload::level).max().orElse(0);
    }

    private static Optional<Problem> problem(int level) {
        return level == 0
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                Status.WARNING,
                                "there is more to do than this machine can, and "
                                        + level
                                        + " of 5 classes of requests are refused; see"
                                        + " switchhook_transport_messages_received_total for where it"
                                        + " comes from, and docs/security.md"));
    }
}
