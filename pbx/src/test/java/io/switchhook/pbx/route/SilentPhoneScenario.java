package io.switchhook.pbx.route;

import static io.switchhook.pbx.route.SimulatedOffice.PING_INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.registrar.LocationEvent;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Phones on UDP that are switched off without a word keep their bindings, but no caller waits for them.
@Scenario("RFC 3261 §11")
class SilentPhoneScenario {
    private static final Duration SOME_ROUNDS = PING_INTERVAL.multipliedBy(4);

    private SimulatedOffice office;
    private Party alice;
    private Party desk;
    private Party mobile;

    @BeforeEach
    void phones(@TempDir Path folder) throws Exception {
        office = new SimulatedOffice(folder);
        alice = office.network.party("alice", "192.0.2.10").outbound(Transport.UDP, office.node);
        desk = office.network.party("desk", "192.0.2.20").outbound(Transport.UDP, office.node);
        mobile = office.network.party("mobile", "192.0.2.21").outbound(Transport.UDP, office.node);
        for (var phone : new Party[] {desk, mobile}) {
            phone.onRequest(request -> {
                if (request.method() == Method.OPTIONS) phone.reply(request, 200);
            });
            office.register(phone, "bob", "");
        }
    }

    @AfterEach
    void close() {
        office.close();
    }

    private long pingsTo(String name) {
        return office.network.count(c -> c.to().equals(name) && c.is(Method.OPTIONS));
    }

    private void switchOff(String name) {
        office.network.between("office", name).cut(true);
    }

    private void switchOn(String name) {
        office.network.between("office", name).cut(false);
    }

    private boolean isSilent(Party phone) {
        return office.bindings("bob").stream()
                .filter(it -> it.contact().uri().equals(phone.contact()))
                .anyMatch(it -> office.reachability.silentSince(it).isPresent());
    }

    @Test
    void a_phone_that_answers_pings_is_reachable_and_asked_once_in_an_interval() {
        office.pass(PING_INTERVAL.multipliedBy(10));
        assertThat(isSilent(desk)).isFalse();
        assertThat(pingsTo("desk")).isBetween(4L, 10L);
        assertThat(office.pings.answered.sum()).isEqualTo(office.pings.sent.sum());
    }

    @Test
    void a_phone_that_says_something_by_itself_is_not_asked() {
        for (int i = 0; i < 30; i++) {
            office.pass(Duration.ofSeconds(20));
            alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
            office.signsOfLife.keepAlive(office.node.udp(desk.outbound().local()));
        }
        assertThat(pingsTo("desk")).isZero();
        assertThat(pingsTo("mobile")).isPositive();
    }

    @Test
    void a_phone_that_is_gone_is_not_waited_for_when_another_answers() {
        office.pass(SOME_ROUNDS);
        switchOff("desk");
        office.pass(SOME_ROUNDS);
        assertThat(isSilent(desk)).isTrue();
        assertThat(isSilent(mobile)).isFalse();
        assertThat(office.reachability.silent()).isOne();
        assertThat(office.events)
                .singleElement()
                .isInstanceOf(LocationEvent.Silent.class)
                .extracting(it -> it.binding().contact().uri())
                .isEqualTo(desk.contact());

        office.invite(alice, "sip:bob@example.com");
        mobile.ignoreUnread();
        mobile.reply(mobile.expect(Method.INVITE), 486);
        alice.ack(alice.expect(486));
        assertThat(office.network.count(c -> c.to().equals("desk") && c.is(Method.INVITE)))
                .isZero();
    }

    @Test
    void a_phone_that_is_gone_is_tried_when_no_other_can_be_reached() {
        office.pass(SOME_ROUNDS);
        switchOff("desk");
        office.pass(SOME_ROUNDS);
        assertThat(isSilent(desk)).isTrue();
        switchOn("desk");
        desk.ignoreUnread();
        mobile.ignoreUnread();
        office.invite(alice, "sip:bob@example.com");
        mobile.reply(mobile.expect(Method.INVITE), 480);
        desk.reply(desk.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
        assertThat(isSilent(desk)).isFalse();
    }

    @Test
    void where_all_are_silent_all_are_called() {
        office.pass(SOME_ROUNDS);
        switchOff("desk");
        switchOff("mobile");
        office.pass(SOME_ROUNDS);
        switchOn("desk");
        desk.ignoreUnread();
        office.invite(alice, "sip:bob@example.com");
        desk.reply(desk.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
        assertThat(isSilent(desk)).isFalse();
        assertThat(isSilent(mobile)).isTrue();
    }

    @Test
    void any_sign_of_life_ends_the_silence() {
        office.pass(SOME_ROUNDS);
        switchOff("desk");
        office.pass(SOME_ROUNDS);
        switchOn("desk");
        office.signsOfLife.keepAlive(office.node.udp(desk.outbound().local()));
        assertThat(isSilent(desk)).isFalse();
        assertThat(office.reachability.silent()).isZero();
        assertThat(office.events.getLast()).isInstanceOf(LocationEvent.Heard.class);
    }

    @Test
    void a_phone_that_is_back_is_found_by_a_ping() {
        office.pass(SOME_ROUNDS);
        switchOff("desk");
        office.pass(SOME_ROUNDS);
        switchOn("desk");
        office.pass(PING_INTERVAL.multipliedBy(7));
        assertThat(isSilent(desk)).isFalse();
    }

    @Test
    void a_phone_that_never_answers_pings_is_not_held_to_its_silence() {
        desk.onRequest(_ -> {});
        office.pass(SOME_ROUNDS.multipliedBy(2));
        assertThat(pingsTo("desk")).isPositive();
        assertThat(isSilent(desk)).isFalse();
    }

    @Test
    void a_call_that_nobody_answers_at_all_marks_its_phone_408() {
        switchOff("desk");
        office.pass(Duration.ofSeconds(5));
        office.invite(alice, "sip:bob@example.com");
        mobile.reply(mobile.expect(Method.INVITE), 180);
        office.pass(Duration.ofSeconds(33));
        assertThat(isSilent(desk)).isTrue();
        assertThat(isSilent(mobile)).isFalse();
    }

    @Test
    void a_phone_that_unregisters_is_asked_no_more() {
        office.pass(SOME_ROUNDS);
        office.register(desk, "bob", ";expires=0");
        long asked = pingsTo("desk");
        office.pass(SOME_ROUNDS);
        assertThat(pingsTo("desk")).isEqualTo(asked);
        assertThat(office.reachability.watched()).isOne();
    }

    @Test
    void a_silent_phone_that_expires_is_forgotten() {
        office.pass(SOME_ROUNDS);
        switchOff("desk");
        switchOff("mobile");
        office.pass(Duration.ofHours(2));
        office.locations.sweep();
        assertThat(office.reachability.watched()).isZero();
        assertThat(office.reachability.silent()).isZero();
    }
}
