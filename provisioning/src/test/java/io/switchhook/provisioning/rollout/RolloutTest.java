package io.switchhook.provisioning.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.rollout.RolloutEvent.Fetched;
import io.switchhook.provisioning.rollout.RolloutEvent.Registered;
import io.switchhook.provisioning.rollout.RolloutEvent.Unreachable;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Pace;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import io.switchhook.provisioning.rollout.RolloutPlan.Tolerance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One step after the other, with what each of them does.
class RolloutTest {
    private static final PhoneModel T38G = ModelCatalog.builtIn().find("t38g").orElseThrow();
    private static final String FIRMWARE = "38.70.0.125";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /// What was done since somebody looked last, and all that was saved.
    private static final class Recorder implements RolloutEffects {
        private final List<String> done = new ArrayList<>();
        private final Map<String, Progress> saved = new HashMap<>();
        private Phase phase = new Phase.Planned();
        private int forgiven;
        private Instant wake = Instant.MAX;

        @Override
        public void save(Phase phase, int forgiven) {
            this.phase = phase;
            this.forgiven = forgiven;
            done.add(phase.getClass().getSimpleName());
        }

        @Override
        public void save(String mac, Progress progress) {
            saved.put(mac, progress);
            done.add(mac + " " + progress.getClass().getSimpleName());
        }

        @Override
        public void tell(String mac, Nudge nudge) {
            done.add(mac + " " + nudge);
        }

        @Override
        public void wake(Instant at) {
            wake = at;
        }
    }

    private final Recorder recorder = new Recorder();
    private Instant now = BEGIN;

    private static Release configuration() throws RefusedFile {
        var file = "#!version:1.0.0.1\nsip.rfc2543_hold = 0\n".getBytes(StandardCharsets.UTF_8);
        return new Release.Configuration(
                "new", List.of(CheckedFile.of(T38G, "y000000000038.cfg", file)));
    }

    private static Release firmware() {
        return new Release.Firmware(FIRMWARE, T38G, "http://192.0.2.1/38.70.0.125.rom");
    }

    private static List<Target> targets(String... macs) {
        return Stream.of(macs).map(it -> new Target(it, "t38g", "old")).toList();
    }

    private static RolloutPlan plan(Release release, Nudge nudge) {
        return new RolloutPlan(
                release,
                nudge,
                targets("c1", "c2"),
                targets("d1", "d2", "d3", "d4"),
                new Pace(60, 2, Duration.ofMinutes(5), Duration.ofMinutes(1), 2),
                new Tolerance(0, 20));
    }

    private void check(Rollout rollout, RolloutEvent event, String... done) {
        rollout.on(event, now);
        assertThat(recorder.done).as(event.toString()).containsExactly(done);
        recorder.done.clear();
    }

    private void tick(Rollout rollout, int seconds, String... done) {
        now = now.plusSeconds(seconds);
        check(rollout, new RolloutEvent.Tick(), done);
    }

    @Test
    void a_configuration_goes_to_canaries_and_then_to_others() throws RefusedFile {
        var rollout = Rollout.of(plan(configuration(), Nudge.RELOAD), recorder);
        check(rollout, new RolloutEvent.Tick());
        check(rollout, new RolloutEvent.Start(), "Canaries", "c1 Told", "c1 RELOAD");
        assertThat(recorder.wake).isEqualTo(now.plusSeconds(1));
        tick(rollout, 1, "c2 Told", "c2 RELOAD");
        check(rollout, new Fetched("c1", "old"));
        check(rollout, new Fetched("d1", "new"));
        check(rollout, new Fetched("c1", "new"), "c1 Back");
        check(rollout, new Fetched("c1", "new"));
        check(rollout, new Fetched("c2", "new"), "c2 Back", "Soaking");
        assertThat(recorder.wake).isEqualTo(now.plusSeconds(300));
        tick(rollout, 299);
        tick(rollout, 1, "Rolling", "d1 Told", "d1 RELOAD");
        tick(rollout, 1, "d2 Told", "d2 RELOAD");
        tick(rollout, 1);
        check(rollout, new Fetched("d1", "new"), "d1 Back", "d3 Told", "d3 RELOAD");
        check(rollout, new Fetched("d2", "new"), "d2 Back");
        tick(rollout, 1, "d4 Told", "d4 RELOAD");
        check(rollout, new Fetched("d4", "new"), "d4 Back");
        check(rollout, new Fetched("d3", "new"), "d3 Back", "Done");
        assertThat(rollout.back()).isEqualTo(6);
    }

