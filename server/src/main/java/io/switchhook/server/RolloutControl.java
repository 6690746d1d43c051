package io.switchhook.server;

import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.rollout.CheckedFile;
import io.switchhook.provisioning.rollout.RefusedFile;
import io.switchhook.provisioning.rollout.Release;
import io.switchhook.provisioning.rollout.RolloutEvent;
import io.switchhook.provisioning.rollout.RolloutPlan;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Pace;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import io.switchhook.provisioning.rollout.RolloutPlan.Tolerance;
import io.switchhook.server.ControlFault.Kind;
import io.switchhook.server.ControlServer.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// What commands may have a running server do with roll-outs.
///
/// @param catalog asked when a model is needed
record RolloutControl(Fleet fleet, Supplier<ModelCatalog> catalog) {
    private static final Pattern NAME = Pattern.compile("[!-~](?:[ -~]{0,126}[!-~])?");
    private static final int LARGEST = 4 << 20;
    private static final int CANARIES = 2;

    ObjectNode start(Exchange exchange) throws ControlFault, IOException {
        var model = model(exchange.text("model"));
        var release = release(exchange, model);
        var macs = macs(exchange.text("macs"));
        var all = targets(model, macs);
        if (all.isEmpty())
            throw new ControlFault(
                    Kind.FAILED, "no " + model + " is adopted, of those that you mean");
        var canaries = canaries(all, macs(exchange.text("canaries")));
        var others = all.stream().filter(it -> !canaries.contains(it)).toList();
        boolean restarts = exchange.flag("reboot") || release instanceof Release.Firmware;
        try {
            var plan =
                    new RolloutPlan(
                            release,
                            restarts ? Nudge.RESTART : Nudge.RELOAD,
                            canaries,
                            others,
                            new Pace(
                                    (int) exchange.number("perMinute"),
                                    (int) exchange.number("atOnce"),
                                    Duration.ofMillis(exchange.number("soak")),
                                    Duration.ofMillis(exchange.number("patience")),
                                    (int) exchange.number("attempts")),
                            new Tolerance(
                                    (int) exchange.number("failures"),
                                    (int) exchange.number("percent")));
            fleet.rollouts().start(plan, macs.isEmpty() ? model.id() : "");
        } catch (IllegalArgumentException e) {
            throw new ControlFault(Kind.INVALID, String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            throw fault(e);
        }
        return state();
    }

    private static ControlFault fault(StorageException e) {
        return new ControlFault(Kind.FAILED, String.valueOf(e.getMessage()));
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
                                        + Nearest.hint(
                                                word,
                                                catalog.get().models().stream()
                                                        .map(PhoneModel::name)
                                                        .toList())));
    }

    /// The file is behind the request.
    private static Release release(Exchange exchange, PhoneModel model)
            throws ControlFault, IOException {
        String name = exchange.text("name");
        if (!NAME.matcher(name).matches())
            throw new ControlFault(
                    Kind.INVALID, "a release has a name of 1 to 128 characters of ASCII");
        try {
            if (!exchange.text("url").isEmpty())
                return new Release.Firmware(name, model, exchange.text("url"));
            long bytes = exchange.number("bytes");
            if (bytes < 0 || bytes > LARGEST)
                throw new ControlFault(
                        Kind.INVALID, "a file of more than " + LARGEST + " bytes is not taken");
            byte[] file = exchange.body(bytes).readAllBytes();
            return new Release.Configuration(
                    name, List.of(CheckedFile.of(model, exchange.text("file"), file)));
        } catch (RefusedFile | IllegalArgumentException e) {
            throw new ControlFault(Kind.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> macs(String words) throws ControlFault {
        var macs = new LinkedHashSet<String>();
        for (var word : Arrays.asList(words.split(",", -1))) {
            if (word.isBlank()) continue;
            var mac = Mac.of(word.strip());
            if (mac.isEmpty())
                throw new ControlFault(
                        Kind.INVALID, "'" + word + "' is no MAC address such as 001565abcdef");
            macs.add(mac.get().digits());
        }
        return macs;
    }

    /// Those that are adopted, all of the model or those that are named.
    private List<Target> targets(PhoneModel model, Set<String> macs) throws ControlFault {
        var all = new ArrayList<Target>();
        for (var device : fleet.devices().all())
            if (device instanceof Adopted adopted && isMeant(adopted, model, macs))
                all.add(target(adopted.mac(), adopted.assignment()));
        var found = all.stream().map(Target::mac).collect(Collectors.toSet());
        for (var mac : macs)
            if (!found.contains(mac))
                throw new ControlFault(Kind.FAILED, mac + " is no " + model + " that is adopted");
        return all;
    }

    private static boolean isMeant(Adopted device, PhoneModel model, Set<String> macs) {
        return device.assignment().model().equals(model.id())
                && (macs.isEmpty() || macs.contains(device.mac().digits()));
    }

    private Target target(Mac mac, Assignment assignment) {
        String digits = mac.digits();
        return new Target(
                digits, assignment.model(), fleet.rollouts().before(digits, assignment.model()));
    }

    /// Those that are named, or the first two.
    private static List<Target> canaries(List<Target> all, Set<String> macs) throws ControlFault {
        if (macs.isEmpty()) return List.copyOf(all.subList(0, Math.min(CANARIES, all.size())));
        var canaries = all.stream().filter(it -> macs.contains(it.mac())).toList();
        if (canaries.size() < macs.size())
            throw new ControlFault(
                    Kind.FAILED, "a canary is none of the devices that the roll-out is for");
        return canaries;
    }

    ObjectNode show(Exchange exchange) throws ControlFault, IOException {
        for (var line :
                fleet.rollouts()
                        .show(run ->
                                run.targets().stream()
                                        .map(it -> RolloutLine.of(it, run.progress(it.mac())))
                                        .toList())
                        .orElse(List.of())) exchange.item(line.json());
        return state();
    }

    private ObjectNode state() throws ControlFault {
        return fleet.rollouts()
                .show(RolloutState::of)
                .orElseThrow(() -> new ControlFault(Kind.FAILED, "there was no roll-out yet"))
                .json();
    }

    ObjectNode pause() throws ControlFault {
        fleet.rollouts().on(new RolloutEvent.Pause());
        return state();
    }

    ObjectNode resume() throws ControlFault {
        fleet.rollouts().on(new RolloutEvent.Resume());
        return state();
    }

    ObjectNode abort() throws ControlFault {
        try {
            fleet.rollouts().abort();
        } catch (StorageException e) {
            throw fault(e);
        }
        return state();
    }
}
