package io.switchhook.provisioning.rollout;

import io.switchhook.provisioning.rollout.Phase.Active;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// A release on its way to many devices.
///
/// ```
///              Start            all are back          soak is over       nobody is left
///   Planned ----------> Canaries ----------> Soaking ----------> Rolling ----------> Done
///                          | one failed                             | too many failed
///                          v                                        v
///                       Stopped                                  Stopped      Resume: where it was
///
///   Waiting --told--> Told --fetches--> Fetched --registers--> Back
///      ^               | |                 |
///      |               | | not registered  | patience is over
///      |               | v                 v
///      +-- attempts ---+ Away           Failed, or Waiting again
/// ```
///
/// For one thread. After a restart it is made anew of what was saved; devices that were told before have all their time again,
/// for they could not fetch anything from a server that was not there.
public final class Rollout {
    private final RolloutPlan plan;
    private final RolloutEffects effects;
    private final Map<String, Target> targets = new HashMap<>();
    private final Set<String> canaries = new HashSet<>();

    /// Of whom nothing is known, he waits and was never told.
    private final Map<String, Progress> progress = new HashMap<>();

    private final Deque<String> waitingCanaries = new ArrayDeque<>();
    private final Deque<String> waitingOthers = new ArrayDeque<>();

    /// Who was told, and from when on he has been waited for; that is their order too.
    private final SequencedMap<String, Instant> out = new LinkedHashMap<>();

    private Phase phase;
    private int forgiven;
    private int back;
    private int failed;
    private Instant notBefore = Instant.MIN;

    private Rollout(RolloutPlan plan, Phase phase, int forgiven, RolloutEffects effects) {
        this.plan = plan;
        this.phase = phase;
        this.forgiven = forgiven;
        this.effects = effects;
        for (var target : plan.canaries()) canaries.add(target.mac());
        for (var target : plan.canaries()) targets.put(target.mac(), target);
        for (var target : plan.others()) targets.put(target.mac(), target);
    }

    /// One that was not started.
    public static Rollout of(RolloutPlan plan, RolloutEffects effects) {
        var rollout = new Rollout(plan, new Phase.Planned(), 0, effects);
        rollout.queue();
        return rollout;
    }

    /// What was saved of one. It goes on with the next event, a [RolloutEvent.Tick] for example.
    ///
    /// @param saved of each device the last that was saved
    public static Rollout restored(
            RolloutPlan plan,
            Phase phase,
            int forgiven,
            Map<String, Progress> saved,
            Instant now,
            RolloutEffects effects) {
        var rollout = new Rollout(plan, phase, forgiven, effects);
        saved.entrySet().stream()
                .filter(it -> rollout.targets.containsKey(it.getKey()))
                .sorted(
                        Comparator.comparing(
                                (Map.Entry<String, Progress> it) -> it.getValue().told()))
                .forEach(it -> rollout.restore(it.getKey(), it.getValue(), now));
        rollout.queue();
        return rollout;
    }

    private void restore(String mac, Progress saved, Instant now) {
        count(mac, saved, now);
        var told = saved.told();
        if (told.isAfter(Instant.MIN) && told.plus(plan.pace().interval()).isAfter(notBefore))
            notBefore = told.plus(plan.pace().interval());
    }

    private void queue() {
        for (var target : plan.canaries()) queue(target.mac());
        for (var target : plan.others()) queue(target.mac());
    }

    private void queue(String mac) {
        if (progress(mac) instanceof Progress.Waiting)
            (canaries.contains(mac) ? waitingCanaries : waitingOthers).add(mac);
    }

    public Phase phase() {
        return phase;
    }

    /// How far a device is; waiting too if it is none of this roll-out.
    public Progress progress(String mac) {
        return progress.getOrDefault(mac, new Progress.Waiting(0));
    }

    /// The release that a device is given, if it is one of this roll-out.
    public Optional<String> release(String mac) {
        return Optional.ofNullable(targets.get(mac))
                .map(it -> progress(mac).hasNew() ? plan.release().name() : it.before());
    }

    /// How many have come back.
    public int back() {
        return back;
    }

    /// How many have not, however often they were told.
    public int failed() {
        return failed;
    }

