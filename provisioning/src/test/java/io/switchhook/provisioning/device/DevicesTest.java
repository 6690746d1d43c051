package io.switchhook.provisioning.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.pbx.directory.AccountStore;
import io.switchhook.pbx.directory.Directory;
import io.switchhook.pbx.directory.NewAccount;
import io.switchhook.provisioning.Origin;
import io.switchhook.provisioning.device.Decision.Hold;
import io.switchhook.provisioning.device.Decision.Refuse;
import io.switchhook.provisioning.device.Decision.Serve;
import io.switchhook.provisioning.device.Device.Adopted;
import io.switchhook.provisioning.device.Device.Asked;
import io.switchhook.provisioning.device.Device.Expected;
import io.switchhook.provisioning.device.Device.Held;
import io.switchhook.provisioning.device.Devices.Planned;
import io.switchhook.provisioning.form.Samples;
import io.switchhook.provisioning.model.PhoneModel;
import io.switchhook.provisioning.model.Value;
import io.switchhook.testkit.Gate;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DevicesTest {
    private static final Mac MAC = new Mac("001565abcdef");
    private static final PhoneModel T38G = Samples.model("t38g");
    private static final Assignment ASSIGNMENT =
            new Assignment("t38g", "hall", List.of("1001", "1002"));
    private static final Asker PHONE = asker("192.0.2.10");
    private static final Asker OTHER = asker("2001:db8::7");

    @TempDir private Path folder;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private Directory directory;
    private Devices devices;

    private static Asker asker(String address) {
        return new Asker(InetAddress.ofLiteral(address), "Yealink SIP-T38G 38.70.0.125");
    }

    @BeforeEach
    void open() throws Exception {
        var store = AccountStore.open(folder);
        directory = Directory.open(store, "office.example", List.of("office.example"), 10);
        devices =
                Devices.open(
                        store.database(),
                        directory.devices(),
                        new Devices.Bounds(3, 5, 4, Duration.ofMinutes(15)),
                        () -> now,
                        new Random(1));
    }

    @AfterEach
    void close() {
        directory.close();
    }

    private void reopen() throws Exception {
        close();
        open();
    }

    private Decision ask(Asker asker) throws DeviceException {
        return ask(MAC, asker, new Proof.None());
    }

    private Decision ask(Mac mac, Asker asker, Proof proof) throws DeviceException {
        return devices.ask(new Ask(mac, asker, proof, now));
    }

    private Device adopt(Optional<InetAddress> from) throws DeviceException {
        return devices.adopt(MAC, T38G, ASSIGNMENT, from);
    }

    private static Mac mac(int number) {
        return new Mac("001565%06x".formatted(number));
    }

    private Visit visit(Mac mac, int number) {
        return new Visit(
                mac, now, PHONE, "http", "file" + number, Visit.Outcome.SERVED, "is adopted");
    }

    @Test
    void who_asked_is_seen_and_then_adopted() throws Exception {
        assertThat(ask(PHONE)).isInstanceOf(Refuse.class);
        assertThat(devices.all()).singleElement().isInstanceOf(Asked.class);
        var adopted = (Adopted) adopt(Optional.empty());
        assertThat(adopted.home()).isEqualTo(PHONE);
        assertThat(ask(PHONE)).isInstanceOf(Serve.class);
        assertThat(ask(OTHER)).isInstanceOf(Hold.class);
        assertThat(devices.isHome(PHONE.address())).isTrue();
        assertThat(devices.isHome(OTHER.address())).isFalse();
    }

    @Test
    void what_was_said_of_a_device_is_there_after_a_restart() throws Exception {
        ask(PHONE);
        adopt(Optional.empty());
        ask(OTHER);
        var adopted = devices.find(MAC);
        reopen();
        assertThat(devices.find(MAC)).isEqualTo(adopted);
        assertThat(((Adopted) adopted.orElseThrow()).rivals())
                .containsExactly(new Sighting(OTHER, now));
        devices.hold(MAC);
        var held = devices.find(MAC);
        reopen();
        assertThat(devices.find(MAC)).isEqualTo(held);
        devices.remove(MAC);
        reopen();
        assertThat(devices.all()).isEmpty();
    }

    @Test
    void two_that_ask_as_one_are_not_adopted_by_chance() throws Exception {
        ask(PHONE);
        ask(OTHER);
        assertThatThrownBy(() -> adopt(Optional.empty()))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("several", "192.0.2.10", "2001:db8:0:0:0:0:0:7");
        assertThatThrownBy(() -> adopt(Optional.of(InetAddress.ofLiteral("192.0.2.99"))))
                .hasMessageContaining("nobody asked as it from 192.0.2.99");
        assertThat(((Adopted) adopt(Optional.of(OTHER.address()))).home()).isEqualTo(OTHER);
    }

    @Test
    void a_phone_that_moved_is_taken_when_the_administrator_says_so() throws Exception {
        ask(PHONE);
        adopt(Optional.empty());
        assertThat(ask(OTHER)).isInstanceOf(Hold.class);
        var adopted = (Adopted) adopt(Optional.of(OTHER.address()));
        assertThat(adopted.rivals()).isEmpty();
        assertThat(ask(OTHER)).isInstanceOf(Serve.class);
        assertThat(ask(PHONE)).isInstanceOf(Hold.class);
    }

    @Test
    void who_asks_first_is_the_device_for_a_while_only() throws Exception {
        assertThat(adopt(Optional.empty())).isInstanceOf(Expected.class);
        now = now.plus(Duration.ofMinutes(15));
        assertThat(ask(PHONE)).isInstanceOf(Hold.class);
        adopt(Optional.empty());
        now = now.plus(Duration.ofMinutes(14));
        reopen();
        assertThat(ask(PHONE)).isInstanceOf(Serve.class);
        reopen();
        assertThat(ask(OTHER)).isInstanceOf(Hold.class);
    }

    @Test
    void a_token_lets_one_in_for_each_device_and_ends() throws Exception {
        adopt(Optional.empty());
        now = now.plus(Duration.ofHours(1));
        String token = devices.token(Duration.ofHours(2));
        reopen();
        assertThat(devices.proof(token)).isInstanceOf(Proof.Token.class);
        assertThat(devices.proof(token + "x")).isInstanceOf(Proof.OldToken.class);
        assertThat(ask(MAC, PHONE, devices.proof(token))).isInstanceOf(Serve.class);
        assertThat(ask(MAC, OTHER, devices.proof(token))).isInstanceOf(Hold.class);
        now = now.plus(Duration.ofHours(2));
        assertThat(devices.proof(token)).isInstanceOf(Proof.OldToken.class);
        assertThat(ask(MAC, PHONE, devices.proof(token))).isInstanceOf(Serve.class);
        directory.close();
        assertThat(Files.readString(folder.resolve("switchhook.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain(token);
        open();
    }

    @Test
    void strangers_are_bounded_and_leave_nothing_on_disk() throws Exception {
        for (int i = 0; i < 10; i++) ask(mac(i), PHONE, new Proof.None());
        ask(mac(7), PHONE, new Proof.None());
        assertThat(devices.all())
                .extracting(it -> it.mac())
                .containsExactly(mac(8), mac(9), mac(7));
        reopen();
        assertThat(devices.all()).isEmpty();
    }

    @Test
    void a_history_is_bounded_and_survives() throws Exception {
        ask(PHONE);
        devices.remember(visit(MAC, 0));
        assertThat(devices.visits(MAC)).containsExactly(visit(MAC, 0));
        adopt(Optional.empty());
        for (int i = 1; i < 8; i++) devices.remember(visit(MAC, i));
        reopen();
        assertThat(devices.visits(MAC))
                .containsExactlyElementsOf(
                        IntStream.range(3, 8).mapToObj(i -> visit(MAC, i)).toList());
        devices.remember(visit(mac(1), 1));
        assertThat(devices.visits(mac(1))).isEmpty();
    }

    @Test
    void questions_at_the_same_time_do_not_wait_for_each_other_for_ever() throws Exception {
        ask(PHONE);
        adopt(Optional.empty());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                var asker = asker("192.0.2." + (20 + i % 40));
                int number = i;
                threads.submit(() -> {
                    ask(asker);
                    devices.remember(visit(MAC, number));
                    return devices.visits(MAC);
                });
            }
        }
        assertThat(devices.visits(MAC)).hasSize(5);
        assertThat(((Adopted) devices.find(MAC).orElseThrow()).rivals()).hasSize(Sighting.MOST);
    }

    @Test
    void devices_that_ask_at_the_same_time_go_to_the_disk_together() throws Exception {
        for (int i = 0; i < 4; i++) devices.adopt(mac(i), T38G, ASSIGNMENT, Optional.empty());
        var counters = directory.database().counters();
        var disk = new Gate();
        directory.database().later(_ -> disk.passed());
        disk.awaitSomebody();
        long before = counters.transactions();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                var asker = asker("192.0.2." + i);
                var mac = mac(i);
                threads.submit(() -> ask(mac, asker, new Proof.None()));
            }
            awaitWaiting(5);
            assertThat(devices.counts().expected()).isEqualTo(4);
            disk.open();
        }
        assertThat(counters.transactions() - before).isEqualTo(2);
        assertThat(devices.counts().adopted()).isEqualTo(4);
        reopen();
        assertThat(devices.counts().adopted()).isEqualTo(4);
    }

    @Test
    void of_two_who_ask_first_as_one_device_at_the_same_time_one_is_served() throws Exception {
        adopt(Optional.empty());
        var disk = new Gate();
        directory.database().later(_ -> disk.passed());
        disk.awaitSomebody();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = threads.submit(() -> ask(PHONE));
            var other = threads.submit(() -> ask(OTHER));
            awaitWaiting(2);
            disk.open();
            assertThat(List.of(one.get(), other.get()))
                    .hasAtLeastOneElementOfType(Serve.class)
                    .hasAtLeastOneElementOfType(Hold.class);
        }
        assertThat(((Adopted) devices.find(MAC).orElseThrow()).rivals()).hasSize(1);
    }

    @Test
    void what_a_device_logs_in_with_ends_when_it_is_held_or_removed() throws Exception {
        directory.add(NewAccount.of("1001", "", "secret"));
        ask(PHONE);
        adopt(Optional.empty());
        directory.devices().issue(MAC.digits(), List.of("1001"), new Random(1));
        devices.hold(MAC);
        assertThat(directory.devices().size()).isZero();
        assertThat(ask(PHONE)).isInstanceOf(Hold.class);
        assertThat(((Adopted) adopt(Optional.empty())).home()).isEqualTo(PHONE);
        directory.devices().issue(MAC.digits(), List.of("1001"), new Random(1));
        devices.remove(MAC);
        assertThat(directory.devices().size()).isZero();
        assertThat(devices.find(MAC)).isEmpty();
    }

    @Test
    void what_cannot_be_is_refused() throws Exception {
        var seven = new Assignment("t38g", "", List.of("1", "2", "3", "4", "5", "6", "7"));
        assertThatThrownBy(() -> devices.adopt(MAC, T38G, seven, Optional.empty()))
                .hasMessageContaining("has 6 accounts, not 7");
        assertThatThrownBy(() -> devices.hold(MAC)).hasMessageContaining("there is no device");
        ask(PHONE);
        assertThatThrownBy(() -> devices.hold(MAC)).hasMessageContaining("is not adopted");
        for (int i = 0; i < 4; i++) devices.adopt(mac(i), T38G, ASSIGNMENT, Optional.empty());
        assertThatThrownBy(() -> adopt(Optional.empty())).hasMessageContaining("limits.devices");
    }

    @Test
    void settings_are_kept_by_layer() throws Exception {
        var name = "account.X.ptime";
        devices.settings()
                .change(new Origin.OfSystem(), name, Optional.of(new Value.Text("20")), "admin");
        devices.settings()
                .change(
                        new Origin.OfModel("t38g"),
                        name,
                        Optional.of(new Value.Text("30")),
                        "admin");
        devices.settings()
                .change(
                        new Origin.OfModel("t32g"),
                        name,
                        Optional.of(new Value.Text("40")),
                        "admin");
        devices.settings()
                .change(
                        new Origin.OfGroup("hall"),
                        name,
                        Optional.of(new Value.Default()),
                        "admin");
        devices.settings()
                .change(
                        new Origin.OfPerson(ASSIGNMENT.users().getFirst()),
                        name,
                        Optional.of(new Value.Text("45")),
                        "admin");
        devices.settings()
                .change(
                        new Origin.OfDevice(MAC.digits()),
                        name,
                        Optional.of(new Value.Text("50")),
                        "admin");
        devices.settings()
                .change(
                        new Origin.OfDevice(MAC.digits()),
                        name,
                        Optional.of(new Value.Text("60")),
                        "admin");
        reopen();
        assertThat(devices.settings().layers(MAC, ASSIGNMENT))
                .extracting(it -> it.values().get(name))
                .containsExactly(
                        new Value.Text("20"),
                        new Value.Text("30"),
                        new Value.Default(),
                        new Value.Text("45"),
                        new Value.Text("60"));
        assertThat(devices.settings().layers("t38g")).hasSize(2);
        devices.settings().change(new Origin.OfSystem(), name, Optional.empty(), "admin");
        assertThat(devices.settings().layers("t38g").getFirst().values()).isEmpty();
    }

    @Test
    void what_was_changed_is_told_and_can_be_taken_back() throws Exception {
        var system = new Origin.OfSystem();
        var settings = devices.settings();
        settings.change(system, "a.b", Optional.of(new Value.Text("1")), "ann");
        settings.change(system, "a.b", Optional.of(new Value.Text("1")), "bob");
        now = now.plusSeconds(60);
        settings.change(system, "a.b", Optional.of(new Value.Text("2")), "bob");
        settings.change(system, "c.d", Optional.of(new Value.Default()), "bob");
        var own = new Origin.OfDevice(MAC.digits());
        settings.change(own, "a.b", Optional.of(new Value.Text("3")), "ann");
        reopen();
        var history = devices.settings().history(List.of(system), 10);
        assertThat(history).extracting(SettingChange::name).containsExactly("c.d", "a.b", "a.b");
        assertThat(history).extracting(SettingChange::by).containsExactly("bob", "bob", "ann");
        assertThat(history.get(1).at()).isEqualTo(now);
        assertThat(history.get(1).before()).hasValue(new Value.Text("1"));

        var back = devices.settings().before(history.get(1));
        devices.settings().change(system, back, "ann");
        assertThat(devices.settings().layer(system).values())
                .containsExactly(Map.entry("a.b", new Value.Text("1")));
        assertThat(devices.settings().layer(own).values())
                .containsExactly(Map.entry("a.b", new Value.Text("3")));
        var first = devices.settings().changeOf(history.getLast().id()).orElseThrow();
        devices.settings().change(system, devices.settings().before(first), "ann");
        assertThat(devices.settings().layer(system).values()).isEmpty();
        assertThat(devices.settings().history(List.of(system, own), 3)).hasSize(3);
    }

    private static Planned planned(Mac mac, List<String> users, Map<String, Value> settings) {
        return new Planned(mac, T38G, new Assignment("t38g", "desk", users), settings);
    }

    @Test
    void several_are_adopted_all_together_or_not_at_all() throws Exception {
        ask(PHONE);
        var one = new Value.Text("1");
        devices.adoptAll(
                List.of(
                        planned(MAC, List.of("1001"), Map.of("a.b", one)),
                        planned(mac(1), List.of("1002"), Map.of())),
                "ann");
        reopen();
        var own = new Origin.OfDevice(MAC.digits());
        assertThat(((Adopted) devices.find(MAC).orElseThrow()).home()).isEqualTo(PHONE);
        assertThat(devices.find(mac(1)).orElseThrow()).isInstanceOf(Expected.class);
        assertThat(devices.settings().layer(own).values()).containsExactly(Map.entry("a.b", one));
        assertThat(devices.settings().history(List.of(own), 9).getFirst().by()).isEqualTo("ann");

        var tooMany = List.of("1", "2", "3", "4", "5", "6", "7");
        var plans = List.of(planned(MAC, List.of(), Map.of()), planned(mac(2), tooMany, Map.of()));
        assertThatThrownBy(() -> devices.adoptAll(plans, "ann")).hasMessageContaining("not 7");
        var five =
                IntStream.range(3, 8)
                        .mapToObj(it -> planned(mac(it), List.of(), Map.of()))
                        .toList();
        assertThatThrownBy(() -> devices.adoptAll(five, "ann"))
                .hasMessageContaining("limits.devices");
        assertThat(devices.all()).hasSize(2);
        assertThat(devices.settings().layer(own).values()).hasSize(1);

        devices.hold(MAC);
        devices.adoptAll(List.of(planned(MAC, List.of("1002"), Map.of())), "ann");
        var held = (Held) devices.find(MAC).orElseThrow();
        assertThat(held.assignment().users()).containsExactly("1002");
        assertThat(devices.settings().layer(own).values()).isEmpty();
    }

    @Test
    void the_history_of_a_device_goes_with_it() throws Exception {
        adopt(Optional.empty());
        var own = new Origin.OfDevice(MAC.digits());
        devices.settings().change(own, "a.b", Optional.of(new Value.Text("1")), "ann");
        devices.remove(MAC);
        assertThat(devices.settings().history(List.of(own), 3)).isEmpty();
    }

    @Test
    void nobody_is_served_if_it_cannot_be_kept_who_it_was() throws Exception {
        adopt(Optional.empty());
        directory.close();
        assertThatThrownBy(() -> ask(PHONE)).isInstanceOf(DeviceException.class);
        assertThat(devices.find(MAC).orElseThrow()).isInstanceOf(Expected.class);
        open();
    }

    @Test
    void a_held_device_stays_held() throws Exception {
        adopt(Optional.empty());
        devices.hold(MAC);
        var held = devices.hold(MAC);
        assertThat(held).isInstanceOf(Held.class);
        assertThat(devices.all()).containsExactly(held);
    }

    private void awaitWaiting(int count) {
        while (directory.database().counters().waiting() < count) Thread.onSpinWait();
    }
}
