package io.switchhook.sip.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.transport.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DurableLocationServiceTest {
    private final Phones phones;

    DurableLocationServiceTest() throws IOException {
        phones = new Phones();
    }

    private static void isRefused(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> {
                            assertThat(rejected.status()).isEqualTo(StatusCode.SERVICE_UNAVAILABLE);
                            assertThat(rejected.fields()).as("Retry-After").hasSize(1);
                        });
    }

    private static void isAccepted(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void nobody_is_told_before_the_disk_has_it() throws IOException {
        var outcomes = phones.register("1001");
        assertThat(outcomes).isEmpty();
        assertThat(phones.knows("1001")).as("though it can be called already").isTrue();
        phones.folder.beforeForce = () -> assertThat(outcomes).isEmpty();
        phones.turn();
        assertThat(outcomes).hasSize(1);
        assertThat(phones.next(phones.folder.afterPowerCut(0)).knows("1001")).isTrue();
    }

    @Test
    void many_become_safe_by_one_force() {
        int before = phones.folder.forces;
        for (int i = 0; i < 40; i++) phones.register("u" + i);
        phones.turn();
        assertThat(phones.folder.forces).isEqualTo(before + 1);
        assertThat(phones.locations.counters().records()).isEqualTo(40);
        assertThat(phones.locations.counters().groups()).isEqualTo(1);
    }

    @Test
    void a_query_waits_for_nothing() {
        phones.registered("1001");
        assertThat(phones.register("1001", Optional.empty())).hasSize(1);
    }

    @Test
    void all_of_a_binding_comes_back() throws IOException {
        phones.registered(
                "1001",
                "Contact: \"A\" <sip:p@192.0.2.7:5062;ob>;q=0.5;+sip.instance=\"<urn:uuid:0>\"",
                "Contact: <tel:+491234>;expires=90",
                "Supported: path",
                "Path: <sip:edge.example;lr>, <sip:next.example;lr>",
                "User-Agent: Desk phone \u00fc");
        var before = phones.bindings("1001").all();
        phones.pass(Duration.ofSeconds(5));
        var after = phones.next(phones.folder.afterKill()).bindings("1001").all();
        assertThat(after).hasSize(2);
        for (int i = 0; i < 2; i++)
            assertThat(after.get(i)).usingRecursiveComparison().isEqualTo(before.get(i));
    }

    @Test
    void what_was_removed_or_has_expired_does_not_come_back() throws IOException {
        phones.registered("1001");
        phones.registered("1001", "Contact: *", "Expires: 0");
        phones.registered("1002", "Contact: <sip:p@h>;expires=60");
        phones.registered("1003");
        phones.locations.remove(phones.bindings("1003").addressOfRecord());
        phones.registered("1004");
        phones.pass(Duration.ofSeconds(60));
        var next = phones.next(phones.folder.afterKill());
        assertThat(next.knows("1004")).isTrue();
        assertThat(next.locations.size()).isEqualTo(1);
    }

    @Test
    void a_phone_that_returns_is_known_and_its_old_requests_too() throws IOException {
        phones.registered("1001");
        var next = phones.next(phones.folder.afterKill());
        assertThat(next.register("1001"))
                .as("CSeq 1 again")
                .singleElement()
                .isInstanceOf(Outcome.Rejected.class);
        isAccepted(next.registered("1001"));
        assertThat(next.events.toString()).contains("Refreshed");
    }

    @Test
    void a_phone_behind_a_NAT_is_reached_over_the_same_listener() throws IOException {
        var flow = new TestFlow(Transport.UDP);
        phones.register("1001", Optional.of(flow), "Contact: <sip:p@10.0.0.7>");
        phones.turn();
        var next = phones.next(phones.folder.afterKill());
        var remembered = next.bindings("1001").all().getFirst().flow().orElseThrow();
        assertThat(remembered.isOpen()).as("no listener yet").isFalse();
        next.flows.flows.put(flow.token(), flow);
        assertThat(remembered.isOpen()).isTrue();
        assertThat(remembered.remote()).isEqualTo(flow.remote());
        assertThat(remembered.sentBy()).isEqualTo(flow.sentBy());
        var third = next.next(next.folder.afterKill());
        assertThat(third.bindings("1001").all().getFirst().flow()).contains(remembered);
    }

    /// The test's connection comes from 127.0.0.1:40000.
    @Test
    void of_bindings_over_a_connection_those_stay_whose_phone_may_take_another()
            throws IOException {
        var flow = Optional.<io.switchhook.sip.transport.Flow>of(new TestFlow(Transport.TCP));
        var socket = Optional.<io.switchhook.sip.transport.Flow>of(new TestFlow(Transport.WSS));
        phones.register("listens", flow, "Contact: <sip:p@127.0.0.1:5060;transport=tcp>");
        phones.register("nat", flow, "Contact: <sip:p@10.0.0.7:5060;transport=tcp>");
        phones.register("own-port", flow, "Contact: <sip:p@127.0.0.1:40000;transport=tcp>");
        phones.register("name", flow, "Contact: <sip:p@phone.example;transport=tcp>");
        phones.register("browser", socket, "Contact: <sip:p@127.0.0.1;transport=ws>");
        phones.turn();
        var next = phones.next(phones.folder.afterKill());
        assertThat(next.locations.size()).isEqualTo(1);
        assertThat(next.bindings("listens").all())
                .singleElement()
                .satisfies(binding -> assertThat(binding.flow()).isEmpty());
    }

    @Test
    void a_connection_that_was_lost_before_does_not_come_back() throws IOException {
        var flow = new TestFlow(Transport.TCP);
        phones.register("1001", Optional.of(flow), "Contact: <sip:p@127.0.0.1>");
        phones.turn();
        flow.close();
        phones.turn();
        assertThat(phones.next(phones.folder.afterKill()).knows("1001")).isFalse();
    }

    @Test
    void a_connection_that_ends_with_the_process_takes_nothing_along() throws IOException {
        var flow = new TestFlow(Transport.TCP);
        phones.register("1001", Optional.of(flow), "Contact: <sip:p@127.0.0.1>");
        phones.locations.close();
        flow.close();
        assertThat(phones.next(phones.folder.afterPowerCut(0)).knows("1001")).isTrue();
    }

    @Test
    void when_it_ends_it_writes_what_waits_and_takes_no_more() throws IOException {
        var last = phones.register("1001");
        phones.locations.close();
        last.forEach(DurableLocationServiceTest::isAccepted);
        assertThat(last).hasSize(1);
        phones.register("1002").forEach(DurableLocationServiceTest::isRefused);
        assertThat(phones.next(phones.folder.afterPowerCut(0)).knows("1001")).isTrue();
    }

    @Test
    void on_a_full_disk_phones_stay_registered_and_new_ones_are_refused() throws IOException {
        isAccepted(phones.registered("1001"));
        phones.folder.room = 40;
        isRefused(phones.registered("1002"));
        assertThat(phones.knows("1002")).isFalse();
        assertThat(phones.locations.problem().orElseThrow())
                .contains("/data/bindings/", "No space left on device", "free some space");
        isRefused(phones.registered("1003"));
        isAccepted(phones.registered("1001"));
        isAccepted(phones.registered("1001", "Contact: *", "Expires: 0"));
        assertThat(phones.knows("1001")).isFalse();
        assertThat(phones.locations.counters().refused()).isEqualTo(2);
        assertThat(phones.next(phones.folder.afterKill()).locations.size()).isEqualTo(1);
    }

    @Test
    void when_there_is_room_again_it_recovers_by_itself() throws IOException {
        isAccepted(phones.registered("1001", "Contact: <sip:p@h>;expires=60"));
        phones.folder.room = 0;
        isRefused(phones.registered("1002"));
        phones.pass(Duration.ofSeconds(59));
        isAccepted(phones.registered("1001", "Contact: <sip:p@h>;expires=600"));
        phones.pass(BindingsLog.RETRY);
        phones.turn();
        isRefused(phones.registered("1002"));

        phones.folder.room = Long.MAX_VALUE;
        phones.pass(BindingsLog.RETRY);
        phones.turn();
        isAccepted(phones.registered("1002"));
        phones.runBackground();
        assertThat(phones.locations.problem()).isEmpty();
        var next = phones.next(phones.folder.afterPowerCut(0));
        assertThat(next.knows("1001")).as("refreshed while nothing could be saved").isTrue();
        assertThat(next.knows("1002")).isTrue();
    }

    /// After a failed fsync the same file may never be trusted again.
    @Test
    void a_failed_force_is_followed_by_a_new_file() throws IOException {
        isAccepted(phones.registered("1001"));
        phones.folder.forceFails = true;
        isRefused(phones.registered("1002"));
        phones.folder.forceFails = false;
        phones.pass(BindingsLog.RETRY);
        phones.turn();
        assertThat(phones.folder.names()).contains("1.log", "2.log");
        isAccepted(phones.registered("1003"));
        assertThat(phones.next(phones.folder.afterPowerCut(0)).knows("1003")).isTrue();
        phones.runBackground();
        assertThat(phones.folder.names()).containsExactly("2.log", "2.snapshot");
        var next = phones.next(phones.folder.afterPowerCut(0));
        assertThat(next.knows("1001")).isTrue();
        assertThat(next.knows("1002")).isFalse();
        assertThat(next.knows("1003")).isTrue();
    }

    @Test
    void a_refused_change_takes_back_only_what_is_new() {
        isAccepted(phones.registered("1001", "Contact: <sip:old@h>"));
        phones.folder.room = 0;
        var outcomes =
                phones.register("1001", Optional.empty(), "Contact: <sip:old@h>, <sip:new@h>");
        phones.turn();
        outcomes.forEach(DurableLocationServiceTest::isRefused);
        assertThat(outcomes).hasSize(1);
        assertThat(phones.bindings("1001").all())
                .singleElement()
                .satisfies(its -> assertThat(its.contact().uri()).hasToString("sip:old@h"));
    }

    @Test
    void a_disk_that_is_full_from_the_start_keeps_nobody_from_starting() throws IOException {
        var full = new FaultyFolder();
        full.room = 0;
        var its = new Phones(full, new TestClock());
        isRefused(its.registered("1001"));
        full.room = Long.MAX_VALUE;
        its.pass(BindingsLog.RETRY);
        its.turn();
        isAccepted(its.registered("1001"));
    }

    @Test
    void a_disk_that_hangs_is_told_and_nothing_new_waits_for_it() {
        phones.registered("1001");
        var meanwhile = new java.util.ArrayList<Outcome>();
        phones.folder.beforeForce =
                () -> {
                    phones.folder.beforeForce = () -> {};
                    phones.pass(BindingsLog.STALL.plusMillis(1));
                    assertThat(phones.locations.problem().orElseThrow())
                            .contains("the disk does not answer");
                    meanwhile.addAll(phones.register("1002"));
                };
        phones.registered("1001");
        assertThat(meanwhile).singleElement().satisfies(DurableLocationServiceTest::isRefused);
        assertThat(phones.locations.problem()).isEmpty();
    }

    @Test
    void no_more_wait_for_the_disk_than_the_bound() {
        for (int i = 0; i < 50; i++) assertThat(phones.register("u" + i)).isEmpty();
        assertThat(phones.register("u50"))
                .singleElement()
                .satisfies(DurableLocationServiceTest::isRefused);
        assertThat(phones.register("u1"))
                .singleElement()
                .satisfies(DurableLocationServiceTest::isRefused);
        phones.turn();
        isAccepted(phones.registered("u50"));
    }

    private void fillLog() {
        for (int i = 0; i < 400; i++) phones.registered("1001");
    }

    @Test
    void a_long_log_is_compacted_while_phones_register() throws IOException {
        phones.registered("before");
        fillLog();
        assertThat(phones.background).hasSize(1);
        assertThat(phones.folder.names()).containsExactly("1.log", "2.log");
        isAccepted(phones.registered("meanwhile"));
        assertThat(phones.next(phones.folder.afterPowerCut(0)).locations.size()).isEqualTo(3);
        phones.runBackground();
        isAccepted(phones.registered("after"));
        assertThat(phones.folder.names()).containsExactly("2.log", "2.snapshot");
        assertThat(phones.next(phones.folder.afterPowerCut(0)).locations.size()).isEqualTo(4);
        assertThat(phones.locations.counters().snapshots()).isEqualTo(1);
    }

    @Test
    void killed_while_it_compacts_it_knows_all() throws IOException {
        fillLog();
        var between = phones.folder.afterKill();
        between.put("2.snapshot.new", "switchhook bind".getBytes(StandardCharsets.UTF_8));
        var next = phones.next(between);
        assertThat(next.knows("1001")).isTrue();
    }

    @Test
    void without_room_for_a_snapshot_registrations_go_on() throws IOException {
        phones.registered("1001");
        fillLog();
        phones.folder.room = 10;
        phones.background.remove().run();
        phones.folder.room = Long.MAX_VALUE;
        phones.turn();
        assertThat(phones.locations.problem().orElseThrow()).contains("cannot be compacted");
        isAccepted(phones.registered("1002"));
        phones.pass(BindingsLog.SNAPSHOT_RETRY);
        phones.turn();
        phones.runBackground();
        assertThat(phones.locations.problem()).isEmpty();
        assertThat(phones.folder.names()).containsExactly("2.log", "2.snapshot");
        assertThat(phones.next(phones.folder.afterPowerCut(0)).locations.size()).isEqualTo(2);
    }

    @Test
    void a_torn_tail_costs_only_what_nobody_was_told() throws IOException {
        phones.registered("1001");
        phones.folder.forceFails = true;
        var folder = phones.folder;
        folder.beforeForce =
                () -> {
                    for (int more = 1; more < 60; more++) {
                        try {
                            var next = phones.next(folder.afterPowerCut(more));
                            assertThat(next.knows("1001")).isTrue();
                            assertThat(next.knows("1002")).isFalse();
                            assertThat(next.locations.counters().droppedBytes()).isEqualTo(more);
                            assertThat(next.folder.bytes("1.log.damaged")).hasSize(more);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                };
        phones.registered("1002");
    }

    @Test
    void damage_in_the_middle_costs_what_it_touched_and_is_cleaned_up() throws IOException {
        for (int i = 0; i < 10; i++) phones.registered("100" + i);
        var damaged = phones.folder.afterKill();
        byte[] bytes = damaged.bytes("1.log");
        bytes[bytes.length / 2] ^= 1;
        var next = phones.next(damaged);
        assertThat(next.locations.size()).isEqualTo(9);
        assertThat(next.locations.counters().droppedBytes())
                .isEqualTo((bytes.length - Generation.heading().length) / 10);
        next.turn();
        next.runBackground();
        assertThat(damaged.names()).containsExactly("1.log.damaged", "2.log", "2.snapshot");
        var third = next.next(damaged.afterPowerCut(0));
        assertThat(third.locations.size()).isEqualTo(9);
        assertThat(third.locations.counters().droppedBytes()).isZero();
    }

    @Test
    void a_file_of_a_later_version_is_not_touched() {
        var folder = new FaultyFolder();
        folder.put("7.log", "switchhook bindings 2\n...".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> phones.next(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/data/bindings/7.log")
                .hasMessageContaining("format 2")
                .hasMessageContaining("move it away");
    }

    @Test
    void a_clock_that_is_set_neither_ends_a_binding_nor_keeps_it() throws IOException {
        for (var jump : new Duration[] {Duration.ofDays(20_000), Duration.ofDays(-300)}) {
            var its = new Phones();
            its.registered("1001", "Contact: <sip:p@h>;expires=600");
            its.wall.pass(jump);
            assertThat(its.locations.sweep()).isZero();
            its.turn();
            its.runBackground();
            its.pass(Duration.ofSeconds(599));
            assertThat(its.knows("1001")).isTrue();
            var next = its.next(its.folder.afterPowerCut(0));
            assertThat(next.knows("1001")).as("after " + jump).isTrue();
            next.pass(Duration.ofSeconds(1));
            assertThat(next.knows("1001")).isFalse();
            its.pass(Duration.ofSeconds(1));
            assertThat(its.knows("1001")).isFalse();
        }
    }

    @Test
    void after_a_restart_with_the_clock_behind_nothing_is_held_for_longer_than_allowed()
            throws IOException {
        phones.registered("1001");
        phones.wall.pass(Duration.ofDays(-10_000));
        var next = phones.next(phones.folder.afterKill());
        assertThat(next.knows("1001")).isTrue();
        next.pass(Duration.ofHours(2));
        assertThat(next.knows("1001")).isFalse();
    }
}
