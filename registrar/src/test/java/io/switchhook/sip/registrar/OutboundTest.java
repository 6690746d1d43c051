package io.switchhook.sip.registrar;

import static io.switchhook.sip.registrar.Register.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Recorder;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// RFC 5626 §6: bindings of phones that register flows.
class OutboundTest {
    private static final AddressOfRecord AOR = new AddressOfRecord("1001", "office.example");
    private static final String ONE =
            ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"";
    private static final String TWO =
            ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000000000002>\"";
    private static final String NEAR = "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1";
    private static final String FAR =
            "Via: SIP/2.0/UDP 192.0.2.8;branch=z9hG4bK0, SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1";

    private final TestClock clock = new TestClock();
    private final InMemoryLocationService locations =
            new InMemoryLocationService(100, clock, LocationListener.NONE);
    private final Registrar registrar = registrar(RegistrarSettings.DEFAULT);
    private int cseq;

    private Registrar registrar(RegistrarSettings settings) {
        return new Registrar(
                settings,
                locations,
                new Registrar.Domains("office.example"::equals, its -> its),
                Optional.empty(),
                Optional.empty(),
                clock,
                clock,
                () -> "tt",
                Recorder.NONE);
    }

    private Response register(Flow flow, String... lines) {
        return register(registrar, flow, Register.request("a", ++cseq, lines));
    }

    private static Response register(Registrar registrar, Flow flow, Request request) {
        var transaction = new Register.Transaction(request, flow);
        registrar.serve(transaction, Runnable::run);
        return transaction.responses.getFirst();
    }

    private Response register(String... lines) {
        return register(new TestFlow(Transport.UDP), lines);
    }

    private static String contact(int port, String parameters) {
        return "Contact: <sip:1001@192.0.2.1:" + port + ">" + parameters;
    }

    private List<Binding> bindings() {
        return locations.bindings(AOR, clock.instant()).all();
    }

    @Test
    void a_port_that_changes_at_each_refresh_leaves_one_binding_section_6() {
        for (int port = 40_000; port < 40_005; port++)
            assertThat(
                            register("Supported: path, outbound", contact(port, ONE + ";reg-id=1"))
                                    .status()
                                    .value())
                    .isEqualTo(200);
        assertThat(bindings()).hasSize(1);
        assertThat(bindings().getFirst().contact().uri()).hasToString("sip:1001@192.0.2.1:40004");
    }

    @Test
    void a_uuid_is_the_same_in_any_case() {
        register("Supported: outbound", contact(1, ONE + ";reg-id=1"));
        register("Supported: outbound", contact(2, ONE.replace("AABB", "aabb") + ";reg-id=1"));
        assertThat(bindings()).hasSize(1);
    }

    @Test
    void flows_and_phones_are_told_apart_though_their_contacts_are_equal() {
        register("Supported: outbound", contact(5060, ONE + ";reg-id=1"));
        register("Supported: outbound", contact(5060, ONE + ";reg-id=2"));
        register("Supported: outbound", contact(5060, TWO + ";reg-id=1"));
        assertThat(bindings()).hasSize(3);
        register("Supported: outbound", contact(5060, ONE + ";reg-id=2;expires=0"));
        assertThat(bindings().stream().map(it -> it.instanceFlow().orElseThrow().regId()))
                .containsExactly(1, 1);
    }

    @Test
    void phones_without_outbound_keep_to_their_contacts() {
        register(contact(1, ""));
        register(contact(2, ""));
        register(contact(3, ONE));
        register(contact(4, ONE));
        register(contact(5, ";reg-id=1"));
        register(contact(6, ";reg-id=1"));
        register(contact(1, ""));
        assertThat(bindings()).hasSize(6);
    }

    @Test
    void a_phone_that_learns_outbound_keeps_its_binding() {
        register(contact(5060, ONE));
        register("Supported: outbound", contact(5060, ONE + ";reg-id=1"));
        assertThat(bindings()).hasSize(1);
        register(contact(5060, ONE));
        assertThat(bindings()).hasSize(1);
        register("Supported: outbound", contact(5060, TWO + ";reg-id=1"));
        assertThat(bindings()).hasSize(2);
    }

    @Test
    void the_answer_requires_outbound_only_of_phones_that_say_so() {
        var agreed = register("Supported: outbound", contact(1, ONE + ";reg-id=1"));
        assertThat(agreed.headers().all(Header.REQUIRE)).containsExactly("outbound");
        assertThat(agreed.headers().get(Header.FLOW_TIMER)).contains(120);
        for (var answer :
                List.of(
                        register(contact(1, ONE + ";reg-id=1")),
                        register("Supported: outbound", contact(2, ";reg-id=1")),
                        register("Supported: outbound", contact(2, ONE)),
                        register("Supported: outbound"))) {
            assertThat(answer.status().value()).isEqualTo(200);
            assertThat(answer.headers().has(Header.REQUIRE.name())).isFalse();
            assertThat(answer.headers().has(Header.FLOW_TIMER.name())).isFalse();
        }
        assertThat(register("Require: outbound", contact(1, ONE + ";reg-id=1")).status().value())
                .isEqualTo(200);
    }