    @Test
    void a_restart_is_over_when_the_phone_registers_with_its_new_file() throws RefusedFile {
        var rollout = Rollout.of(plan(configuration(), Nudge.RESTART), recorder);
        check(rollout, new RolloutEvent.Start(), "Canaries", "c1 Told", "c1 RESTART");
        check(rollout, new Registered("c1", ""));
        check(rollout, new Fetched("c1", "new"), "c1 Fetched");
        check(rollout, new Registered("c1", ""), "c1 Back");
    }

    @Test
    void firmware_is_there_when_the_phone_says_so() {
        var rollout = Rollout.of(plan(firmware(), Nudge.RESTART), recorder);
        check(rollout, new RolloutEvent.Start(), "Canaries", "c1 Told", "c1 RESTART");
        check(rollout, new Fetched("c1", FIRMWARE), "c1 Fetched");
        check(rollout, new Registered("c1", "38.70.0.90"));
        check(rollout, new Registered("c1", FIRMWARE), "c1 Back");
        check(rollout, new Registered("c2", FIRMWARE), "c2 Back", "Soaking");
        check(rollout, new Registered("x", FIRMWARE));
    }

    @Test
    void who_does_not_come_back_is_told_again_and_then_has_failed() throws RefusedFile {
        var rollout = Rollout.of(plan(configuration(), Nudge.RELOAD), recorder);
        check(rollout, new RolloutEvent.Start(), "Canaries", "c1 Told", "c1 RELOAD");
        tick(rollout, 1, "c2 Told", "c2 RELOAD");
        check(rollout, new Fetched("c2", "new"), "c2 Back");
        assertThat(recorder.wake).isEqualTo(BEGIN.plusSeconds(60));
        tick(rollout, 59, "c1 Waiting", "c1 Told", "c1 RELOAD");
        assertThat(rollout.release("c1")).contains("new");
        tick(rollout, 59);
        tick(rollout, 1, "c1 Failed", "Stopped");
        assertThat(rollout.phase())
                .isEqualTo(new Phase.Stopped("a canary did not come back", new Phase.Canaries()));
        assertThat(rollout.release("c1")).contains("old");
        check(rollout, new Fetched("c1", "new"));
        tick(rollout, 9999);
        check(rollout, new RolloutEvent.Resume(), "Canaries", "Soaking");
    }

    @Test
    void a_canary_that_goes_again_stops_it() throws RefusedFile {
        var rollout = soaking(configuration());
        recorder.done.clear();
        check(rollout, new Unreachable("c1"), "c1 Failed", "Stopped");
    }

    private Rollout soaking(Release release) {
        var rollout = Rollout.of(plan(release, Nudge.RELOAD), recorder);
        rollout.on(new RolloutEvent.Start(), now);
        now = now.plusSeconds(1);
        rollout.on(new RolloutEvent.Tick(), now);
        rollout.on(new Fetched("c1", "new"), now);
        rollout.on(new Fetched("c2", "new"), now);
        return rollout;
    }

