package io.switchhook.server;

import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.device.Device;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.DeviceNote;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.rollout.Phase;
import io.switchhook.provisioning.rollout.Progress;
import io.switchhook.provisioning.rollout.Rollout;
import io.switchhook.provisioning.rollout.RolloutEffects;
import io.switchhook.provisioning.rollout.RolloutEvent;
import io.switchhook.provisioning.rollout.RolloutPlan;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import io.switchhook.provisioning.rollout.RolloutStore;
import io.switchhook.sip.registrar.Binding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A roll-out under way: what it does, and what it hears of its devices. Whether they are registered is looked for, each second;
/// nobody has to tell. One at a time may call.
final class RolloutRun implements RolloutEffects {
    private static final Pattern FIRMWARE = Pattern.compile("\\d{1,4}(\\.\\d{1,5}){2,4}");

    /// So many devices are looked at every time, more of them every tenth.
    private static final int FEW = 1000;

    private static final int TURNS = 10;

    private final RolloutStore.Saved saved;
    private final World world;
    private final Rollout rollout;
    private final List<Target> targets;
    private final Map<String, Target> byMac;

    /// Devices that had come back, and since when they have not been registered.
    private final Map<String, Instant> missing = new HashMap<>();

    private int turn;

    /// What is around a roll-out.
    ///
    /// @param clock that never goes back
    record World(
            RolloutStore store,
            Devices devices,
            DeviceNotes notes,
            DeviceWays ways,
            Teller teller,
            Waker waker,
            InstantSource clock) {}

    /// How devices are told.
    interface Teller {
        /// Does not call back before it returns.
        void tell(Mac mac, Nudge nudge);
    }

    /// Has [#tick] called at a time; an earlier wish is void.
    interface Waker {
        void wake(Instant at);
    }

    RolloutRun(RolloutStore.Saved saved, World world) {
        this.saved = saved;
        this.world = world;
        var plan = saved.plan();
        targets = Stream.concat(plan.canaries().stream(), plan.others().stream()).toList();
        byMac = targets.stream().collect(Collectors.toMap(Target::mac, it -> it));
        rollout =
                Rollout.restored(
                        plan,
                        saved.phase(),
                        saved.forgiven(),
                        saved.progress(),
                        world.clock.instant(),
                        this);
    }

    RolloutPlan plan() {
        return saved.plan();
    }

    RolloutStore.Saved saved() {
        return saved;
    }

    List<Target> targets() {
        return targets;
    }

    Phase phase() {
        return rollout.phase();
    }

    int back() {
        return rollout.back();
    }

    int failed() {
        return rollout.failed();
    }

    Progress progress(String mac) {
        return rollout.progress(mac);
    }

    /// The releases that a device of this roll-out has before and after.
    Set<String> releases(Mac mac) {
        var target = byMac.get(mac.digits());
        if (target == null) return Set.of();
        return Stream.of(target.before(), plan().release().name()).collect(Collectors.toSet());
    }

    /// The release that a device is given, if it is one of this roll-out.
    Optional<String> release(Mac mac) {
        return rollout.release(mac.digits());
    }

    void on(RolloutEvent event) {
        rollout.on(event, world.clock.instant());
    }

    /// Looks where the devices are. Those of whom nothing is waited for are many, and looked for now and then.
    void look() {
        boolean isTurn = targets.size() < FEW || turn++ % TURNS == 0;
        for (var target : targets)
            if (isTurn || isAwaited(progress(target.mac()))) look(target.mac());
        on(new RolloutEvent.Tick());
    }

    private static boolean isAwaited(Progress progress) {
        return switch (progress) {
            case Progress.Told _, Progress.Fetched _ -> true;
            case Progress.Waiting _,
                    Progress.Back _,
                    Progress.Away _,
                    Progress.Failed _,
                    Progress.Removed _ ->
                    false;
        };
    }

    private void look(String mac) {
        var device = world.devices.find(new Mac(mac)).filter(Adopted.class::isInstance);
        switch (progress(mac)) {
            case Progress.Removed _ -> {}
            case Progress.Waiting _, Progress.Failed _ -> {
                if (device.isEmpty()) on(new RolloutEvent.Removed(mac));
            }
            case Progress.Told(var told, _) -> lookFor(mac, device, told);
            case Progress.Fetched(var told, _) -> lookFor(mac, device, told);
            case Progress.Away _ -> lookFor(mac, device, Instant.MIN);
            case Progress.Back _ -> {
                if (device.isEmpty()) on(new RolloutEvent.Removed(mac));
                else if (binding(device.get()).isPresent()) missing.remove(mac);
                else if (isMissing(mac)) on(new RolloutEvent.Unreachable(mac));
            }
        }
    }

    /// Who takes a new file is gone for a moment, when he registers anew.
    private boolean isMissing(String mac) {
        var now = world.clock.instant();
        var since = missing.computeIfAbsent(mac, _ -> now);
        return !since.plus(saved.plan().pace().patience()).isAfter(now);
    }

    private void lookFor(String mac, Optional<Device> device, Instant told) {
        if (device.isEmpty()) {
            on(new RolloutEvent.Removed(mac));
            return;
        }
        binding(device.get())
                .filter(it -> it.seen().isAfter(told))
                .ifPresent(it -> on(new RolloutEvent.Registered(mac, firmware(it.userAgent()))));
    }

    private Optional<Binding> binding(Device device) {
        return device instanceof Adopted adopted ? world.ways.of(adopted) : Optional.empty();
    }

    private static String firmware(String agent) {
        return Arrays.stream(agent.split(" ", -1))
                .filter(word -> FIRMWARE.matcher(word).matches())
                .findFirst()
                .orElse("");
    }

    @Override
    public void save(Phase phase, int forgiven) {
        try {
            world.store.save(saved.id(), phase, forgiven);
        } catch (StorageException e) {
            throw unsaved(e);
        }
    }

    @Override
    public void save(String mac, Progress progress) {
        try {
            world.store.save(saved.id(), mac, progress);
        } catch (StorageException e) {
            throw unsaved(e);
        }
        sentence(progress)
                .ifPresent(what ->
                        world.notes.add(
                                new DeviceNote(
                                        new Mac(mac),
                                        world.clock.instant(),
                                        DeviceNote.Kind.ROLLOUT,
                                        saved.plan().release().name() + ": " + what)));
    }

    /// What is not saved must not be done.
    private static UncheckedIOException unsaved(StorageException e) {
        return new UncheckedIOException(new IOException(e.getMessage(), e));
    }

    private static Optional<String> sentence(Progress progress) {
        return switch (progress) {
            case Progress.Told(_, int attempt) -> Optional.of("told, attempt " + attempt);
            case Progress.Fetched _ -> Optional.of("has the file, and is to register");
            case Progress.Back _ -> Optional.of("has come back");
            case Progress.Away _ -> Optional.of("could not be told; gets it when it asks");
            case Progress.Failed _ -> Optional.of("did not come back; gets its old release");
            case Progress.Waiting _, Progress.Removed _ -> Optional.empty();
        };
    }

    @Override
    public void tell(String mac, Nudge nudge) {
        world.teller.tell(new Mac(mac), nudge);
    }

    @Override
    public void wake(Instant at) {
        world.waker.wake(at);
    }
}
