package io.switchhook.sip.registrar;

import static io.switchhook.sip.registrar.Register.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.registrar.Registration.Outcome;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InMemoryLocationServiceTest {
    private static final Registration REGISTRATION = new Registration(RegistrarSettings.DEFAULT);

    private final TestClock clock = new TestClock();
    private final List<LocationEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final InMemoryLocationService locations =
            new InMemoryLocationService(100, clock, events::add);

    private static AddressOfRecord aor(String user) {
        return new AddressOfRecord(user, "office.example");
    }

    private Outcome register(String user, long cseq, Optional<Flow> flow, String... lines) {
        var request = Register.forUser(user, "a", cseq, lines);
        var outcome = new AtomicReference<Outcome>();
        locations.update(
                aor(user),
                current -> REGISTRATION.apply(clock.instant(), current, request, flow),
                Runnable::run,
                outcome::set);
        return java.util.Objects.requireNonNull(outcome.get());
    }

    private Outcome register(String user, long cseq, String... lines) {
        return register(user, cseq, Optional.empty(), lines);
    }

    private List<String> kinds() {
        return events.stream().map(e -> e.getClass().getSimpleName()).toList();
    }

    private void pass(int seconds) {
        clock.pass(Duration.ofSeconds(seconds));
    }

    private Bindings bindings(String user) {
        return locations.bindings(aor(user), clock.instant());
    }

    @Test
    void what_was_registered_is_found_until_it_expires() {
        register("1001", 1, "Contact: <sip:p@h>;expires=60");
        assertThat(bindings("1001").size()).isEqualTo(1);
        pass(59);
        assertThat(bindings("1001").size()).isEqualTo(1);
        pass(1);
        assertThat(bindings("1001").isEmpty()).isTrue();
        assertThat(locations.size()).as("not swept yet").isEqualTo(1);
        assertThat(locations.sweep()).isEqualTo(1);
        assertThat(locations.size()).isZero();
        assertThat(kinds()).containsExactly("Registered", "Expired");
    }

    @Test
    void each_binding_expires_at_its_own_time_and_a_refresh_puts_it_off() {
        register("1001", 1, "Contact: <sip:p@h>;expires=60, <sip:r@h>;expires=120");
        pass(50);
        register("1001", 2, "Contact: <sip:p@h>;expires=60");
        pass(10);
        assertThat(locations.sweep()).isZero();
        pass(50);
        assertThat(locations.sweep()).isEqualTo(1);
        assertThat(bindings("1001").all())
                .singleElement()
                .hasToString("<sip:r@h> until 2026-01-01T00:02:00Z");
        pass(10);
        assertThat(locations.sweep()).isEqualTo(1);
        assertThat(locations.sweep()).isZero();
    }

    @Test
    void a_shorter_time_is_kept_too() {
        register("1001", 1, "Contact: <sip:p@h>;expires=600");
        register("1001", 2, "Contact: <sip:p@h>;expires=60");
        pass(60);
        assertThat(locations.sweep()).isEqualTo(1);
    }

    @Test
    void events_tell_what_happened() {
        register("1001", 1, "Contact: <sip:p@h>, <sip:r@h>");
        register("1001", 2, "Contact: <sip:p@h>");
        register("1001", 3);
        register("1001", 4, "Contact: <sip:p@h>;expires=1");
        register("1001", 5, "Contact: <sip:p@h>;expires=0");
        locations.remove(aor("1001"));
        assertThat(kinds())
                .containsExactly(
                        "Registered", "Registered", "Refreshed", "Unregistered", "Unregistered");
        assertThat(locations.size()).isZero();
    }

    @Test
    void what_expired_unswept_is_told_before_it_comes_again() {
        register("1001", 1, "Contact: <sip:p@h>;expires=60");
        pass(61);
        register("1001", 1, "Contact: <sip:p@h>;expires=60");
        assertThat(kinds()).containsExactly("Registered", "Expired", "Registered");
        assertThat(locations.size()).isEqualTo(1);
    }

    @Test
    void bindings_end_with_their_connection() {
        var flow = new TestFlow(Transport.TCP);
        register("1001", 1, Optional.of(flow), "Contact: <sip:p@h;transport=tcp>");
        register("1002", 1, Optional.of(flow), "Contact: <sip:p@h;transport=tcp>");
        register("1003", 1, Optional.of(flow), "Contact: <sip:p@h;transport=tcp>");
        register("1001", 1, Optional.empty(), "Contact: <sip:q@h>");
        assertThat(flow.asked).as("asked once for all").isEqualTo(1);
        flow.close();
        assertThat(bindings("1001").all())
                .singleElement()
                .hasToString("<sip:q@h> until 2026-01-01T01:00:00Z");
        assertThat(bindings("1002").isEmpty()).isTrue();
        assertThat(locations.size()).isEqualTo(1);
        assertThat(kinds()).filteredOn("FlowLost"::equals).hasSize(3);
    }

    @Test
    void a_binding_that_moved_to_another_connection_survives_the_old_one() {
        var old = new TestFlow(Transport.TLS);
        var next = new TestFlow(Transport.TLS);
        register("1001", 1, Optional.of(old), "Contact: <sip:p@h>");
        register("1001", 2, Optional.of(next), "Contact: <sip:p@h>");
        old.close();
        assertThat(bindings("1001").size()).isEqualTo(1);
        next.close();
        assertThat(bindings("1001").isEmpty()).isTrue();
    }

    @Test
    void a_connection_that_is_dead_already_leaves_nothing() {
        var flow = new TestFlow(Transport.WS);
        flow.close();
        register("1001", 1, Optional.of(flow), "Contact: <sip:p@h>");
        assertThat(bindings("1001").isEmpty()).isTrue();
        assertThat(locations.size()).isZero();
    }

    @Test
    void registering_and_unregistering_over_one_connection_asks_once() {
        var flow = new TestFlow(Transport.TCP);
        for (int i = 1; i < 50; i++) {
            register("1001", 2 * i, Optional.of(flow), "Contact: <sip:p@h>");
            register("1001", 2 * i + 1, Optional.of(flow), "Contact: <sip:p@h>;expires=0");
        }
        assertThat(flow.asked).isEqualTo(1);
        flow.close();
        assertThat(kinds()).doesNotContain("FlowLost");
    }

    @Test
    void udp_flows_are_kept_and_never_asked() {
        var flow = new TestFlow(Transport.UDP);
        register("1001", 1, Optional.of(flow), "Contact: <sip:p@h>");
        assertThat(flow.asked).isZero();
        assertThat(bindings("1001").all().getFirst().flow()).contains(flow);
    }

    @Test
    void at_the_bound_new_bindings_are_refused_and_refreshes_are_not() {
        for (int i = 0; i < 100; i++) register("u" + i, 1, "Contact: <sip:p@h>;expires=60");
        var refused = (Outcome.Rejected) register("one-more", 1, "Contact: <sip:p@h>");
        assertThat(refused.status()).isEqualTo(StatusCode.SERVICE_UNAVAILABLE);
        assertThat(refused.fields()).hasSize(1);
        assertThat(bindings("one-more").isEmpty()).isTrue();
        assertThat(register("u5", 2, "Contact: <sip:p@h>")).isInstanceOf(Outcome.Accepted.class);
        assertThat(locations.size()).isEqualTo(100);
        pass(60);
        assertThat(locations.sweep()).isEqualTo(99);
        assertThat(register("one-more", 1, "Contact: <sip:p@h>"))
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void a_failing_listener_harms_nobody() {
        var service =
                new InMemoryLocationService(
                        10,
                        clock,
                        _ -> {
                            throw new IllegalStateException("listener");
                        });
        var request = Register.request("a", 1, "Contact: <sip:p@h>");
        service.update(
                aor("1001"),
                current -> REGISTRATION.apply(NOW, current, request, Optional.empty()),
                Runnable::run,
                outcome -> assertThat(outcome).isInstanceOf(Outcome.Accepted.class));
        assertThat(service.size()).isEqualTo(1);
    }

    @Test
    void the_console_sees_all_that_are_alive() {
        register("1001", 1, "Contact: <sip:p@h>;expires=60");
        register("1002", 1, "Contact: <sip:p@h>;expires=90");
        pass(70);
        var seen = new ArrayList<String>();
        locations.forEach(clock.instant(), b -> seen.add(b.addressOfRecord().user()));
        assertThat(seen).containsExactly("1002");
    }

    /// Four threads register, refresh, remove, lose connections and sweep; what is left agrees with itself.
    @Test
    void threads_do_not_disturb_each_other() throws Exception {
        var service = new InMemoryLocationService(10_000, clock, LocationListener.NONE);
        var flows = new ArrayList<TestFlow>();
        for (int i = 0; i < 20; i++) flows.add(new TestFlow(Transport.TCP));
        var work = new ArrayList<Callable<Boolean>>();
        for (int thread = 0; thread < 4; thread++) {
            var random = new Random(thread);
            String callId = "phone" + thread;
            work.add(() -> {
                for (int i = 1; i <= 3000; i++) {
                    String user = "u" + random.nextInt(8);
                    int expires = random.nextInt(3) == 0 ? 0 : 60 + random.nextInt(60);
                    String contact =
                            "Contact: <sip:"
                                    + callId
                                    + random.nextInt(2)
                                    + "@h>;expires="
                                    + expires;
                    var request = Register.forUser(user, callId, i, contact);
                    Optional<Flow> flow = Optional.of(flows.get(random.nextInt(20)));
                    service.update(
                            aor(user),
                            current -> REGISTRATION.apply(clock.instant(), current, request, flow),
                            Runnable::run,
                            outcome -> assertThat(outcome).isInstanceOf(Outcome.Accepted.class));
                    if (i % 100 == 0) flows.get(random.nextInt(10)).close();
                    if (i % 50 == 0) {
                        pass(1);
                        service.sweep();
                    }
                }
                return true;
            });
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(work)) done.get();
        }
        var left = new ArrayList<Binding>();
        service.forEach(Instant.EPOCH, b -> left.addAll(b.all()));
        assertThat(service.size()).isEqualTo(left.size());
        assertThat(left).noneMatch(b -> b.flow().isPresent() && !b.flow().get().isOpen());
        flows.forEach(TestFlow::close);
        assertThat(service.size()).isZero();
        clock.pass(Duration.ofDays(1));
        assertThat(service.sweep()).isZero();
    }
}
