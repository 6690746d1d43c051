package io.switchhook.server;

import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Device;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import io.switchhook.provisioning.device.Sighting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A device as commands see it.
///
/// @param model and [#users]: empty if nobody has said what it is
/// @param until when whoever asks first is taken for it; empty if somebody is, or nobody will be
/// @param home who is taken for it; empty if nobody is
/// @param others who asked as it and was not served
/// @param login `used`, `unused`, or empty if no file was made for it
record DeviceLine(
        String mac,
        String state,
        String since,
        String model,
        String group,
        List<String> users,
        String until,
        String home,
        List<Other> others,
        String login) {
    private static final Assignment NOTHING = new Assignment("", "", List.of());

    /// Somebody who asked.
    record Other(String at, String who) {
        static Other of(Sighting sighting) {
            return new Other(seconds(sighting.at()), sighting.asker().toString());
        }
    }

    private static String state(Device device) {
        return switch (device) {
            case Asked _ -> "asked";
            case Expected _ -> "expected";
            case Adopted _ -> "adopted";
            case Held _ -> "held";
        };
    }

    /// @param isProven whether it has used what its last file says
    static DeviceLine of(Device device, Optional<Boolean> isProven) {
        String login = isProven.map(used -> used ? "used" : "unused").orElse("");
        return switch (device) {
            case Asked it -> of(it, NOTHING, "", "", it.askers(), login);
            case Expected it -> of(it, it.assignment(), seconds(it.until()), "", List.of(), login);
            case Adopted it ->
                    of(it, it.assignment(), "", it.home().toString(), it.rivals(), login);
            case Held it -> {
                String home = it.home().map(Asker::toString).orElse("");
                yield of(it, it.assignment(), "", home, List.of(), login);
            }
        };
    }

    private static DeviceLine of(
            Device device,
            Assignment assignment,
            String until,
            String home,
            List<Sighting> others,
            String login) {
        return new DeviceLine(
                device.mac().digits(),
                state(device),
                seconds(device.since()),
                assignment.model(),
                assignment.group(),
                assignment.users(),
                until,
                home,
                others.stream().map(Other::of).toList(),
                login);
    }

    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static DeviceLine of(ObjectNode json) {
        var users = new ArrayList<String>();
        for (var user : json.path("accounts")) users.add(user.asString(""));
        var others = new ArrayList<Other>();
        for (var other : json.path("others"))
            others.add(new Other(other.path("at").asString(""), other.path("who").asString("")));
        return new DeviceLine(
                json.path("mac").asString(""),
                json.path("state").asString(""),
                json.path("since").asString(""),
                json.path("model").asString(""),
                json.path("group").asString(""),
                users,
                json.path("until").asString(""),
                json.path("home").asString(""),
                others,
                json.path("login").asString(""));
    }

    ObjectNode json() {
        var json =
                ControlServer.JSON
                        .createObjectNode()
                        .put("mac", mac)
                        .put("state", state)
                        .put("since", since)
                        .put("model", model)
                        .put("group", group)
                        .put("until", until)
                        .put("home", home)
                        .put("login", login);
        users.forEach(json.putArray("accounts")::add);
        var list = json.putArray("others");
        for (var other : others) list.addObject().put("at", other.at()).put("who", other.who());
        return json;
    }

    /// In lines for people. What came from the network has nothing in it that could fool a terminal, see [Asker].
    List<String> text() {
        var lines = new ArrayList<String>();
        var first = new StringBuilder("%s  %-8s  since %s".formatted(mac, state, since));
        if (!model.isEmpty()) first.append("  ").append(model);
        if (!users.isEmpty()) first.append("  accounts ").append(String.join(", ", users));
        if (!group.isEmpty()) first.append("  group ").append(group);
        lines.add(first.toString());
        if (!until.isEmpty()) lines.add("    the first who asks is taken for it until " + until);
        if (!home.isEmpty()) lines.add("    is " + home);
        if (login.equals("unused")) lines.add("    has not used its last file yet");
        for (var other : others)
            lines.add("    %s  %s  was not served".formatted(other.at(), other.who()));
        return lines;
    }
}
