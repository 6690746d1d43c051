package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.registrar.LocationEvent;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.AddressOfRecord;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Phones that register while their user's call rings.
@Scenario("RFC 3261 §16.5")
class LatePhoneScenario extends OfficeScenario {
    @AfterEach
    void nothingIsLeft() {
        network.clock().advance(Duration.ofMinutes(10));
        assertThat(office.ringing.size()).isZero();
        assertThat(office.counters.waiting()).isZero();
        assertThat(office.layer.serverTransactions() + office.layer.clientTransactions()).isZero();
        assertThat(office.timers.size()).isZero();
    }

    private Request ringsAt(Party phone) {
        var invite = phone.expect(Method.INVITE);
        phone.reply(invite, 180);
        alice.expect(180);
        return invite;
    }

    private void hasTheCall(Party phone, Request invite) {
        phone.reply(invite, 200);
        alice.ack(alice.expect(200, Method.INVITE));
        phone.expect(Method.ACK);
    }

    @Test
    void aPhoneThatRegistersWhileItsUsersCallRingsGetsTheCall() {
        office.register(desk, "bob", "");
        callBob();
        var atDesk = ringsAt(desk);
        network.clock().advance(Duration.ofSeconds(5));
        office.register(sofa, "bob", "");
        var atSofa = ringsAt(sofa);
        hasTheCall(sofa, atSofa);
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);