    private static RegistrarSettings settings(Duration flowTimer, NameAddr... serviceRoute) {
        var d = RegistrarSettings.DEFAULT;
        return new RegistrarSettings(
                d.defaultExpires(),
                d.minExpires(),
                d.maxExpires(),
                d.bindings(),
                d.contactBytes(),
                d.pathWithoutSupport(),
                flowTimer,
                List.of(serviceRoute));
    }

    @Test
    @Scenario("RFC 3608 §6.3")
    void who_registers_is_told_the_route_and_who_leaves_is_not() {
        var routing =
                registrar(
                        settings(
                                RegistrarSettings.DEFAULT.flowTimer(),
                                NameAddr.of(SipUri.parse("sip:edge.example;lr")),
                                NameAddr.of(SipUri.parse("sip:home.example;lr"))));
        var flow = new TestFlow(Transport.UDP);
        var request = Register.request("a", 1, contact(1, ONE + ";reg-id=1"));
        assertThat(register(routing, flow, request).headers().all(Header.SERVICE_ROUTE))
                .extracting(NameAddr::toString)
                .containsExactly("<sip:edge.example;lr>", "<sip:home.example;lr>");
        var leaving = Register.request("a", 2, "Contact: *", "Expires: 0");
        assertThat(register(routing, flow, leaving).headers().has(Header.SERVICE_ROUTE.name()))
                .isFalse();
    }

    @Test
    void a_flow_timer_of_zero_is_not_said() {
        var silent = registrar(settings(Duration.ZERO));
        var request =
                Register.request("a", 1, "Supported: outbound", contact(1, ONE + ";reg-id=1"));
        var answer = register(silent, new TestFlow(Transport.UDP), request);
        assertThat(answer.headers().has(Header.REQUIRE.name())).isTrue();
        assertThat(answer.headers().has(Header.FLOW_TIMER.name())).isFalse();
    }

    @Test
    void a_first_proxy_that_knows_no_flows_gets_439_section_6() {
        var lacking = List.of("Path: <sip:p.example;lr>", "X: none");
        for (var path : lacking) {
            var answer =
                    register(FAR, path, "Supported: path, outbound", contact(1, ONE + ";reg-id=1"));
            assertThat(answer.status().value()).isEqualTo(439);
        }
        assertThat(bindings()).isEmpty();
    }

    @Test
    void without_supported_its_reg_id_is_ignored_and_the_contact_counts() {
        register(FAR, contact(1, ONE + ";reg-id=1"));
        register(FAR, contact(2, ONE + ";reg-id=1"));
        assertThat(bindings()).hasSize(2);
        assertThat(bindings().getFirst().contact().parameters().has("reg-id")).isFalse();
    }

    @Test
    void an_edge_proxy_that_knows_flows_is_on_the_path_and_tells_the_timer_itself() {
        for (int port = 1; port < 4; port++) {
            var answer =
                    register(
                            FAR,
                            "Path: <sip:inner.example;lr>",
                            "Path: <sip:token@edge.example;lr;ob>",
                            "Supported: path, outbound",
                            contact(port, ONE + ";reg-id=1"));
            assertThat(answer.headers().all(Header.REQUIRE)).containsExactly("outbound");
            assertThat(answer.headers().has(Header.FLOW_TIMER.name())).isFalse();
        }
        assertThat(bindings()).hasSize(1);
        assertThat(bindings().getFirst().path()).hasSize(2);
        assertThat(bindings().getFirst().flow()).isEmpty();
    }

    @Test
    void two_contacts_cannot_share_one_flow() {
        var two = contact(1, ONE + ";reg-id=1") + ", <sip:x@192.0.2.2>";
        assertThat(register("Supported: outbound", two).status().value()).isEqualTo(400);
        var replaced = contact(1, ONE + ";reg-id=1") + ", <sip:x@192.0.2.2>;expires=0";
        assertThat(register("Supported: outbound", replaced).status().value()).isEqualTo(200);
    }

    @Test
    void a_flow_of_udp_is_kept_though_no_nat_is_seen() {
        register(NEAR, "Supported: outbound", contact(1, ONE + ";reg-id=1"));
        register(NEAR, contact(2, ""));
        assertThat(bindings().getFirst().flow()).isPresent();
        assertThat(bindings().getLast().flow()).isEmpty();
    }

    @Test
    void a_flow_that_recovers_replaces_the_dead_one_and_outlives_its_end_section_4_5() {
        var dead = new TestFlow(Transport.TCP);
        var fresh = new TestFlow(Transport.TCP);
        register(dead, "Supported: outbound", contact(1, ONE + ";reg-id=1"));
        register(fresh, "Supported: outbound", contact(2, ONE + ";reg-id=1"));
        dead.close();
        assertThat(bindings()).hasSize(1);
        assertThat(bindings().getFirst().flow()).contains(fresh);
        fresh.close();
        assertThat(bindings()).isEmpty();
    }

    @Test
    void a_refresh_out_of_order_is_refused_whatever_its_contact() {
        var first = Register.request("a", 9, "Supported: outbound", contact(1, ONE + ";reg-id=1"));
        var late = Register.request("a", 8, "Supported: outbound", contact(2, ONE + ";reg-id=1"));
        register(registrar, new TestFlow(Transport.UDP), first);
        var answer = register(registrar, new TestFlow(Transport.UDP), late);
        assertThat(answer.status().value()).isEqualTo(500);
        assertThat(bindings().getFirst().seen()).isEqualTo(NOW);
    }
}
