package io.switchhook.server;

import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.DeviceNote;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.rollout.Nudges;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.SyncQueue;
import io.switchhook.sip.header.Event;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.uri.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells phones to look for new files: NOTIFY with `Event: check-sync`, over the way of their registrations, which is what phones
/// know their server by. What they answer comes into their histories.
final class CheckSyncs implements Nudges, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckSyncs.class);
    private static final String PACKAGE = "check-sync";

    /// What became of a device that was told.
    enum Outcome {
        TOLD,
        /// It does not do it, or did not answer.
        FAILED,
        NOT_REGISTERED
    }

    /// How a NOTIFY leaves.
    interface Sender {
        /// @param answered told the final response, perhaps on a shard
        void tell(Binding phone, Event event, Consumer<Response> answered);
    }

    private final Devices devices;
    private final DeviceNotes notes;
    private final DeviceWays ways;
    private final Sender sender;
    private final SyncQueue queue;
    private final InstantSource clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name(PACKAGE).factory());

    /// @param queue which nobody else uses
    /// @param clock that never goes back
    CheckSyncs(
            Devices devices,
            DeviceNotes notes,
            DeviceWays ways,
            Sender sender,
            SyncQueue queue,
            InstantSource clock) {
        this.devices = devices;
        this.notes = notes;
        this.ways = ways;
        this.sender = sender;
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public int tell(Collection<String> macs, Nudge nudge) {
        var all = List.copyOf(macs);
        int added;
        boolean wasEmpty;
        synchronized (queue) {
            wasEmpty = queue.size() == 0;
            added = queue.add(all, nudge);
        }
        if (wasEmpty && added > 0) perform(this::goOn, Duration.ZERO);
        return added;
    }

    @Override
    public int waiting() {
        synchronized (queue) {
            return queue.size();
        }
    }

    private void goOn() {
        try {
            for (var turn = next(); turn.isPresent(); turn = next())
                tellNow(new Mac(turn.get().mac()), turn.get().nudge(), _ -> {});
        } catch (RuntimeException e) {
            LOG.error("cannot tell devices to look for their files", e);
        }
        synchronized (queue) {
            queue.wake().ifPresent(at -> perform(this::goOn, until(at)));
        }
    }

    private Optional<SyncQueue.Turn> next() {
        synchronized (queue) {
            return queue.next(clock.instant());
        }
    }

    private Duration until(Instant at) {
        return Duration.between(clock.instant(), at);
    }

    private void perform(Runnable task, Duration after) {
        try {
            thread.schedule(task, Math.max(0, after.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the server ends", e);
        }
    }

    /// Tells a device at once, past the others.
    ///
    /// @param heard told what became of it, perhaps on a shard
    void tellNow(Mac mac, Nudge nudge, Consumer<Outcome> heard) {
        var device = devices.find(mac);
        var way =
                device.isPresent() && device.get() instanceof Adopted adopted
                        ? ways.of(adopted)
                        : Optional.<Binding>empty();
        if (way.isEmpty()) {
            note(mac, nudge, "not told, for it is not registered");
            heard.accept(Outcome.NOT_REGISTERED);
            return;
        }
        sender.tell(
                way.get(),
                event(nudge),
                response -> {
                    note(mac, nudge, sentence(response));
                    heard.accept(response.status().isSuccess() ? Outcome.TOLD : Outcome.FAILED);
                });
    }

    private static Event event(Nudge nudge) {
        var event = Event.of(PACKAGE);
        return switch (nudge) {
            case RELOAD -> event;
            case RESTART -> new Event(PACKAGE, Parameters.EMPTY.with("reboot", "true"));
        };
    }

    private static String sentence(Response response) {
        int status = response.status().value();
        if (response.status().isSuccess()) return "it answered " + status;
        return switch (status) {
            case 408 -> "it did not answer";
            case 489 -> "it does not do that (489)";
            case 503 -> "it could not be reached (503)";
            default -> "it refused with " + status;
        };
    }

    private void note(Mac mac, Nudge nudge, String what) {
        String asked =
                switch (nudge) {
                    case RELOAD -> "told to look for new files";
                    case RESTART -> "told to start anew";
                };
        notes.add(
                new DeviceNote(
                        mac, clock.instant(), DeviceNote.Kind.CHECK_SYNC, asked + ": " + what));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