        assertThat(atSofa.headers().require(Header.MAX_BREADTH)).isPositive();
        assertThat(office.counters.joined.sum()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"UDP", "TCP", "TLS", "WS"})
    void aLatePhoneIsReachedOverTheTransportItRegisteredWith(Transport transport) {
        office.register(desk, "bob", "");
        callBob();
        var atDesk = ringsAt(desk);
        var late = office.phone("late", "192.0.2.30", transport);
        office.register(late, "bob", "");
        var atLate = ringsAt(late);
        hasTheCall(late, atLate);
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);

        assertThat(late.flow(atLate).transport()).isEqualTo(transport);
    }

    @Test
    void aPhoneThatRefreshesItsContactRingsOnce() {
        office.register(desk, "bob", "");
        callBob();
        var atDesk = ringsAt(desk);
        office.register(desk, "bob", ";expires=600");
        office.register(desk, "bob", ";q=0.9");
        desk.expectNothingFor(Duration.ofSeconds(1));
        hasTheCall(desk, atDesk);
    }

    @Test
    void aPhoneThatUnregistersAndComesBackRingsOnce() {
        office.register(desk, "bob", "");
        callBob();
        var atDesk = ringsAt(desk);
        office.register(desk, "bob", ";expires=0");
        office.register(desk, "bob", "");
        desk.expectNothingFor(Duration.ofSeconds(1));
        hasTheCall(desk, atDesk);
    }

    @Test
    void aPhoneThatComesBackOverANewConnectionRingsAgain() {
        var wired = office.phone("wired", "192.0.2.31", Transport.TCP);
        office.register(desk, "bob", "");
        office.register(wired, "bob", "");
        callBob();
        var atDesk = ringsAt(desk);
        ringsAt(wired);
        wired.outbound().close();
        network.clock().advance(Duration.ofSeconds(1));
        wired.outbound(Transport.TCP, office.node);
        office.register(wired, "bob", "");
        var again = wired.expect(Method.INVITE);
        hasTheCall(wired, again);
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);
    }

    @Test
    void aPhoneOfLowerPreferenceWaitsForItsTurn() {
        office.register(desk, "bob", ";q=0.8");
        callBob();
        var atDesk = ringsAt(desk);
        office.register(sofa, "bob", ";q=0.3");
        sofa.expectNothingFor(Duration.ofSeconds(10));
        desk.reply(atDesk, 486);
        hasTheCall(sofa, sofa.expect(Method.INVITE));
    }

    @Test
    void aPhoneOfHigherPreferenceRingsAtOnce() {
        office.register(desk, "bob", ";q=0.3");
        callBob();
        var atDesk = ringsAt(desk);
        office.register(sofa, "bob", ";q=0.8");
        hasTheCall(sofa, sofa.expect(Method.INVITE));
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);
    }

    @Test
    void aPhoneOfAnotherUserDoesNotRing() {
        office.register(desk, "bob", "");
        callBob();
        var atDesk = ringsAt(desk);
        office.register(sofa, "carol", "");
        sofa.expectNothingFor(Duration.ofSeconds(10));
        hasTheCall(desk, atDesk);
    }

    @Scenario("RFC 3261 §16.7 item 10")
    @Test
    void nobodyRingsAfterTheAnswer() {
        office.register(desk, "bob", "");
        callBob();
        hasTheCall(desk, ringsAt(desk));
        office.register(sofa, "bob", "");
        sofa.expectNothingFor(Duration.ofSeconds(10));
    }

    @Scenario("RFC 3261 §16.10")
    @Test
    void nobodyRingsAfterTheCancel() {
        office.register(desk, "bob", "");
        var call = callBob();
        var atDesk = ringsAt(desk);
        alice.cancel(call);
        desk.reply(desk.expect(Method.CANCEL), 200);
        office.register(sofa, "bob", "");
        sofa.expectNothingFor(Duration.ofSeconds(1));
        desk.reply(atDesk, 487);
        alice.ack(alice.expect(487));
    }

    @Scenario("RFC 3261 §16.7 item 5")
    @Test
    void nobodyRingsAfterADecline() {
        office.register(desk, "bob", "");
        office.register(sofa, "bob", "");
        callBob();
        var atDesk = ringsAt(desk);
        sofa.reply(sofa.expect(Method.INVITE), 603);
        desk.expect(Method.CANCEL);
        var late = office.phone("late", "192.0.2.30", Transport.UDP);
        office.register(late, "bob", "");
        late.expectNothingFor(Duration.ofSeconds(1));
        desk.reply(atDesk, 487);
        alice.ack(alice.expect(603));
    }

    @Scenario("RFC 3261 §16.10")
    @Test
    void aLatePhoneIsCanceledLikeTheOthers() {
        office.register(desk, "bob", "");
        var call = callBob();
        var atDesk = ringsAt(desk);
        office.register(sofa, "bob", "");
        var atSofa = ringsAt(sofa);
        alice.cancel(call);
        desk.reply(desk.expect(Method.CANCEL), 200);
        sofa.reply(sofa.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);
        sofa.reply(atSofa, 487);
        alice.ack(alice.expect(487));
    }

    @Scenario("RFC 5393 §5.3.3")
    @Test
    void breadthIsLeftForPhonesThatComeOneAfterTheOther() {
        office.register(desk, "bob", "");
        callBob();
        int all = desk.expect(Method.INVITE).headers().require(Header.MAX_BREADTH);
        for (int i = 0; i < 5; i++) {
            var late = office.phone("late" + i, "192.0.2.4" + i, Transport.UDP);
            office.register(late, "bob", "");
            int share = late.expect(Method.INVITE).headers().require(Header.MAX_BREADTH);
            assertThat(share).isPositive();
            all += share;
            late.node().stop();
        }
        assertThat(all).isLessThanOrEqualTo(60);
        desk.node().stop();
    }

    @Test
    void callsBeyondTheBoundRingWhatWasThere() {
        var few = new RingingCalls(1);
        var heard = new ArrayList<String>();
        var user = new AddressOfRecord("bob", "example.com");
        var first = few.watch(user, _ -> heard.add("first"));
        var second = few.watch(user, _ -> heard.add("second"));
        office.register(desk, "bob", "");
        var binding =
                office.locations.bindings(user, network.clock().instantSource().instant()).all();
        few.happened(new LocationEvent.Registered(user, binding.getFirst()));
        second.run();
        assertThat(few.size()).isEqualTo(1);
        first.run();
        assertThat(few.size()).isZero();
        assertThat(heard).containsExactly("first");
    }
}
