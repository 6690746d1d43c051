package io.switchhook.server;

import io.switchhook.provisioning.device.Visit;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// One question of a device for a file, as commands see it.
record VisitLine(String at, String outcome, String over, String file, String asker, String why) {

    static VisitLine of(Visit visit) {
        return new VisitLine(
                DeviceLine.seconds(visit.at()),
                visit.outcome().name().toLowerCase(Locale.ROOT),
                visit.over(),
                visit.file(),
                visit.asker().toString(),
                visit.why());
    }

    static VisitLine of(ObjectNode json) {
        return new VisitLine(
                json.path("at").asString(""),
                json.path("outcome").asString(""),
                json.path("over").asString(""),
                json.path("file").asString(""),
                json.path("asker").asString(""),
                json.path("why").asString(""));
    }

    ObjectNode json() {
        return ControlServer.JSON
                .createObjectNode()
                .put("at", at)
                .put("outcome", outcome)
                .put("over", over)
                .put("file", file)
                .put("asker", asker)
                .put("why", why);
    }

    String text() {
        return "    %s  %-7s  %-5s  %s  to %s: %s".formatted(at, outcome, over, file, asker, why);
    }
}
