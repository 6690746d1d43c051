package io.switchhook.server;

import io.switchhook.provisioning.rollout.Progress;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// How far a device is, as commands see it.
///
/// @param progress `waiting`, `told`, `fetched`, `back`, `away`, `failed` or `removed`
/// @param told when it was told last; empty if it was not
record RolloutLine(String mac, String model, String progress, String told) {

    static RolloutLine of(Target target, Progress progress) {
        var told = progress.told();
        return new RolloutLine(
                target.mac(),
                target.model(),
                progress.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                told.equals(Instant.MIN) ? "" : DeviceLine.seconds(told));
    }

    static RolloutLine of(ObjectNode json) {
        return new RolloutLine(
                json.path("mac").asString(""),
                json.path("model").asString(""),
                json.path("progress").asString(""),
                json.path("told").asString(""));
    }

    ObjectNode json() {
        return ControlServer.JSON
                .createObjectNode()
                .put("mac", mac)
                .put("model", model)
                .put("progress", progress)
                .put("told", told);
    }

    String text() {
        return "%s  %-8s  %-8s  %s".formatted(mac, model, progress, told).stripTrailing();
    }
}
