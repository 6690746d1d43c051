package io.switchhook.server;

import io.switchhook.provisioning.device.DeviceNote;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// What happened to a device, as commands see it.
///
/// @param kind such as `check-sync`
record NoteLine(String at, String kind, String what) {

    static NoteLine of(DeviceNote note) {
        return new NoteLine(
                DeviceLine.seconds(note.at()),
                note.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                note.text());
    }

    static NoteLine of(ObjectNode json) {
        return new NoteLine(
                json.path("at").asString(""),
                json.path("kind").asString(""),
                json.path("text").asString(""));
    }

    ObjectNode json() {
        return ControlServer.JSON
                .createObjectNode()
                .put("at", at)
                .put("kind", kind)
                .put("text", what);
    }

    String text() {
        return "    %s  %-10s  %s".formatted(at, kind, what);
    }
}