    @Test
    void too_many_failures_stop_it() throws RefusedFile {
        var rollout = soaking(configuration());
        now = now.plusSeconds(300);
        rollout.on(new RolloutEvent.Tick(), now);
        for (int i = 0; i < 200; i++) {
            now = now.plusSeconds(1);
            rollout.on(new RolloutEvent.Tick(), now);
        }
        assertThat(rollout.phase())
                .isEqualTo(
                        new Phase.Stopped(
                                "1 devices did not come back, 2 did", new Phase.Rolling()));
        recorder.done.clear();
        now = now.plusSeconds(9999);
        rollout.on(new RolloutEvent.Tick(), now);
        assertThat(recorder.done).noneMatch(it -> it.endsWith("RELOAD"));
        rollout.on(new RolloutEvent.Resume(), now);
        assertThat(recorder.done).contains("Rolling").last().asString().endsWith("RELOAD");
    }

    @Test
    void who_is_away_neither_fails_nor_holds_anybody_up() throws RefusedFile {
        var rollout = soaking(configuration());
        recorder.done.clear();
        tick(rollout, 300, "Rolling", "d1 Told", "d1 RELOAD");
        check(rollout, new Unreachable("d1"), "d1 Away");
        assertThat(rollout.release("d1")).contains("new");
        tick(rollout, 1, "d2 Told", "d2 RELOAD");
        check(rollout, new Unreachable("d2"), "d2 Away");
        check(rollout, new Registered("d1", ""), "d1 Waiting");
        assertThat(rollout.release("d1")).contains("new");
        check(rollout, new Fetched("d2", "new"), "d2 Back");
        tick(rollout, 1, "d3 Told", "d3 RELOAD");
        check(rollout, new Fetched("d3", "new"), "d3 Back");
        tick(rollout, 1, "d4 Told", "d4 RELOAD");
        check(rollout, new Fetched("d4", "new"), "d4 Back");
        tick(rollout, 1, "d1 Told", "d1 RELOAD");
        check(rollout, new Unreachable("d1"), "d1 Away", "Done");
        check(rollout, new Registered("d1", ""));
        check(rollout, new Fetched("d1", "new"), "d1 Back");
    }

    @Test
    void canaries_that_are_all_away_stop_it() throws RefusedFile {
        var rollout = Rollout.of(plan(configuration(), Nudge.RELOAD), recorder);
        rollout.on(new RolloutEvent.Start(), now);
        recorder.done.clear();
        check(rollout, new Unreachable("c1"), "c1 Away");
        tick(rollout, 1, "c2 Told", "c2 RELOAD");
        check(rollout, new Unreachable("c2"), "c2 Away", "Stopped");
        now = now.plusSeconds(60);
        check(
                rollout,
                new RolloutEvent.Resume(),
                "Canaries",
                "c1 Waiting",
                "c2 Waiting",
                "c1 Told",
                "c1 RELOAD");
    }

    @Test
    void while_it_is_paused_nobody_is_told() throws RefusedFile {
        var rollout = Rollout.of(plan(configuration(), Nudge.RELOAD), recorder);
        check(rollout, new RolloutEvent.Start(), "Canaries", "c1 Told", "c1 RELOAD");
        check(rollout, new RolloutEvent.Pause(), "Paused");
        check(rollout, new RolloutEvent.Pause());
        tick(rollout, 30);
        check(rollout, new Fetched("c1", "new"), "c1 Back");
        tick(rollout, 300);
        check(rollout, new RolloutEvent.Resume(), "Canaries", "c2 Told", "c2 RELOAD");
    }

    @Test
    void who_is_removed_is_waited_for_no_longer() throws RefusedFile {
        var rollout = Rollout.of(plan(configuration(), Nudge.RELOAD), recorder);
        check(rollout, new RolloutEvent.Start(), "Canaries", "c1 Told", "c1 RELOAD");
        check(rollout, new Fetched("c1", "new"), "c1 Back");
        check(rollout, new RolloutEvent.Removed("c2"), "c2 Removed", "Soaking");
        check(rollout, new RolloutEvent.Removed("x"));
        assertThat(rollout.release("x")).isEmpty();
    }

