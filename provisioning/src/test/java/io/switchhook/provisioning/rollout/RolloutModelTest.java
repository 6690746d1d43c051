package io.switchhook.provisioning.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Pace;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import io.switchhook.provisioning.rollout.RolloutPlan.Tolerance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Thousands of phones, each with a mind of its own, on time that is not real; a server that dies between any two of its acts; an
/// operator who pauses. Whatever happens, no more are told than the plan allows, and everybody ends where he belongs.
class RolloutModelTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /// How a phone is.
    private enum Mind {
        /// It fetches, and registers.
        GOOD,
        /// What it is told first gets lost.
        DEAF,
        /// It fetches, and is never seen again.
        DYING,
        /// It is told, and that is all.
        DEAD,
        /// It is off, and switched on some hours later.
        OFF
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Killed() {
            super("kill -9", null, false, false);
        }
    }

    private record Due(Instant at, long order, Runnable act) {}

    /// The world.
    private final class World implements RolloutEffects {
        private final Random random;
        private final RolloutPlan plan;
        private final Map<String, Mind> minds;
        private final int lives;

        private Instant now = BEGIN;
        private long order;
        private final PriorityQueue<Due> dues =
                new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::order));

        // What the disk has
        private final Map<String, Progress> saved = new HashMap<>();
        private Phase phase = new Phase.Planned();
        private int forgiven;

        // What is in memory
        private Rollout rollout;
        private Instant wake = Instant.MAX;
        private int kills;

        // What was seen
        private final Map<String, Integer> told = new HashMap<>();
        private final Set<String> out = new HashSet<>();
        private final Deque<Instant> lastMinute = new ArrayDeque<>();
        private Instant soaked = Instant.MAX;

        World(long seed, RolloutPlan plan, Map<String, Mind> minds, int lives) {
            this.random = new Random(seed);
            this.plan = plan;
            this.minds = minds;
            this.lives = lives;
            rollout = Rollout.of(plan, this);
            minds.forEach((mac, mind) -> {
                if (mind == Mind.OFF) after(3600 + random.nextInt(36_000), () -> switchedOn(mac));
            });
        }

        private void after(int seconds, Runnable act) {
            dues.add(new Due(now.plusSeconds(seconds), order++, act));
        }

        /// The process dies here, perhaps.
        private void mayDie() {
            if (kills < lives
                    && random.nextInt(40 * minds.size() / Math.max(1, lives) / 10 + 5) == 0) {
                kills++;
                throw new Killed();
            }
        }

        @Override
        public void save(Phase next, int nowForgiven) {
            mayDie();
            if (next instanceof Phase.Soaking(var until)) soaked = until;
            phase = next;
            forgiven = nowForgiven;
            mayDie();
        }

        @Override
        public void save(String mac, Progress progress) {
            mayDie();
            saved.put(mac, progress);
            if (progress.isOut()) out.add(mac);
            else out.remove(mac);
            assertThat(out).hasSizeLessThanOrEqualTo(plan.pace().atOnce());
            mayDie();
        }

        @Override
        public void tell(String mac, Nudge nudge) {
            mayDie();
            checkTold(mac);
            int times = told.merge(mac, 1, Integer::sum);
            assertThat(times).isLessThanOrEqualTo(plan.pace().attempts() + 1);
            switch (minds.getOrDefault(mac, Mind.DEAD)) {
                case GOOD -> restart(mac);
                case DEAF -> {
                    if (times > 1) restart(mac);
                }
                case DYING -> after(20, () -> fetch(mac));
                case DEAD -> {}
                case OFF -> after(32, () -> send(new RolloutEvent.Unreachable(mac)));
            }
            mayDie();
        }

        private void checkTold(String mac) {
            assertThat(phase).isInstanceOfAny(Phase.Canaries.class, Phase.Rolling.class);
            assertThat(saved.get(mac)).isInstanceOf(Progress.Told.class);
            boolean isCanary = plan.canaries().stream().anyMatch(it -> it.mac().equals(mac));
            if (!isCanary) assertThat(now).isAfterOrEqualTo(soaked);
            while (!lastMinute.isEmpty() && !lastMinute.peek().isAfter(now.minusSeconds(60)))
                lastMinute.remove();
            lastMinute.add(now);
            assertThat(lastMinute).hasSizeLessThanOrEqualTo(plan.pace().perMinute());
        }

        private void restart(String mac) {
            int boot = 10 + random.nextInt(100);
            after(boot, () -> fetch(mac));
            after(boot + 5 + random.nextInt(30), () -> send(new RolloutEvent.Registered(mac, "")));
        }

        private void switchedOn(String mac) {
            minds.put(mac, Mind.GOOD);
            fetch(mac);
            after(10, () -> send(new RolloutEvent.Registered(mac, "")));
        }

        /// Phones are given what the roll-out says, and nothing before it is saved that they are told.
        private void fetch(String mac) {
            String release = rollout.release(mac).orElseThrow();
            if (!saved.containsKey(mac)) assertThat(release).isEqualTo("old");
            send(new RolloutEvent.Fetched(mac, release));
        }

        @Override
        public void wake(Instant at) {
            wake = at;
        }

        /// An event, and after a death the next life.
        void send(RolloutEvent event) {
            try {
                rollout.on(event, now);
            } catch (Killed _) {
                revive();
            }
        }

        private void revive() {
            while (true) {
                now = now.plusSeconds(random.nextInt(600));
                wake = Instant.MAX;
                rollout = Rollout.restored(plan, phase, forgiven, Map.copyOf(saved), now, this);
                // A start that was killed before it was saved is asked for again by who asked for
                // it.
                try {
                    rollout.on(
                            phase instanceof Phase.Planned
                                    ? new RolloutEvent.Start()
                                    : new RolloutEvent.Tick(),
                            now);
                    return;
                } catch (Killed _) {
                    // once more
                }
            }
        }

        /// Goes on until nothing happens any more.
        void run() {
            for (long steps = 0; steps < 5_000_000; steps++) {
                Instant next = dues.isEmpty() ? Instant.MAX : dues.peek().at();
                if (next.equals(Instant.MAX) && wake.equals(Instant.MAX)) return;
                if (wake.isAfter(next)) {
                    if (next.isAfter(now)) now = next;
                    dues.remove().act().run();
                } else {
                    if (wake.isAfter(now)) now = wake;
                    wake = Instant.MAX;
                    send(new RolloutEvent.Tick());
                }
            }
            throw new AssertionError("does not end: " + rollout.phase());
        }
    }

    private static RolloutPlan plan(int count, int canaries, Pace pace, Tolerance tolerance)
            throws RefusedFile {
        var model = ModelCatalog.builtIn().find("t38g").orElseThrow();
        var file = "#!version:1.0.0.1\n".getBytes(StandardCharsets.UTF_8);
        var release =
                new Release.Configuration(
                        "new", List.of(CheckedFile.of(model, "y000000000038.cfg", file)));
        var targets = new ArrayList<Target>();
        for (int i = 0; i < count; i++)
            targets.add(new Target(String.format("0015%08x", i), "t38g", "old"));
        return new RolloutPlan(
                release,
                Nudge.RESTART,
                targets.subList(0, canaries),
                targets.subList(canaries, count),
                pace,
                tolerance);
    }

    private static Map<String, Mind> minds(RolloutPlan plan, Random random, int badPercent) {
        var minds = new HashMap<String, Mind>();
        for (var target : plan.canaries()) minds.put(target.mac(), Mind.GOOD);
        for (var target : plan.others()) {
            int dice = random.nextInt(100);
            var mind = random.nextInt(10) == 0 ? Mind.DEAF : Mind.GOOD;
            if (dice < badPercent) mind = dice % 2 == 0 ? Mind.DEAD : Mind.DYING;
            else if (dice > 95) mind = Mind.OFF;
            minds.put(target.mac(), mind);
        }
        return minds;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ten_thousand_phones_come_to_where_they_belong(long seed) throws RefusedFile {
        var pace = new Pace(120, 400, Duration.ofMinutes(30), Duration.ofMinutes(5), 3);
        var plan = plan(10_000, 10, pace, new Tolerance(20, 50));
        var minds = minds(plan, new Random(seed), 3);
        var ends = Map.copyOf(minds);
        var world = new World(seed, plan, minds, 40);
        world.send(new RolloutEvent.Start());
        for (int hour = 1; hour < 12; hour++) {
            world.after(hour * 600, () -> world.send(new RolloutEvent.Pause()));
            world.after(hour * 600 + 120, () -> world.send(new RolloutEvent.Resume()));
        }
        world.run();
        assertThat(world.kills).isGreaterThan(5);
        assertThat(world.rollout.phase()).isEqualTo(new Phase.Done());
        ends.forEach((mac, mind) -> {
            var expected =
                    switch (mind) {
                        case GOOD, DEAF, OFF -> Progress.Back.class;
                        case DEAD, DYING -> Progress.Failed.class;
                    };
            assertThat(world.saved.get(mac)).as(mac + " " + mind).isInstanceOf(expected);
            assertThat(world.rollout.release(mac))
                    .contains(expected.equals(Progress.Back.class) ? "new" : "old");
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void a_bad_release_harms_few(long seed) throws RefusedFile {
        var pace = new Pace(600, 30, Duration.ofMinutes(30), Duration.ofMinutes(5), 2);
        var plan = plan(10_000, 5, pace, new Tolerance(10, 20));
        var world = new World(seed, plan, minds(plan, new Random(seed), 60), 10);
        world.send(new RolloutEvent.Start());
        world.run();
        assertThat(world.rollout.phase()).isInstanceOf(Phase.Stopped.class);
        assertThat(world.told).hasSizeLessThan(5 + 300);
        assertThat(world.rollout.failed()).isGreaterThan(10);
    }

    @Test
    void a_release_that_kills_canaries_harms_nobody_else() throws RefusedFile {
        var pace = new Pace(600, 30, Duration.ofMinutes(30), Duration.ofMinutes(5), 2);
        var plan = plan(1000, 3, pace, new Tolerance(100, 100));
        var minds = minds(plan, new Random(1), 0);
        minds.put(plan.canaries().get(1).mac(), Mind.DYING);
        var world = new World(6, plan, minds, 2);
        world.send(new RolloutEvent.Start());
        world.run();
        assertThat(world.rollout.phase())
                .isEqualTo(new Phase.Stopped("a canary did not come back", new Phase.Canaries()));
        assertThat(world.told).hasSizeLessThanOrEqualTo(3);
    }
}
