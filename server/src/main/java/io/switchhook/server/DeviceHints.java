package io.switchhook.server;

import io.switchhook.provisioning.model.PhoneModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What an operator can do about a phone that does not what it should, besides looking at its history.
///
/// @param recording how the phone itself records what it sends and gets; empty if nobody knows
/// @param reset how it is made what it was in its box; empty if nobody knows
record DeviceHints(DeviceLine device, String recording, String reset) {
    static DeviceHints of(DeviceLine device, Optional<PhoneModel> model) {
        return new DeviceHints(
                device,
                model.map(PhoneModel::recording).orElse(""),
                model.map(PhoneModel::reset).orElse(""));
    }

    static DeviceHints of(ObjectNode json) {
        return new DeviceHints(
                DeviceLine.of(json),
                json.path("recording").asString(""),
                json.path("reset").asString(""));
    }

    ObjectNode json() {
        return device.json().put("recording", recording).put("reset", reset);
    }

    /// In lines for people; none for a phone of which nothing is known.
    List<String> text() {
        if (device.users().isEmpty() && device.home().isEmpty()) return List.of();
        var lines = new ArrayList<String>();
        lines.add("to look closer:");
        String trace = "    switchhook trace --account ";
        String file = " " + device.mac() + ".pcapng";
        for (var user : device.users()) {
            lines.add(trace + user + "    (its last calls, and why they went so)");
            lines.add(trace + user + " --format pcapng >" + file + "    (for Wireshark)");
        }
        if (!device.home().isEmpty()) {
            String address = device.home().split(" ", 2)[0];
            lines.add(
                    "    tshark -i any -f 'host %s' -w%s    (all of it, sound too, where it passes)"
                            .formatted(address, file));
        }
        if (!recording.isEmpty()) lines.add("    the phone records by itself: " + recording);
        lines.add("    switchhook device sync " + device.mac() + " --reboot    (starts it anew)");
        if (!reset.isEmpty()) {
            lines.add("    to make it what it was in its box: " + reset + ";");
            lines.add("    it asks again when it is back, and gets its file with new passwords");
        }
        return lines;
    }
}
