package io.switchhook.server;

import io.switchhook.pbx.directory.StorageException;
import io.switchhook.provisioning.Layer;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.rollout.Phase;
import io.switchhook.provisioning.rollout.Pins;
import io.switchhook.provisioning.rollout.Progress;
import io.switchhook.provisioning.rollout.Release;
import io.switchhook.provisioning.rollout.ReleaseLayer;
import io.switchhook.provisioning.rollout.ReleaseStore;
import io.switchhook.provisioning.rollout.RolloutEvent;
import io.switchhook.provisioning.rollout.RolloutPlan;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import io.switchhook.provisioning.rollout.RolloutStore;
import io.switchhook.provisioning.serve.Versions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which release each device has, and the one roll-out that changes it: after a restart it goes on where it was. For any thread
/// that may block.
final class Rollouts implements Versions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

    private static final Layer NOTHING =
            new Layer(new Origin.Preset("no release"), new LinkedHashMap<>());

    private final ReleaseStore releases;
    private final RolloutStore store;
    private final Supplier<ModelCatalog> catalog;
    private final CheckSyncs syncs;
    private final RolloutRun.World world;
    private final InstantSource clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("rollout").factory());

    /// By name, since each file of each device needs one; never changed once they are there.
    private final Map<String, Release> known = new HashMap<>();

    private Pins pins;
    private @Nullable RolloutRun run;
    private @Nullable Future<?> next;

    private Rollouts(
            ReleaseStore releases,
            RolloutStore store,
            Supplier<ModelCatalog> catalog,
            Devices devices,
            DeviceNotes notes,
            DeviceWays ways,
            CheckSyncs syncs,
            InstantSource clock)
            throws StorageException {
        this.releases = releases;
        this.store = store;
        this.catalog = catalog;
        this.syncs = syncs;
        this.clock = clock;
        this.pins = releases.pins();
        world = new RolloutRun.World(store, devices, notes, ways, this::tell, this::wake, clock);
    }

    /// Goes on with what was under way.
    ///
    /// @param clock that never goes back
    static Rollouts open(
            ReleaseStore releases,
            RolloutStore store,
            Supplier<ModelCatalog> catalog,
            Devices devices,
            DeviceNotes notes,
            DeviceWays ways,
            CheckSyncs syncs,
            InstantSource clock)
            throws StorageException {
        var rollouts = new Rollouts(releases, store, catalog, devices, notes, ways, syncs, clock);
        store.last().ifPresent(rollouts::takeUp);
        rollouts.thread.scheduleWithFixedDelay(
                () -> rollouts.perform(RolloutRun::look), 1, 1, TimeUnit.SECONDS);
        return rollouts;
    }

    private synchronized void takeUp(RolloutStore.Saved saved) {
        run = new RolloutRun(saved, world);
        if (!saved.aborted()) settle(); // which the process may have died before
        if (!saved.isOpen()) return;
        LOG.atInfo()
                .addKeyValue("release", saved.plan().release().name())
                .addKeyValue("phase", saved.phase().getClass().getSimpleName())
                .log("roll-out goes on");
        // One that is only planned was about to begin.
        boolean isPlanned = saved.phase() instanceof Phase.Planned;
        later(it -> it.on(isPlanned ? new RolloutEvent.Start() : new RolloutEvent.Tick()));
    }

    /// Begins one.
    ///
    /// @param model of which all devices are meant; empty if single ones are
    /// @throws ControlFault if another is under way, or there is another release of that name
    synchronized void start(RolloutPlan plan, String model) throws ControlFault, StorageException {
        if (isOpen())
            throw new ControlFault(
                    ControlFault.Kind.FAILED,
                    "a roll-out is under way; see: switchhook rollout show");
        if (!releases.add(plan.release()))
            throw new ControlFault(
                    ControlFault.Kind.FAILED,
                    "there is another release '" + plan.release().name() + "'; call it otherwise");
        long id = store.add(plan, model);
        var begun =
                new RolloutRun(
                        new RolloutStore.Saved(
                                id, model, plan, new Phase.Planned(), false, 0, Map.of()),
                        world);
        run = begun;
        LOG.atInfo().addKeyValue("release", plan.release().name()).log("roll-out begins");
        begun.on(new RolloutEvent.Start());
    }

    private boolean isOpen() {
        var last = run;
        return last != null && last.saved().isOpen() && !(last.phase() instanceof Phase.Done);
    }

    /// @throws ControlFault if none is under way
    synchronized void on(RolloutEvent event) throws ControlFault {
        open().on(event);
        settle();
    }

    private RolloutRun open() throws ControlFault {
        var now = run;
        if (now == null || !isOpen())
            throw new ControlFault(ControlFault.Kind.FAILED, "no roll-out is under way");
        return now;
    }

    /// Gives it up: everybody has his old release again when he asks, and who has the new one is told to.
    synchronized void abort() throws ControlFault, StorageException {
        var given = open();
        store.abort(given.saved().id());
        var changed =
                given.targets().stream()
                        .map(Target::mac)
                        .filter(mac -> given.progress(mac).hasNew())
                        .toList();
        run = null;
        store.last().ifPresent(this::takeUp);
        LOG.atInfo()
                .addKeyValue("release", given.plan().release().name())
                .addKeyValue("devices", changed.size())
                .log("roll-out aborted");
        syncs.tell(changed, given.plan().nudge());
    }

    /// The one that is under way, or was last.
    synchronized <T> Optional<T> show(Function<RolloutRun, T> reader) {
        return Optional.ofNullable(run).map(reader);
    }

    /// The name of the release that a device has while no roll-out says otherwise; empty for none.
    synchronized String before(String mac, String model) {
        return pins.of(mac, model).orElse("");
    }

    @Override
    public synchronized Optional<Version> of(Mac mac, String model) {
        var now = run;
        var rolled = now != null && isOpen() ? now.release(mac) : Optional.<String>empty();
        String name = rolled.orElseGet(() -> before(mac.digits(), model));
        var layer = layer(name, model);
        var takenBack = new HashSet<String>();
        if (now != null)
            for (var release : now.releases(mac))
                layer(release, model).ifPresent(it -> takenBack.addAll(it.values().keySet()));
        layer.ifPresent(it -> takenBack.removeAll(it.values().keySet()));
        if (layer.isEmpty() && takenBack.isEmpty()) return Optional.empty();
        return Optional.of(
                new Version(layer.isPresent() ? name : "", layer.orElse(NOTHING), takenBack));
    }

    /// @param name empty for none
    private Optional<Layer> layer(String name, String model) {
        if (name.isEmpty()) return Optional.empty();
        return release(name)
                .flatMap(it -> catalog.get().find(model).flatMap(its -> ReleaseLayer.of(it, its)));
    }

    private Optional<Release> release(String name) {
        var read = known.get(name);
        if (read != null) return Optional.of(read);
        try {
            var found = releases.find(name);
            found.ifPresent(it -> known.put(name, it));
            return found;
        } catch (StorageException e) {
            LOG.error("release {} is given to nobody: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void given(Mac mac, String release) {
        later(it -> it.on(new RolloutEvent.Fetched(mac.digits(), release)));
    }

    private void tell(Mac mac, Nudge nudge) {
        schedule(() -> syncs.tellNow(mac, nudge, outcome -> heard(mac, outcome)), Duration.ZERO);
    }

    /// Who is registered and did not answer has his time, and then has failed.
    private void heard(Mac mac, CheckSyncs.Outcome outcome) {
        if (outcome == CheckSyncs.Outcome.NOT_REGISTERED)
            later(it -> it.on(new RolloutEvent.Unreachable(mac.digits())));
    }

    private synchronized void wake(Instant at) {
        if (next != null) next.cancel(false);
        next =
                schedule(
                        () -> perform(it -> it.on(new RolloutEvent.Tick())),
                        Duration.between(clock.instant(), at));
    }

    private void later(Consumer<RolloutRun> event) {
        schedule(() -> perform(event), Duration.ZERO);
    }

    private @Nullable Future<?> schedule(Runnable task, Duration after) {
        try {
            return thread.schedule(task, Math.max(0, after.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the server ends", e);
            return null;
        }
    }

    private synchronized void perform(Consumer<RolloutRun> event) {
        var now = run;
        if (now == null || !isOpen()) return;
        try {
            event.accept(now);
            settle();
        } catch (RuntimeException e) {
            LOG.error("a roll-out cannot go on: {}", e.getMessage());
        }
    }

    /// What was rolled out is what the devices have from now on.
    private void settle() {
        var done = run;
        if (done == null || !(done.phase() instanceof Phase.Done)) return;
        try {
            var changed = pinned(done);
            releases.save(changed);
            pins = changed;
            LOG.atInfo()
                    .addKeyValue("release", done.plan().release().name())
                    .addKeyValue("back", done.back())
                    .addKeyValue("failed", done.failed())
                    .log("roll-out is over");
        } catch (StorageException e) {
            LOG.error("what was rolled out could not be kept: {}", e.getMessage());
        }
    }

    private Pins pinned(RolloutRun done) {
        String release = done.plan().release().name();
        String model = done.saved().model();
        var changed = model.isEmpty() ? pins : pins.withModel(model, release);
        for (var target : done.targets()) changed = pinned(changed, done, target, model);
        return changed;
    }

    private static Pins pinned(Pins pins, RolloutRun done, Target target, String model) {
        var progress = done.progress(target.mac());
        if (progress instanceof Progress.Removed) return pins.withoutDevice(target.mac());
        if (!progress.hasNew()) return pins.withDevice(target.mac(), target.before());
        return model.isEmpty()
                ? pins.withDevice(target.mac(), done.plan().release().name())
                : pins.withoutDevice(target.mac());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