    /// @param now not before that of the last event
    public void on(RolloutEvent event, Instant now) {
        switch (event) {
            case RolloutEvent.Start _ -> {
                if (phase instanceof Phase.Planned) enter(new Phase.Canaries());
            }
            case RolloutEvent.Tick _ -> {}
            case RolloutEvent.Pause _ -> {
                if (phase instanceof Active active) enter(new Phase.Paused(active));
            }
            case RolloutEvent.Resume _ -> resume(now);
            case RolloutEvent.Fetched(var mac, var release) -> {
                if (release.equals(plan.release().name())) fetched(mac, now);
            }
            case RolloutEvent.Registered(var mac, var firmware) -> registered(mac, firmware, now);
            case RolloutEvent.Unreachable(var mac) -> unreachable(mac, now);
            case RolloutEvent.Removed(var mac) -> {
                if (targets.containsKey(mac)) put(mac, new Progress.Removed(), now);
            }
        }
        goOn(now);
    }

    private void resume(Instant now) {
        switch (phase) {
            case Phase.Paused(var at) -> enter(at);
            case Phase.Stopped(_, var at) -> {
                forgiven = failed;
                enter(at);
                for (var target : plan.canaries())
                    if (progress(target.mac()) instanceof Progress.Away)
                        again(target.mac(), 1, now);
            }
            case Phase.Planned _, Active _, Phase.Done _ -> {}
        }
    }

    private void fetched(String mac, Instant now) {
        switch (progress(mac)) {
            case Progress.Told(var at, int attempt) -> fetched(mac, at, attempt, now);
            case Progress.Waiting(int attempts) -> {
                // Late, but it was told.
                if (attempts > 0) fetched(mac, now, attempts, now);
            }
            case Progress.Away(var at) -> {
                // It came by itself, as phones do when they start. Of firmware the file alone says
                // little: it is to run.
                if (plan.release() instanceof Release.Configuration)
                    put(mac, new Progress.Back(at), now);
            }
            case Progress.Fetched _, Progress.Back _, Progress.Failed _, Progress.Removed _ -> {}
        }
    }

    private void fetched(String mac, Instant at, int attempt, Instant now) {
        boolean isBack = plan.nudge() == Nudge.RELOAD;
        put(mac, isBack ? new Progress.Back(at) : new Progress.Fetched(at, attempt), now);
    }

    private void registered(String mac, String firmware, Instant now) {
        if (!targets.containsKey(mac)) return;
        switch (plan.release()) {
            case Release.Configuration _ -> {
                if (progress(mac) instanceof Progress.Fetched(var at, _))
                    put(mac, new Progress.Back(at), now);
            }
            case Release.Firmware it -> {
                // Whoever has it has it, even who was not told or has come late.
                if (firmware.equals(it.name()) && !isSettled(mac))
                    put(mac, new Progress.Back(now), now);
            }
        }
        boolean isAway = progress(mac) instanceof Progress.Away;
        if (isAway && !(phase instanceof Phase.Done)) again(mac, 1, now);
    }

    private boolean isSettled(String mac) {
        return switch (progress(mac)) {
            case Progress.Back _, Progress.Removed _ -> true;
            case Progress.Waiting _, Progress.Told _, Progress.Fetched _ -> false;
            case Progress.Away _, Progress.Failed _ -> false;
        };
    }

    private void unreachable(String mac, Instant now) {
        switch (progress(mac)) {
            case Progress.Told(var at, _) -> put(mac, new Progress.Away(at), now);
            case Progress.Back(var at) -> {
                // A release that lets phones come back, and then go, is no good either.
                if (phase instanceof Active) put(mac, new Progress.Failed(at), now);
            }
            case Progress.Waiting _,
                    Progress.Fetched _,
                    Progress.Away _,
                    Progress.Failed _,
                    Progress.Removed _ -> {}
        }
    }

    // Devices

    private void again(String mac, int attempts, Instant now) {
        put(mac, new Progress.Waiting(attempts), now);
        queue(mac);
    }

    private void put(String mac, Progress next, Instant now) {
        count(mac, next, now);
        effects.save(mac, next);
    }

    private void count(String mac, Progress next, Instant now) {
        var before = progress(mac);
        progress.put(mac, next);
        if (before instanceof Progress.Back) back--;
        if (before instanceof Progress.Failed) failed--;
        if (next instanceof Progress.Back) back++;
        if (next instanceof Progress.Failed) failed++;
        if (!next.isOut()) out.remove(mac);
        else if (!before.isOut()) out.putLast(mac, now);
    }

    private void expire(Instant now) {
        while (!out.isEmpty() && !deadline().isAfter(now)) {
            String mac = out.firstEntry().getKey();
            int attempt =
                    switch (progress(mac)) {
                        case Progress.Told(_, int it) -> it;
                        case Progress.Fetched(_, int it) -> it;
                        case Progress.Waiting _,
                                Progress.Back _,
                                Progress.Away _,
                                Progress.Failed _,
                                Progress.Removed _ ->
                                throw new IllegalStateException(mac + " is not waited for");
                    };
            if (attempt < plan.pace().attempts()) again(mac, attempt, now);
            else put(mac, new Progress.Failed(progress(mac).told()), now);
        }
    }

