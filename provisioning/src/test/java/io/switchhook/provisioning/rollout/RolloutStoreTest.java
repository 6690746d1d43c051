package io.switchhook.provisioning.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.Database;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Pace;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import io.switchhook.provisioning.rollout.RolloutPlan.Tolerance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written comes back as it was.
class RolloutStoreTest {
    private static final ModelCatalog CATALOG = ModelCatalog.builtIn();
    private static final PhoneModel T38G = CATALOG.find("t38g").orElseThrow();
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir private Path folder;
    private Database database;
    private ReleaseStore releases;
    private RolloutStore store;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(folder);
        releases = new ReleaseStore(database, () -> CATALOG);
        store = new RolloutStore(database, releases);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void reopen() throws Exception {
        close();
        open();
    }

    private static Release.Configuration release(String name, String line) throws RefusedFile {
        var bytes = ("#!version:1.0.0.1\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
        return new Release.Configuration(
                name, List.of(CheckedFile.of(T38G, "y000000000038.cfg", bytes)));
    }

    private static List<Target> targets(String... macs) {
        return Stream.of(macs).map(it -> new Target(it, "t38g", "old")).toList();
    }

    private static RolloutPlan plan(Release release) {
        return new RolloutPlan(
                release,
                Nudge.RESTART,
                targets("001565000009", "001565000001"),
                targets("001565000005", "001565000003"),
                new Pace(90, 7, Duration.ofMinutes(5), Duration.ofSeconds(61), 3),
                new Tolerance(2, 20));
    }

    @Test
    void a_plan_comes_back_in_its_order() throws Exception {
        var plan = plan(release("lamps", "sip.rfc2543_hold = 1"));
        assertThat(releases.add(plan.release())).isTrue();
        store.add(plan, "t38g");
        reopen();
        var saved = store.last().orElseThrow();
        assertThat(saved.plan().canaries()).isEqualTo(plan.canaries());
        assertThat(saved.plan().others()).isEqualTo(plan.others());
        assertThat(saved.plan().pace()).isEqualTo(plan.pace());
        assertThat(saved.plan().tolerance()).isEqualTo(plan.tolerance());
        assertThat(saved.plan().nudge()).isEqualTo(plan.nudge());
        assertThat(saved.model()).isEqualTo("t38g");
        assertThat(saved.phase()).isEqualTo(new Phase.Planned());
        assertThat(saved.isOpen()).isTrue();
        assertThat(saved.plan().release().name()).isEqualTo("lamps");
        assertThat(ReleaseLayer.of(saved.plan().release(), T38G).orElseThrow().values())
                .isEqualTo(Map.of("sip.rfc2543_hold", new Value.Text("1")));
    }

    static Stream<Phase> phases() {
        var soaking = new Phase.Soaking(NOON);
        return Stream.of(
                new Phase.Planned(),
                new Phase.Canaries(),
                soaking,
                new Phase.Rolling(),
                new Phase.Paused(soaking),
                new Phase.Paused(new Phase.Canaries()),
                new Phase.Stopped("too many", new Phase.Rolling()),
                new Phase.Stopped("gone again", soaking),
                new Phase.Done());
    }

    @ParameterizedTest
    @MethodSource("phases")
    void every_phase_comes_back(Phase phase) throws Exception {
        var plan = plan(release("lamps", "sip.rfc2543_hold = 1"));
        releases.add(plan.release());
        long id = store.add(plan, "");
        store.save(id, phase, 3);
        reopen();
        var saved = store.last().orElseThrow();
        assertThat(saved.phase()).isEqualTo(phase);
        assertThat(saved.forgiven()).isEqualTo(3);
        assertThat(saved.isOpen()).isEqualTo(!(phase instanceof Phase.Done));
    }

    @Test
    void the_progress_of_every_device_comes_back() throws Exception {
        var plan = plan(release("lamps", "sip.rfc2543_hold = 1"));
        releases.add(plan.release());
        long id = store.add(plan, "");
        var progress = new HashMap<String, Progress>();
        for (var target : plan.canaries()) progress.put(target.mac(), new Progress.Waiting(0));
        for (var target : plan.others()) progress.put(target.mac(), new Progress.Waiting(0));
        for (var one :
                List.of(
                        new Progress.Waiting(2),
                        new Progress.Told(NOON, 1),
                        new Progress.Fetched(NOON, 2),
                        new Progress.Back(NOON),
                        new Progress.Away(NOON),
                        new Progress.Failed(NOON),
                        new Progress.Removed())) {
            store.save(id, "001565000005", one);
            progress.put("001565000005", one);
            assertThat(store.last().orElseThrow().progress()).isEqualTo(progress);
        }
    }

    @Test
    void one_that_was_aborted_is_over() throws Exception {
        var plan = plan(release("lamps", "sip.rfc2543_hold = 1"));
        releases.add(plan.release());
        long id = store.add(plan, "");
        store.save(id, new Phase.Rolling(), 0);
        store.abort(id);
        assertThat(store.last().orElseThrow().isOpen()).isFalse();
        assertThat(store.last().orElseThrow().aborted()).isTrue();
    }

    @Test
    void a_name_is_one_release() throws Exception {
        var first = release("lamps", "sip.rfc2543_hold = 1");
        assertThat(releases.add(first)).isTrue();
        assertThat(releases.add(release("lamps", "sip.rfc2543_hold = 1"))).isTrue();
        assertThat(releases.add(release("lamps", "sip.rfc2543_hold = 0"))).isFalse();
        var firmware = new Release.Firmware("38.70.0.125", T38G, "http://192.0.2.1/f.rom");
        assertThat(releases.add(firmware)).isTrue();
        assertThat(releases.find("38.70.0.125")).contains(firmware);
        assertThat(ReleaseLayer.of(firmware, T38G).orElseThrow().values())
                .isEqualTo(Map.of("firmware.url", new Value.Text("http://192.0.2.1/f.rom")));
    }

    /// Whatever has got into the database, and whatever a model took once.
    @Test
    void a_file_with_faults_is_given_to_nobody() throws Exception {
        releases.add(release("lamps", "sip.rfc2543_hold = 1"));
        database.with(handle ->
                handle.execute(
                        "update device_release_file set bytes = ?",
                        (Object)
                                "#!version:1.0.0.1\nsip.rfc2543_hold = 77\n"
                                        .getBytes(StandardCharsets.UTF_8)));
        reopen();
        assertThat(releases.find("lamps")).isEmpty();
    }

    @Test
    void pins_come_back() throws Exception {
        var pins = Pins.NONE.withModel("t38g", "lamps").withDevice("001565000005", "");
        releases.save(pins);
        reopen();
        assertThat(releases.pins()).isEqualTo(pins);
        assertThat(releases.pins().of("001565000005", "t38g")).isEqualTo(Optional.of(""));
        releases.save(Pins.NONE);
        assertThat(releases.pins()).isEqualTo(Pins.NONE);
    }
}
