package io.switchhook.server;

import io.switchhook.provisioning.syslog.DeviceLogs;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// A line of a phone's log, as commands see it.
///
/// @param at when it came
/// @param severity such as `warning`
/// @param application which program of the phone speaks; empty for not known
record LogEntry(String at, String severity, String application, String line) {

    static LogEntry of(DeviceLogs.Line line) {
        var message = line.message();
        return new LogEntry(
                DeviceLine.seconds(line.received()),
                message.severity().name().toLowerCase(Locale.ROOT),
                message.application(),
                message.text());
    }

    static LogEntry of(ObjectNode json) {
        return new LogEntry(
                json.path("at").asString(""),
                json.path("severity").asString(""),
                json.path("application").asString(""),
                json.path("line").asString(""));
    }

    ObjectNode json() {
        return ControlServer.JSON
                .createObjectNode()
                .put("at", at)
                .put("severity", severity)
                .put("application", application)
                .put("line", line);
    }

    String text() {
        String who = application.isEmpty() ? "" : application + ": ";
        return "%s  %-13s  %s%s".formatted(at, severity, who, line);
    }
}