    /// After a restart everybody who was told has his time again, and the pace is kept.
    @Test
    void what_was_saved_goes_on() throws RefusedFile {
        var plan = plan(configuration(), Nudge.RELOAD);
        var before = Rollout.of(plan, recorder);
        check(before, new RolloutEvent.Start(), "Canaries", "c1 Told", "c1 RELOAD");
        var after =
                Rollout.restored(
                        plan, recorder.phase, recorder.forgiven, recorder.saved, now, recorder);
        check(after, new RolloutEvent.Tick());
        assertThat(recorder.wake).isEqualTo(now.plusSeconds(1));
        now = now.plusSeconds(3600);
        after =
                Rollout.restored(
                        plan, recorder.phase, recorder.forgiven, recorder.saved, now, recorder);
        tick(after, 0, "c2 Told", "c2 RELOAD");
        check(after, new Fetched("c1", "new"), "c1 Back");
    }

    // What cannot be rolled out

    @Test
    void a_file_that_is_bad_is_never_rolled_out() {
        var bad = "#!version:1.0.0.1\naccount.7.enable = 1\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CheckedFile.of(T38G, "y000000000038.cfg", bad))
                .isInstanceOf(RefusedFile.class)
                .hasMessageContaining(
                        "y000000000038.cfg:2: account.7.enable: account goes from 1 to 6");
        assertThatThrownBy(() -> CheckedFile.of(T38G, "y.cfg", new byte[] {0}))
                .isInstanceOf(RefusedFile.class)
                .hasMessageContaining("not text");
    }

    @Test
    void what_was_judged_is_what_is_served() throws RefusedFile {
        var bytes = "#!version:1.0.0.1\n".getBytes(StandardCharsets.UTF_8);
        var file = CheckedFile.of(T38G, "y000000000038.cfg", bytes);
        bytes[0] = 'x';
        file.bytes()[0] = 'y';
        assertThat(file.bytes()[0]).isEqualTo((byte) '#');
    }

    @ParameterizedTest
    @CsvSource({
        "32.70.0.125, '32.70.0.125 is no firmware of SIP-T38G, whose versions begin with [38]'",
        "latest,      '\"latest\" is no version such as 38.70.0.125'",
        "38,          '\"38\" is no version such as 38.70.0.125'"
    })
    void firmware_of_another_model_is_refused(String version, String told) {
        assertThatThrownBy(() -> new Release.Firmware(version, T38G, "http://192.0.2.1/x.rom"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(told.replace('"', '\''));
    }

    @Test
    void a_plan_that_makes_no_sense_is_refused() throws RefusedFile {
        var release = configuration();
        var pace = new Pace(60, 2, Duration.ZERO, Duration.ofMinutes(1), 1);
        var none = new Tolerance(0, 0);
        assertThatThrownBy(() ->
                        new RolloutPlan(release, Nudge.RELOAD, List.of(), targets("a"), pace, none))
                .hasMessage("no canaries");
        assertThatThrownBy(() ->
                        new RolloutPlan(
                                release, Nudge.RELOAD, targets("a"), targets("a"), pace, none))
                .hasMessage("a is there twice");
        assertThatThrownBy(() ->
                        new RolloutPlan(
                                release,
                                Nudge.RELOAD,
                                List.of(new Target("a", "t32g", "old")),
                                List.of(),
                                pace,
                                none))
                .hasMessage("new is not for a, a t32g");
        assertThatThrownBy(() ->
                        new RolloutPlan(
                                firmware(), Nudge.RELOAD, targets("a"), List.of(), pace, none))
                .hasMessage("firmware needs a restart");
    }

    @Test
    void a_device_is_pinned_apart_from_its_model() {
        var pins = Pins.NONE.withModel("t38g", "1").withDevice("d1", "2");
        assertThat(pins.of("d1", "t38g")).contains("2");
        assertThat(pins.of("d2", "t38g")).contains("1");
        assertThat(pins.of("d2", "t32g")).isEmpty();
        assertThat(pins.withoutDevice("d1").of("d1", "t38g")).contains("1");
    }
}
