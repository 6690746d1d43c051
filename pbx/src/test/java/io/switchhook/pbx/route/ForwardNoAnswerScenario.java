package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.Forward;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Calls that go elsewhere since nobody answers them.
@Scenario("RFC 5359 §2.10")
class ForwardNoAnswerScenario extends ForwardedOffice {
    @Test
    void whenNobodyAnswersAnotherIsCalled() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol"));
        office.register(desk, "bob", "");
        callBob();
        var atDesk = rings(desk);
        sofa.expectNothingFor(AFTER.minusSeconds(1));
        var cancel = desk.expect(Method.CANCEL);
        var atSofa = sofa.expect(Method.INVITE);
        desk.reply(cancel, 200);
        desk.reply(atDesk, 487);
        desk.expect(Method.ACK);
        sofa.reply(atSofa, 180);
        hangsUp(sofa, atSofa, takes(sofa, atSofa));

        assertThat(cancel.headers().all(Header.REASON).toString()).contains("cause=408");
        assertThat(diversions(atSofa))
                .containsExactly("sip:bob@example.com;reason=no-answer;counter=1");
    }

    @Test
    void howLongIsCountedFromRinging() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol").withSeconds(30));
        office.register(desk, "bob", "");
        callBob();
        var atDesk = desk.expect(Method.INVITE);
        desk.reply(atDesk, 100);
        network.clock().advance(Duration.ofSeconds(25));
        desk.reply(atDesk, 180);
        network.clock().advance(Duration.ofSeconds(20));
        desk.reply(atDesk, 180);
        sofa.expectNothingFor(Duration.ofSeconds(9));
        sofa.expect(Method.INVITE);
        stopsRinging(desk, atDesk);
        network.clock().advance(Duration.ofMinutes(1));
    }

    @Test
    void aPhoneThatIsGoneIsWaitedForNoLonger() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol").withSeconds(5));
        office.register(desk, "bob", "");
        callBob();
        desk.expect(Method.INVITE);
        network.clock().advance(Duration.ofSeconds(6));
        takes(sofa, rings(sofa));
    }

    @Test
    void whoHasNoPhoneDoesNotAnswer() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol"));
        callBob();
        var atSofa = rings(sofa);
        takes(sofa, atSofa);

        assertThat(diversions(atSofa))
                .containsExactly("sip:bob@example.com;reason=unavailable;counter=1");
        assertThat(network.clock().elapsed()).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aPhoneThatIsNotAvailableDoesNotAnswer() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol").with(Forward.BUSY, "dave"));
        office.register(desk, "bob", "");
        callBob();
        desk.reply(desk.expect(Method.INVITE), 480);
        takes(sofa, rings(sofa));
    }

    @Test
    void busyAndNoAnswerLeadToDifferentPeople() throws Exception {
        set("bob", to(Forward.BUSY, "carol").with(Forward.NO_ANSWER, "dave"));
        office.register(desk, "bob", "");
        callBob();
        isBusy(desk);
        takes(sofa, rings(sofa));
        callBob();
        var atDesk = rings(desk);
        network.clock().advance(AFTER);
        stopsRinging(desk, atDesk);
        takes(hall, rings(hall));
    }

    @Test
    void oneWhoIsBusyAndOneWhoDoesNotAnswer() throws Exception {
        set("bob", to(Forward.BUSY, "carol"));
        set("carol", to(Forward.NO_ANSWER, "dave").withSeconds(10));
        office.register(desk, "bob", "");
        callBob();
        isBusy(desk);
        var atSofa = rings(sofa);
        network.clock().advance(Duration.ofSeconds(10));
        stopsRinging(sofa, atSofa);
        var atHall = rings(hall);
        takes(hall, atHall);

        assertThat(diversions(atHall))
                .containsExactly(
                        "sip:carol@example.com;reason=no-answer;counter=1",
                        "sip:bob@example.com;reason=user-busy;counter=1");
    }

    @Test
    void allPhonesThatRingAreGivenUp() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol"));
        office.register(desk, "bob", ";q=0.5");
        office.registerAs("other", hall, "bob", ";q=0.5");
        callBob();
        var atDesk = rings(desk);
        var atHall = hall.expect(Method.INVITE);
        network.clock().advance(Duration.ofSeconds(3));
        hall.reply(atHall, 486);
        network.clock().advance(Duration.ofSeconds(17));
        var atSofa = rings(sofa);
        stopsRinging(desk, atDesk);
        takes(sofa, atSofa);
    }

    /// RFC 3261 §16.10: what was canceled may have been answered already.
    @Test
    void whoAnswersInTheLastMomentHasTheCall() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol"));
        office.register(desk, "bob", "");
        callBob();
        var atDesk = rings(desk);
        network.clock().advance(AFTER);
        desk.expect(Method.CANCEL);
        var atSofa = rings(sofa);
        takes(desk, atDesk);
        stopsRinging(sofa, atSofa);
    }

    @Test
    @Scenario("RFC 3261 §16.10")
    void theCallerGivesUpWhileTheTargetRings() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol"));
        office.register(desk, "bob", "");
        var invite = callBob();
        var atDesk = rings(desk);
        network.clock().advance(AFTER);
        stopsRinging(desk, atDesk);
        var atSofa = rings(sofa);
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        stopsRinging(sofa, atSofa);
        fails(487);
    }

    @Test
    @Scenario("RFC 3261 §16.10")
    void theCallerGivesUpBeforeTheCallIsForwarded() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol").with(Forward.BUSY, "carol"));
        office.register(desk, "bob", "");
        var invite = callBob();
        var atDesk = rings(desk);
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 486);
        fails(487);
        sofa.expectNothingFor(Duration.ofMinutes(1));
    }

    @Test
    void theTargetFails() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol"));
        office.register(desk, "bob", "");
        callBob();
        var atDesk = rings(desk);
        network.clock().advance(AFTER);
        stopsRinging(desk, atDesk);
        sofa.reply(sofa.expect(Method.INVITE), 480);
        fails(480);
    }

    @Test
    void phonesGoOnRingingWhereNobodyElseCanBeCalled() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "nobody"));
        office.register(desk, "bob", "");
        callBob();
        var atDesk = rings(desk);
        desk.expectNothingFor(AFTER.plusSeconds(5));
        takes(desk, atDesk);
    }

    @Test
    @Scenario("RFC 5393 §5.3.3")
    void aCallOfOneBranchIsForwardedWhenThatHasEnded() throws Exception {
        set("bob", to(Forward.NO_ANSWER, "carol"));
        office.register(desk, "bob", "");
        alice.send(
                alice.request(Method.INVITE, "sip:bob@example.com")
                        .with(h -> h.set(Header.MAX_BREADTH, 1)));
        var atDesk = rings(desk);
        network.clock().advance(AFTER.plusSeconds(2));
        assertThat(network.count(c -> c.is(Method.INVITE) && c.to().equals("sofa"))).isZero();
        stopsRinging(desk, atDesk);
        takes(sofa, rings(sofa));
    }

    @Test
    @Scenario("RFC 3261 §16.5")
    void aPhoneThatComesAfterTheCallWasForwardedDoesNotRing() throws Exception {
        set("bob", to(Forward.BUSY, "carol"));
        office.register(desk, "bob", "");
        callBob();
        isBusy(desk);
        var atSofa = rings(sofa);
        office.registerAs("late", hall, "bob", "");
        hall.expectNothingFor(Duration.ofSeconds(5));
        takes(sofa, atSofa);
    }
}
