package io.switchhook.server;

import io.switchhook.console.DevicesView;
import io.switchhook.console.Refusal;
import io.switchhook.console.Slice;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.device.Ask;
import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Decision;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import io.switchhook.provisioning.device.DeviceException;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.device.Proof;
import io.switchhook.provisioning.device.Sighting;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.PictureLimits;
import io.switchhook.provisioning.model.Value;
import io.switchhook.provisioning.serve.DeskAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Devices, as the console shows them, and what an operator does about them.
///
/// @param ways which registrations are theirs
/// @param catalog asked when a model is needed
/// @param fetched where files are
/// @param longest how long a token may be good
/// @param clock of the day
record OfficeDevices(
        Devices devices,
        Directory directory,
        DeviceWays ways,
        Supplier<ModelCatalog> catalog,
        Supplier<List<DeskAddress>> fetched,
        Duration longest,
        InstantSource clock)
        implements DevicesView {
    private static final Logger LOG = LoggerFactory.getLogger(OfficeDevices.class);
    private static final int LONGEST_GROUP = 64;

    private record Parts(
            String state,
            Optional<Assignment> assignment,
            Optional<Instant> until,
            Optional<Asker> home,
            List<Sighting> others) {}

    @Override
    public Slice<Device> search(Query query) {
        var all = devices.all();
        if (query.text().isEmpty() && query.state().isEmpty()) {
            var page = Slice.of(all, query.offset(), query.limit());
            return new Slice<>(
                    page.items().stream().map(this::shown).toList(), page.offset(), page.total());
        }
        String words = query.text().toLowerCase(Locale.ROOT);
        var found =
                all.stream()
                        .map(this::shown)
                        .filter(device -> isIn(device, query.state()) && has(device, words))
                        .toList();
        return Slice.of(found, query.offset(), query.limit());
    }

    private static boolean isIn(Device device, String state) {
        return switch (state) {
            case "" -> true;
            case "contested" -> !device.state().equals("asked") && !device.others().isEmpty();
            default -> device.state().equals(state);
        };
    }

    private static boolean has(Device device, String words) {
        var texts = new ArrayList<String>();
        texts.add(device.mac());
        texts.add(device.model());
        texts.add(device.group());
        for (var line : device.lines()) texts.add(line.user() + ' ' + line.name());
        device.home().ifPresent(it -> texts.add(it.address() + ' ' + it.agent()));
        for (var other : device.others()) texts.add(other.address() + ' ' + other.agent());
        var digits = Mac.of(words).map(Mac::digits).orElse(words);
        return texts.stream()
                .map(it -> it.toLowerCase(Locale.ROOT))
                .anyMatch(it -> it.contains(words) || it.equals(digits));
    }

    @Override
    public Optional<Device> device(String mac) {
        return Mac.of(mac).flatMap(devices::find).map(this::shown);
    }

    private Device shown(io.switchhook.provisioning.device.Device device) {
        var parts = parts(device);
        var assignment = parts.assignment();
        var lines = new ArrayList<Line>();
        var users = assignment.map(Assignment::users).orElse(List.of());
        for (int i = 0; i < users.size(); i++)
            lines.add(line(i + 1, users.get(i), device.mac(), parts.home()));
        boolean isRegistered = lines.stream().anyMatch(Line::registered);
        return new Device(
                device.mac().digits(),
                parts.state().equals("applied") && isRegistered ? "registered" : parts.state(),
                device.since(),
                assignment.map(Assignment::model).orElse(""),
                Assignments.saidModel(device, catalog.get()).map(PhoneModel::id).orElse(""),
                assignment.map(Assignment::group).orElse(""),
                lines,
                parts.until(),
                parts.home().map(it -> new Home(it.address().getHostAddress(), it.agent())),
                parts.others().stream().map(it -> other(device, it)).toList());
    }

    private Parts parts(io.switchhook.provisioning.device.Device device) {
        var assignment = Assignments.of(device);
        return switch (device) {
            case Asked it ->
                    new Parts("asked", assignment, Optional.empty(), Optional.empty(), it.askers());
            case Expected it ->
                    new Parts(
                            "expected",
                            assignment,
                            Optional.of(it.until()),
                            Optional.empty(),
                            List.of());
            case Adopted it ->
                    new Parts(
                            progress(it),
                            assignment,
                            Optional.empty(),
                            Optional.of(it.home()),
                            it.rivals());
            case Held it -> new Parts("held", assignment, Optional.empty(), it.home(), List.of());
        };
    }

    private String progress(Adopted device) {
        return directory
                .devices()
                .isProven(device.mac().digits())
                .map(isUsed -> isUsed ? "applied" : "fetched")
                .orElse("adopted");
    }

    private Line line(int number, String user, Mac mac, Optional<Asker> home) {
        var name = directory.account(user).map(it -> it.name()).orElse("");
        return new Line(number, user, name, ways.isRegistered(user, mac, home.map(Asker::address)));
    }

    /// The reason is what the same question would get now.
    private Other other(io.switchhook.provisioning.device.Device device, Sighting sighting) {
        var asker = sighting.asker();
        var again = new Ask(device.mac(), asker, new Proof.None(), sighting.at());
        return new Other(
                sighting.at(),
                asker.address().getHostAddress(),
                asker.agent(),
                Decision.of(Optional.of(device), again).why());
    }

    @Override
    public List<Visit> visits(String mac) throws Refusal {
        try {
            return devices.visits(known(mac).mac()).reversed().stream()
                    .map(OfficeDevices::visit)
                    .toList();
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    private static Visit visit(io.switchhook.provisioning.device.Visit visit) {
        return new Visit(
                visit.at(),
                visit.over(),
                visit.file(),
                visit.outcome().name().toLowerCase(Locale.ROOT),
                visit.asker().address().getHostAddress(),
                visit.asker().agent(),
                visit.why());
    }

    private io.switchhook.provisioning.device.Device known(String text) throws Refusal {
        var mac = Refusals.mac(text);
        return devices.find(mac)
                .orElseThrow(() -> Refusals.missing("There is no device " + mac + "."));
    }

    @Override
    public List<Model> models() {
        return catalog.get().models().stream()
                .map(it ->
                        new Model(
                                it.id(),
                                it.name(),
                                it.accounts(),
                                it.ringTone().isPresent(),
                                it.pictures().stream().map(PictureLimits::purpose).toList(),
                                it.recording(),
                                it.reset()))
                .toList();
    }

    @Override
    public List<String> addresses() {
        return fetched.get().stream().map(it -> it + "/").toList();
    }

    @Override
    public Device adopt(String text, Adoption adoption, String by) throws Refusal {
        var mac = Refusals.mac(text);
        var known = devices.find(mac);
        var before = known.flatMap(Assignments::of);
        var model = model(adoption.model().orElse(""), mac, known, before);
        var users = adoption.users().or(() -> before.map(Assignment::users)).orElse(List.of());
        for (var user : users)
            if (directory.account(user).isEmpty())
                throw Refusals.invalid(
                        "There is no account '" + user + "'; add it under People first.");
        var group = adoption.group().or(() -> before.map(Assignment::group)).orElse("");
        checkGroup(group);
        var from = adoption.from().filter(it -> !it.isEmpty());
        try {
            var device =
                    devices.adopt(
                            mac,
                            model,
                            new Assignment(model.id(), group, users),
                            from.isPresent() ? Optional.of(address(from.get())) : Optional.empty());
            changed("device adopted", mac, by);
            return shown(device);
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    static void checkGroup(String group) throws Refusal {
        if (!group.isEmpty() && !isGroup(group))
            throw Refusals.invalid(
                    "A group's name has 1 to %d characters that can be seen."
                            .formatted(LONGEST_GROUP));
    }

    static boolean isGroup(String name) {
        return name.length() <= LONGEST_GROUP && Value.fault(name).isEmpty();
    }

    private static InetAddress address(String text) throws Refusal {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw Refusals.invalid("'" + text + "' is no address.");
        }
    }

    private PhoneModel model(
            String word,
            Mac mac,
            Optional<io.switchhook.provisioning.device.Device> known,
            Optional<Assignment> before)
            throws Refusal {
        var models = catalog.get();
        if (!word.isEmpty())
            return models.find(word)
                    .orElseThrow(() -> Refusals.invalid("There is no model '" + word + "'."));
        return before.flatMap(it -> models.find(it.model()))
                .or(() -> known.flatMap(it -> Assignments.saidModel(it, models)))
                .orElseThrow(() -> Refusals.invalid("Say what model " + mac + " is."));
    }

    @Override
    public Device hold(String mac, String by) throws Refusal {
        var known = known(mac);
        try {
            var device = devices.hold(known.mac());
            changed("device held", known.mac(), by);
            return shown(device);
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    @Override
    public void remove(String mac, String by) throws Refusal {
        var known = known(mac);
        try {
            devices.remove(known.mac());
            changed("device removed", known.mac(), by);
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }

    private static void changed(String what, Mac mac, String by) {
        LOG.atInfo().addKeyValue("mac", mac).addKeyValue("by", by).log(what);
    }

    @Override
    public Token token(Duration time, String by) throws Refusal {
        if (time.compareTo(longest) > 0)
            throw Refusals.invalid(
                    "A token is good for %d minutes at most (limits.token)."
                            .formatted(longest.toMinutes()));
        try {
            var until = clock.instant().plus(time);
            String token = devices.token(time);
            LOG.atInfo().addKeyValue("for", time).addKeyValue("by", by).log("token made");
            return new Token(
                    token,
                    until,
                    fetched.get().stream().map(it -> it + "/t/" + token + "/").toList());
        } catch (DeviceException e) {
            throw Refusals.of(e);
        }
    }
}