    /// Of who was told first.
    private Instant deadline() {
        return out.firstEntry().getValue().plus(plan.pace().patience());
    }

    // Phases

    private void enter(Phase next) {
        phase = next;
        effects.save(next, forgiven);
    }

    private void goOn(Instant now) {
        expire(now);
        for (var next = next(now); next.isPresent(); next = next(now)) enter(next.get());
        var queue = queue(phase);
        while (queue.isPresent() && mayTell(queue.get(), now)) tell(queue.get().remove(), now);
        wake(now);
    }

    /// The phase that follows, if its time has come.
    private Optional<Phase> next(Instant now) {
        return switch (phase) {
            case Phase.Canaries at -> afterCanaries(at, now);
            case Phase.Soaking at -> afterSoaking(at, now);
            case Phase.Rolling at -> afterRolling(at);
            case Phase.Planned _, Phase.Paused _, Phase.Stopped _, Phase.Done _ -> Optional.empty();
        };
    }

    private Optional<Phase> afterCanaries(Phase.Canaries at, Instant now) {
        if (failed > forgiven)
            return Optional.of(new Phase.Stopped("a canary did not come back", at));
        if (!isEmpty(waitingCanaries) || !out.isEmpty()) return Optional.empty();
        if (back == 0 && forgiven == 0)
            return Optional.of(new Phase.Stopped("no canary could be reached", at));
        return Optional.of(new Phase.Soaking(now.plus(plan.pace().soak())));
    }

    private Optional<Phase> afterSoaking(Phase.Soaking at, Instant now) {
        if (failed > forgiven) return Optional.of(new Phase.Stopped("a canary has gone again", at));
        return at.until().isAfter(now) ? Optional.empty() : Optional.of(new Phase.Rolling());
    }

    private Optional<Phase> afterRolling(Phase.Rolling at) {
        int counted = failed - forgiven;
        if (plan.tolerance().isExceeded(counted, back))
            return Optional.of(
                    new Phase.Stopped(
                            "%d devices did not come back, %d did".formatted(counted, back), at));
        boolean isOver = isEmpty(waitingOthers) && isEmpty(waitingCanaries) && out.isEmpty();
        return isOver ? Optional.of(new Phase.Done()) : Optional.empty();
    }

    /// Who was removed while he waited is taken out of the queue here.
    private boolean isEmpty(Deque<String> queue) {
        while (!queue.isEmpty() && !(progress(queue.getFirst()) instanceof Progress.Waiting))
            queue.removeFirst();
        return queue.isEmpty();
    }

    private Optional<Deque<String>> queue(Phase now) {
        return switch (now) {
            case Phase.Canaries _ -> Optional.of(waitingCanaries);
            // A canary that was away may be there by now.
            case Phase.Rolling _ ->
                    Optional.of(isEmpty(waitingCanaries) ? waitingOthers : waitingCanaries);
            case Phase.Planned _, Phase.Soaking _, Phase.Paused _, Phase.Stopped _, Phase.Done _ ->
                    Optional.empty();
        };
    }

    private boolean mayTell(Deque<String> queue, Instant now) {
        return !isEmpty(queue) && out.size() < plan.pace().atOnce() && !notBefore.isAfter(now);
    }

    private void tell(String mac, Instant now) {
        if (!(progress(mac) instanceof Progress.Waiting(int attempts)))
            throw new IllegalStateException(mac + " does not wait");
        notBefore = now.plus(plan.pace().interval());
        put(mac, new Progress.Told(now, attempts + 1), now);
        effects.tell(mac, plan.nudge());
    }

    private void wake(Instant now) {
        Optional<Instant> wanted = out.isEmpty() ? Optional.empty() : Optional.of(deadline());
        if (phase instanceof Phase.Soaking(var until)) wanted = earlier(wanted, until);
        boolean mayTellLater =
                queue(phase).filter(it -> !isEmpty(it)).isPresent()
                        && out.size() < plan.pace().atOnce();
        if (mayTellLater) wanted = earlier(wanted, notBefore.isAfter(now) ? notBefore : now);
        wanted.ifPresent(effects::wake);
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Instant other) {
        return one.filter(it -> it.isBefore(other)).or(() -> Optional.of(other));
    }
}
