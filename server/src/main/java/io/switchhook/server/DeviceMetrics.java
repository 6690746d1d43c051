package io.switchhook.server;

import io.switchhook.console.Health;
import io.switchhook.console.Health.Problem;
import io.switchhook.console.Health.Status;
import io.switchhook.console.Metrics;
import io.switchhook.console.Metrics.Unit;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.serve.DeskCounters;
import io.switchhook.provisioning.serve.HearingCounters;
import java.util.Optional;

/// Shows at `/metrics` and `/health` which devices there are, and what became of their questions.
final class DeviceMetrics {
    private DeviceMetrics() {}

    static void register(Metrics metrics, Health health, Devices devices) {
        var gauge =
                metrics.gauge(
                        "switchhook_devices",
                        Unit.NONE,
                        "Devices: asked, expected, adopted or held.",
                        "state");
        gauge.add(() -> devices.counts().asked(), "asked");
        gauge.add(() -> devices.counts().expected(), "expected");
        gauge.add(() -> devices.counts().adopted(), "adopted");
        gauge.add(() -> devices.counts().held(), "held");
        health.add("devices", () -> problem(devices));
    }

    private static Optional<Problem> problem(Devices devices) {
        int count = devices.counts().contested();
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                Status.WARNING,
                                count
                                        + " devices were asked for by somebody else than the"
                                        + " adopted one, who was not served; see: switchhook device"
                                        + " list"));
    }

    static void register(Metrics metrics, HearingCounters counters) {
        var heard =
                metrics.counter(
                        "switchhook_provisioning_heard",
                        Unit.NONE,
                        "Lines of logs and action URLs of phones.",
                        "outcome");
        heard.add(counters::lines, "line");
        heard.add(counters::events, "event");
        heard.add(counters::unknown, "unknown");
        heard.add(counters::dropped, "dropped");
        heard.add(counters::malformed, "malformed");
    }

    static void register(Metrics metrics, DeskCounters counters) {
        var answers =
                metrics.counter(
                        "switchhook_provisioning_files",
                        Unit.NONE,
                        "Files that were asked for.",
                        "outcome");
        answers.add(counters::served, "served");
        answers.add(counters::refused, "refused");
        answers.add(counters::busy, "busy");
        answers.add(counters::full, "full");
        answers.add(counters::failed, "failed");
    }
}
