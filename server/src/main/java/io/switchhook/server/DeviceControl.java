package io.switchhook.server;

import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.SettingsFault;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Device;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.form.ConfigurationText;
import io.switchhook.provisioning.form.Line;
import io.switchhook.provisioning.form.UnreadableFile;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import io.switchhook.provisioning.serve.DeskAddress;
import io.switchhook.server.ControlFault.Kind;
import io.switchhook.server.ControlServer.Exchange;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// What commands may ask of a running server about its devices.
///
/// @param catalog asked when a model is needed
/// @param addresses where files are fetched
record DeviceControl(
        Devices devices,
        Directory directory,
        Supplier<ModelCatalog> catalog,
        Supplier<List<DeskAddress>> addresses) {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceControl.class);

    ObjectNode list(Exchange exchange) throws IOException {
        for (var device : devices.all()) exchange.item(line(device).json());
        return ControlServer.JSON.createObjectNode();
    }

    private DeviceLine line(Device device) {
        return DeviceLine.of(device, directory.devices().isProven(device.mac().digits()));
    }

    /// The device, and behind it what it asked for.
    ObjectNode show(Exchange exchange) throws ControlFault, IOException {
        var mac = mac(exchange);
        var device =
                devices.find(mac)
                        .orElseThrow(
                                () -> new ControlFault(Kind.FAILED, "there is no device " + mac));
        try {
            for (var visit : devices.visits(mac)) exchange.item(VisitLine.of(visit).json());
        } catch (DeviceException e) {
            throw fault(e);
        }
        var model = Assignments.of(device).flatMap(it -> catalog.get().find(it.model()));
        return DeviceHints.of(line(device), model).json();
    }

    ObjectNode adopt(Exchange exchange) throws ControlFault {
        var mac = mac(exchange);
        var known = devices.find(mac);
        var before = known.flatMap(Assignments::of);
        var model = model(exchange.text("model"), mac, known, before);
        var users = users(exchange.text("accounts"), before);
        String group = exchange.text("group");
        var assignment =
                new Assignment(
                        model.id(),
                        group.isEmpty() ? before.map(Assignment::group).orElse("") : group,
                        users);
        try {
            var device = devices.adopt(mac, model, assignment, from(exchange.text("from")));
            changed("device adopted", mac);
            return line(device).json();
        } catch (DeviceException e) {
            throw fault(e);
        }
    }

    /// What is said, or was before, or what the phone says it is.
    private PhoneModel model(
            String word, Mac mac, Optional<Device> known, Optional<Assignment> before)
            throws ControlFault {
        if (!word.isEmpty()) return model(word);
        return before.flatMap(it -> catalog.get().find(it.model()))
                .or(() -> known.flatMap(it -> Assignments.saidModel(it, catalog.get())))
                .orElseThrow(() ->
                        new ControlFault(
                                Kind.INVALID,
                                "say what model " + mac + " is; allowed are " + models()));
    }

    private PhoneModel model(String word) throws ControlFault {
        return catalog.get()
                .find(word)
                .orElseThrow(() ->
                        new ControlFault(
                                Kind.INVALID,
                                "there is no model '"
                                        + word
                                        + "'; "
                                        + Nearest.hint(word, models())));
    }

    private List<String> models() {
        return catalog.get().models().stream().map(PhoneModel::name).toList();
    }

    private List<String> users(String words, Optional<Assignment> before) throws ControlFault {
        if (words.isEmpty()) return before.map(Assignment::users).orElse(List.of());
        var users = Arrays.stream(words.split(",")).map(String::strip).toList();
        for (var user : users)
            if (directory.account(user).isEmpty())
                throw new ControlFault(
                        Kind.FAILED,
                        "there is no account '" + user + "'; see: switchhook account list");
        return users;
    }

    private static Optional<InetAddress> from(String address) throws ControlFault {
        if (address.isEmpty()) return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            throw new ControlFault(Kind.INVALID, "'" + address + "' is no address");
        }
    }

    ObjectNode hold(Exchange exchange) throws ControlFault {
        var mac = mac(exchange);
        try {
            var device = devices.hold(mac);
            changed("device held", mac);
            return line(device).json();
        } catch (DeviceException e) {
            throw fault(e);
        }
    }

    ObjectNode remove(Exchange exchange) throws ControlFault {
        var mac = mac(exchange);
        try {
            devices.remove(mac);
            changed("device removed", mac);
            return ControlServer.JSON.createObjectNode().put("mac", mac.digits());
        } catch (DeviceException e) {
            throw fault(e);
        }
    }

    ObjectNode token(Exchange exchange, Limits limits) throws ControlFault {
        var time = Duration.ofMillis(exchange.number("milliseconds"));
        var most = limits.time(Limit.TOKEN);
        if (time.isZero() || time.isNegative() || time.compareTo(most) > 0)
            throw new ControlFault(
                    Kind.INVALID,
                    "a token is good for "
                            + limits.quantity(Limit.TOKEN)
                            + " at most (limits.token)");
        try {
            String token = devices.token(time);
            LOG.atInfo().addKeyValue("for", time).log("token made");
            var answer = ControlServer.JSON.createObjectNode().put("token", token);
            var urls = answer.putArray("urls");
            for (var address : addresses.get()) urls.add(address + "/t/" + token + "/");
            return answer;
        } catch (DeviceException e) {
            throw fault(e);
        }
    }

    ObjectNode set(Exchange exchange) throws ControlFault {
        String name = exchange.text("name");
        String text = exchange.text("value");
        var origin = origin(exchange.text("layer"), exchange.text("whose"));
        try {
            var value = Value.of(text);
            if (value.isPresent()) {
                var values = new LinkedHashMap<String, Value>();
                values.put(name, value.get());
                check(origin, values);
            }
            devices.settings().change(origin, name, value, "switchhook device set");
        } catch (IllegalArgumentException e) {
            throw new ControlFault(Kind.INVALID, name + ": the value " + e.getMessage());
        } catch (DeviceException e) {
            throw fault(e);
        }
        LOG.atInfo()
                .addKeyValue("layer", exchange.text("layer"))
                .addKeyValue("whose", exchange.text("whose"))
                .addKeyValue("name", name)
                .log("setting changed");
        return ControlServer.JSON.createObjectNode();
    }

    /// A file from elsewhere, behind the request, as settings. What nobody understands is answered line by line.
    ObjectNode load(Exchange exchange) throws ControlFault, IOException {
        var origin = origin(exchange.text("layer"), exchange.text("whose"));
        var model = model(origin, exchange.text("of"));
        long bytes = exchange.number("bytes");
        if (bytes < 0 || bytes > ConfigurationText.MOST_BYTES)
            throw new ControlFault(
                    Kind.INVALID,
                    "a file has up to " + ConfigurationText.MOST_BYTES + " bytes, not " + bytes);
        try {
            byte[] file = exchange.body(bytes).readAllBytes();
            var settings = FileSettings.of(model, exchange.text("file"), file);
            if (!settings.values().isEmpty()) {
                check(origin, settings.values());
                if (!exchange.flag("dry")) change(origin, settings.values());
            }
            for (var line : settings.left())
                exchange.item(
                        ControlServer.JSON
                                .createObjectNode()
                                .put("line", line.number())
                                .put("key", key(line)));
            var answer = ControlServer.JSON.createObjectNode();
            answer.put("set", settings.values().size());
            settings.own().forEach(answer.putArray("own")::add);
            return answer;
        } catch (UnreadableFile e) {
            throw new ControlFault(Kind.INVALID, String.valueOf(e.getMessage()));
        } catch (DeviceException e) {
            throw fault(e);
        }
    }

    /// Without the value, which may be a password.
    private static String key(Line line) {
        return line.text().split("=", 2)[0].strip();
    }

    /// By which a file for a layer is read: that of the layer, or the one that is said.
    private PhoneModel model(Origin origin, String word) throws ControlFault {
        if (!word.isEmpty()) return model(word);
        var models = new LayerCheck(devices, catalog.get()).models(origin);
        if (models.size() == 1) return models.getFirst();
        throw new ControlFault(
                Kind.INVALID, "say with --of which model's file it is; allowed are " + models());
    }

    private void change(Origin origin, SequencedMap<String, Value> values) throws DeviceException {
        var all = new LinkedHashMap<String, Optional<Value>>();
        values.forEach((name, value) -> all.put(name, Optional.of(value)));
        devices.settings().change(origin, all, "switchhook device import");
        LOG.atInfo()
                .addKeyValue("for", origin)
                .addKeyValue("settings", values.size())
                .log("settings imported");
    }

    private Origin origin(String layer, String whose) throws ControlFault {
        return switch (layer) {
            case "system" -> new Origin.OfSystem();
            case "model" -> new Origin.OfModel(model(whose).id());
            case "group" -> new Origin.OfGroup(whose);
            case "person" -> new Origin.OfPerson(person(whose));
            case "device" -> new Origin.OfDevice(mac(whose).digits());
            default ->
                    throw new ControlFault(
                            Kind.INVALID,
                            "say for whom: --system, --model, --group, --person or --mac");
        };
    }

    private String person(String user) throws ControlFault {
        if (directory.account(user).isEmpty())
            throw new ControlFault(Kind.FAILED, "there is no account '" + user + "'");
        return user;
    }

    private void check(Origin origin, SequencedMap<String, Value> values) throws ControlFault {
        var check = new LayerCheck(devices, catalog.get());
        if (check.models(origin).isEmpty())
            throw new ControlFault(Kind.FAILED, "its model is not known, or it is not adopted");
        var faults = check.faults(new Layer(origin, values));
        if (!faults.isEmpty())
            throw new ControlFault(
                    Kind.INVALID,
                    faults.stream().map(DeviceControl::text).collect(Collectors.joining("\n")));
    }

    private static String text(SettingsFault fault) {
        return fault.text().contains(fault.name()) ? fault.text() : fault.toString();
    }

    private static Mac mac(Exchange exchange) throws ControlFault {
        return mac(exchange.text("mac"));
    }

    private static Mac mac(String text) throws ControlFault {
        return Mac.of(text)
                .orElseThrow(() ->
                        new ControlFault(
                                Kind.INVALID,
                                "'" + text + "' is no MAC address such as 001565abcdef"));
    }

    private static void changed(String what, Mac mac) {
        LOG.atInfo().addKeyValue("mac", mac).log(what);
    }

    private static ControlFault fault(DeviceException e) {
        var kind =
                switch (e.kind()) {
                    case INVALID -> Kind.INVALID;
                    case CONFLICT, STORAGE -> Kind.FAILED;
                };
        return new ControlFault(kind, String.valueOf(e.getMessage()));
    }
}
