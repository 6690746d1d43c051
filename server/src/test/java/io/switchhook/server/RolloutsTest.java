package io.switchhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.provisioning.device.Ask;
import io.switchhook.provisioning.device.Asker;
import io.switchhook.provisioning.device.Assignment;
import io.switchhook.provisioning.device.DeviceNotes;
import io.switchhook.provisioning.device.Devices;
import io.switchhook.provisioning.device.Mac;
import io.switchhook.provisioning.device.Proof;
import io.switchhook.provisioning.model.ModelCatalog;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.rollout.CheckedFile;
import io.switchhook.provisioning.rollout.Phase;
import io.switchhook.provisioning.rollout.Progress;
import io.switchhook.provisioning.rollout.Release;
import io.switchhook.provisioning.rollout.ReleaseStore;
import io.switchhook.provisioning.rollout.RolloutEvent;
import io.switchhook.provisioning.rollout.RolloutPlan;
import io.switchhook.provisioning.rollout.RolloutPlan.Nudge;
import io.switchhook.provisioning.rollout.RolloutPlan.Pace;
import io.switchhook.provisioning.rollout.RolloutPlan.Target;
import io.switchhook.provisioning.rollout.RolloutPlan.Tolerance;
import io.switchhook.provisioning.rollout.RolloutStore;
import io.switchhook.provisioning.rollout.SyncQueue;
import io.switchhook.provisioning.serve.Versions.Version;
import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.registrar.Binding;
import io.switchhook.sip.uri.Uri;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which release devices are given while one is rolled out, when it is done, when it was aborted, and after the process was killed.
@Timeout(60)
class RolloutsTest {
    private static final ModelCatalog CATALOG = ModelCatalog.builtIn();
    private static final PhoneModel T38G = CATALOG.find("t38g").orElseThrow();
    private static final String A = "001565000001";
    private static final String B = "001565000002";

    @TempDir private Path folder;
    private Directory directory;
    private Devices devices;
    private DeviceNotes notes;
    private CheckSyncs syncs;
    private Rollouts rollouts;
    private final Map<String, List<Binding>> registered = new ConcurrentHashMap<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws Exception {
        var store = AccountStore.open(folder);
        var database = store.database();
        directory = Directory.open(store, "office.example", List.of("office.example"), 10);
        devices =
                Devices.open(
                        database,
                        directory.devices(),
                        new Devices.Bounds(10, 10, 10, Duration.ofMinutes(15)),
                        InstantSource.system(),
                        new Random(1));
        notes = new DeviceNotes(database, 10, devices::isNamed);
        var ways = new DeviceWays(user -> registered.getOrDefault(user, List.of()));
        syncs =
                new CheckSyncs(
                        devices,
                        notes,
                        ways,
                        (phone, _, answered) -> {
                            told.add(phone.contact().uri().toString());
                            answered.accept(ok());
                        },
                        new SyncQueue(1000, new Random(1)),
                        InstantSource.system());
        var releases = new ReleaseStore(database, () -> CATALOG);
        rollouts =
                Rollouts.open(
                        releases,
                        new RolloutStore(database, releases),
                        () -> CATALOG,
                        devices,
                        notes,
                        ways,
                        syncs,
                        InstantSource.system());
    }

    @AfterEach
    void close() {
        rollouts.close();
        syncs.close();
        directory.close();
    }

    private static Response ok() {
        var sent = Request.of(Method.NOTIFY, Uri.parse("sip:a@b"), Headers.EMPTY, Body.EMPTY);
        return Response.to(sent, StatusCode.OK, "");
    }

    private void adopt(String mac, String user, String address) throws Exception {
        var asker = new Asker(InetAddress.ofLiteral(address), "Yealink SIP-T38G 38.70.0.1");
        devices.ask(new Ask(new Mac(mac), asker, new Proof.None(), Instant.now()));
        devices.adopt(
                new Mac(mac), T38G, new Assignment("t38g", "", List.of(user)), Optional.empty());
        registered.put(
                user,
                List.of(
                        new Binding(
                                NameAddr.parse(Scanner.of("<sip:" + user + "@" + address + ">")),
                                "call-1",
                                1,
                                Instant.now().plusSeconds(3600),
                                List.of(),
                                Optional.empty(),
                                "Yealink SIP-T38G 38.70.0.1",
                                Instant.now(),
                                Instant.now())));
    }

    private static Release release(String name, String hold) throws Exception {
        var bytes =
                ("#!version:1.0.0.1\nsip.rfc2543_hold = " + hold + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        return new Release.Configuration(name, List.of(CheckedFile.of(T38G, "a.cfg", bytes)));
    }

    private RolloutPlan plan(Release release, String... macs) {
        var targets =
                Stream.of(macs)
                        .map(it -> new Target(it, "t38g", rollouts.before(it, "t38g")))
                        .toList();
        return new RolloutPlan(
                release,
                Nudge.RELOAD,
                targets.subList(0, 1),
                targets.subList(1, targets.size()),
                new Pace(6000, 10, Duration.ZERO, Duration.ofMinutes(5), 2),
                new Tolerance(0, 0));
    }

    private String given(String mac) {
        return rollouts.of(new Mac(mac), "t38g").map(Version::release).orElse("");
    }

    private void fetch(String mac) {
        rollouts.given(new Mac(mac), given(mac));
    }

    private String nextTold() throws Exception {
        var who = told.poll(30, TimeUnit.SECONDS);
        assertThat(who).isNotNull();
        return String.valueOf(who);
    }

    private void until(Class<? extends Phase> phase) {
        while (rollouts.show(it -> phase.isInstance(it.phase())).filter(it -> it).isEmpty())
            Thread.onSpinWait();
    }

    @Test
    void a_release_goes_to_a_canary_first_then_to_all_and_is_what_they_have() throws Exception {
        adopt(A, "1001", "192.0.2.10");
        adopt(B, "1002", "192.0.2.11");
        rollouts.start(plan(release("lamps", "1"), A, B), "t38g");
        assertThat(nextTold()).isEqualTo("sip:1001@192.0.2.10");
        assertThat(given(A)).isEqualTo("lamps");
        assertThat(given(B)).isEmpty();
        assertThatThrownBy(() -> rollouts.start(plan(release("more", "0"), A), ""))
                .hasMessageContaining("a roll-out is under way");
        fetch(A);
        assertThat(nextTold()).isEqualTo("sip:1002@192.0.2.11");
        fetch(B);
        until(Phase.Done.class);
        close();
        open();
        assertThat(given(A)).isEqualTo("lamps");
        assertThat(given(B)).isEqualTo("lamps");
        assertThat(given("001565000003")).isEqualTo("lamps"); // all of the model
        assertThat(notes.of(new Mac(A)).toString()).contains("lamps: told, attempt 1");
        assertThat(notes.of(new Mac(A)).toString()).contains("lamps: has come back");
    }

    @Test
    void an_aborted_one_leaves_everybody_as_he_was() throws Exception {
        adopt(A, "1001", "192.0.2.10");
        adopt(B, "1002", "192.0.2.11");
        rollouts.start(plan(release("lamps", "1"), A, B), "");
        nextTold();
        rollouts.abort();
        assertThat(given(A)).isEmpty();
        assertThat(given(B)).isEmpty();
        assertThat(rollouts.of(new Mac(A), "t38g").orElseThrow().takenBack())
                .containsExactly("sip.rfc2543_hold");
        assertThat(nextTold()).isEqualTo("sip:1001@192.0.2.10");
        assertThatThrownBy(() -> rollouts.abort()).hasMessageContaining("no roll-out");
        rollouts.start(plan(release("lamps", "1"), A), "");
        assertThat(given(A)).isEqualTo("lamps");
    }

    @Test
    void a_paused_one_tells_nobody_until_it_is_resumed() throws Exception {
        adopt(A, "1001", "192.0.2.10");
        adopt(B, "1002", "192.0.2.11");
        rollouts.start(plan(release("lamps", "1"), A, B), "");
        nextTold();
        rollouts.on(new RolloutEvent.Pause());
        fetch(A);
        assertThat(given(B)).isEmpty();
        until(Phase.Paused.class);
        rollouts.on(new RolloutEvent.Resume());
        assertThat(nextTold()).isEqualTo("sip:1002@192.0.2.11");
    }

    /// Everything is on disk when it is done, so what a second process finds there is what a killed one has left.
    @Test
    void it_goes_on_where_it_was_when_the_process_was_killed() throws Exception {
        adopt(A, "1001", "192.0.2.10");
        adopt(B, "1002", "192.0.2.11");
        rollouts.start(plan(release("lamps", "1"), A, B), "");
        nextTold();
        var killed = rollouts;
        var left = directory;
        killed.close();
        open(); // on the same files, which nobody has closed
        try {
            assertThat(given(A)).isEqualTo("lamps");
            assertThat(given(B)).isEmpty();
            assertThat(rollouts.show(it -> it.progress(A)).orElseThrow())
                    .isInstanceOf(Progress.Told.class);
            fetch(A);
            assertThat(nextTold()).isEqualTo("sip:1002@192.0.2.11");
            fetch(B);
            until(Phase.Done.class);
            assertThat(given(B)).isEqualTo("lamps");
        } finally {
            left.close();
        }
    }

    @Test
    void a_device_that_is_not_registered_holds_nobody_up_and_gets_it_when_it_asks()
            throws Exception {
        adopt(A, "1001", "192.0.2.10");
        adopt(B, "1002", "192.0.2.11");
        registered.remove("1002");
        rollouts.start(plan(release("lamps", "1"), A, B), "");
        nextTold();
        fetch(A);
        until(Phase.Done.class);
        assertThat(given(B)).isEqualTo("lamps");
        assertThat(notes.of(new Mac(B)).toString()).contains("not told, for it is not registered");
    }
}
