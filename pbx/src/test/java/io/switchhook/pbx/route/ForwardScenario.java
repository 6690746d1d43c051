package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.Forward;
import io.switchhook.sip.header.CallId;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Replaces;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Calls that go elsewhere since a person wants it, whatever his phones say: all of them, or those that find him busy. And calls
/// that he does not want.
class ForwardScenario extends ForwardedOffice {
    // Always

    @Test
    @Scenario("RFC 5359 §2.8")
    void whoForwardsAllCallsIsNotCalled() throws Exception {
        set("bob", to(Forward.ALWAYS, "carol"));
        office.register(desk, "bob", "");
        callBob();
        var atSofa = rings(sofa);
        hangsUp(sofa, atSofa, takes(sofa, atSofa));

        assertThat(diversions(atSofa))
                .containsExactly("sip:bob@example.com;reason=unconditional;counter=1");
        assertThat(atSofa.uri()).as("by the location service").isEqualTo(sofa.contact());
        assertThat(network.count(c -> c.is(Method.INVITE) && c.to().equals("desk"))).isZero();
        assertThat(office.counters.forwarded.sum()).isEqualTo(1);
    }

    @Test
    @Scenario("RFC 5359 §2.8")
    void whoForwardsAllCallsNeedsNoPhone() throws Exception {
        set("bob", to(Forward.ALWAYS, "tel:carol").with(Forward.ALWAYS, "sip:carol@example.com"));
        callBob();
        takes(sofa, rings(sofa));
    }

    @Test
    @Scenario("RFC 5359 §2.8")
    void forwardsFollowEachOther() throws Exception {
        set("bob", to(Forward.ALWAYS, "carol"));
        set("carol", to(Forward.ALWAYS, "dave"));
        callBob();
        var atHall = rings(hall);
        takes(hall, atHall);

        assertThat(diversions(atHall))
                .as("the last one first")
                .containsExactly(
                        "sip:carol@example.com;reason=unconditional;counter=1",
                        "sip:bob@example.com;reason=unconditional;counter=1");
    }

    @Test
    @Scenario("RFC 3261 §16.3 item 4")
    void aCircleOfForwardsEnds() throws Exception {
        set("bob", to(Forward.ALWAYS, "carol"));
        set("carol", to(Forward.ALWAYS, "bob@example.com"));
        callBob();
        fails(482);
    }

    @Test
    @Scenario("RFC 5806 §4")
    void aCallThatWasForwardedOftenEnoughGoesNoFurther() throws Exception {
        set("bob", to(Forward.ALWAYS, "carol"));
        var line = "Diversion: <sip:x@elsewhere.example>;reason=unconditional;counter=";
        for (int count : new int[] {5, 4})
            alice.send(
                    alice.again(alice.request(Method.INVITE, "sip:bob@example.com"), line + count));
        fails(482);
        var atSofa = rings(sofa);
        takes(sofa, atSofa);

        assertThat(diversions(atSofa)).hasSize(2).first().asString().contains("bob");
    }

    @Test
    @Scenario("RFC 5359 §2.8")
    void aForwardToNobodyIsToldToTheCaller() throws Exception {
        set("bob", to(Forward.ALWAYS, "nobody").withDoNotDisturb(true));
        office.register(desk, "bob", "");
        callBob();
        fails(480); // without passwords, everybody exists
        assertThat(network.count(c -> c.is(Method.INVITE) && c.to().equals("desk"))).isZero();
    }

    // Do not disturb

    @Test
    @Scenario("RFC 3261 §21.4.18")
    void whoDoesNotWantToBeDisturbedIsNotCalled() throws Exception {
        set(
                "bob",
                to(Forward.BUSY, "carol").with(Forward.NO_ANSWER, "carol").withDoNotDisturb(true));
        office.register(desk, "bob", "");
        callBob();
        var answer = alice.expect(480);
        alice.ack(answer);

        assertThat(answer.reasonPhrase()).isEqualTo("Do Not Disturb");
        assertThat(network.count(c -> c.is(Method.INVITE) && !c.to().equals("office"))).isZero();
    }

    @Test
    @Scenario("RFC 5359 §2.8")
    void aForwardOfAllCallsGoesBeforeDoNotDisturb() throws Exception {
        set("bob", to(Forward.ALWAYS, "carol").withDoNotDisturb(true));
        callBob();
        takes(sofa, rings(sofa));
    }

    @Test
    @Scenario("RFC 3891 §3")
    void aCallForAPhoneThatHasItAlreadyIsNotForwarded() throws Exception {
        set("bob", to(Forward.ALWAYS, "carol").withDoNotDisturb(true));
        office.register(desk, "bob", "");
        var replaces = Replaces.of(new CallId("other-call"), "to", "from");
        alice.send(
                alice.request(Method.INVITE, "sip:bob@example.com")
                        .with(h -> h.add(Header.REPLACES, replaces)));
        takes(desk, rings(desk));
    }

    @Test
    @Scenario("RFC 5627 §6.1")
    void aCallForACertainPhoneIsNotForwarded() throws Exception {
        set("bob", to(Forward.ALWAYS, "carol").with(Forward.BUSY, "carol"));
        var registered = office.registerFlow(desk, "bob", SimulatedOffice.DESK, 1);
        var gruu = SimulatedOffice.gruu(registered, desk, "pub-gruu");
        office.invite(alice, gruu);
        isBusy(desk);
        fails(486);
    }

    @Test
    @Scenario("RFC 3428 §4")
    void whatIsNoCallIsNotForwarded() throws Exception {
        set("bob", to(Forward.ALWAYS, "carol").withDoNotDisturb(true));
        office.register(desk, "bob", "");
        alice.send(alice.request(Method.MESSAGE, "sip:bob@example.com"));
        desk.reply(desk.expect(Method.MESSAGE), 200);
        alice.expect(200);
    }

    // Busy

    @Test
    @Scenario("RFC 5359 §2.9")
    void whenThePhoneIsBusyAnotherIsCalled() throws Exception {
        set("bob", to(Forward.BUSY, "carol"));
        office.register(desk, "bob", "");
        callBob();
        isBusy(desk);
        var atSofa = rings(sofa);
        hangsUp(sofa, atSofa, takes(sofa, atSofa));

        assertThat(diversions(atSofa))
                .containsExactly("sip:bob@example.com;reason=user-busy;counter=1");
        assertThat(network.count(c -> c.is(486) && c.to().equals("alice"))).isZero();
    }

    @Test
    @Scenario("RFC 5359 §2.9")
    void oneBusyPhoneOfTwoIsNotBusy() throws Exception {
        set("bob", to(Forward.BUSY, "carol"));
        office.register(desk, "bob", "");
        office.registerAs("other", hall, "bob", "");
        callBob();
        isBusy(desk);
        var atHall = rings(hall);
        sofa.expectNothingFor(Duration.ofSeconds(60));
        hall.reply(atHall, 486);
        takes(sofa, rings(sofa));
    }

    @Test
    @Scenario("RFC 5359 §2.9")
    void whoIsBusyEverywhereRingsNowhereElse() throws Exception {
        set("bob", to(Forward.BUSY, "carol"));
        office.register(desk, "bob", "");
        office.registerAs("other", hall, "bob", "");
        callBob();
        var atHall = rings(hall);
        desk.reply(desk.expect(Method.INVITE), 600);
        takes(sofa, rings(sofa));
        stopsRinging(hall, atHall);
    }

    @Test
    @Scenario("RFC 5359 §2.9")
    void whoDeclinesACallWantsItNowhere() throws Exception {
        set("bob", to(Forward.BUSY, "carol").with(Forward.NO_ANSWER, "carol"));
        office.register(desk, "bob", "");
        callBob();
        desk.reply(rings(desk), 603);
        fails(603);
        assertThat(network.count(c -> c.is(Method.INVITE) && c.to().equals("sofa"))).isZero();
    }

    @Test
    @Scenario("RFC 5359 §2.9")
    void whatTheLastOneSaysIsTheAnswer() throws Exception {
        set("bob", to(Forward.BUSY, "carol"));
        set("carol", to(Forward.BUSY, "bob"));
        office.register(desk, "bob", "");
        callBob();
        isBusy(desk);
        sofa.reply(sofa.expect(Method.INVITE), 486, "Retry-After: 5");
        var answer = alice.expect(486);
        alice.ack(answer);

        assertThat(answer.toString()).contains("Retry-After: 5");
        assertThat(network.count(c -> c.is(Method.INVITE) && c.to().equals("desk"))).isEqualTo(1);
    }

    @Test
    @Scenario("RFC 5359 §2.9")
    void aForwardThatLeadsToNobodyLeavesTheCallBusy() throws Exception {
        set("bob", to(Forward.BUSY, "nobody"));
        office.register(desk, "bob", "");
        callBob();
        isBusy(desk);
        fails(486);
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 4")
    void whereAPhoneRedirectsToForwardsAsWell() throws Exception {
        set("bob", to(Forward.BUSY, "alice"));
        set("carol", to(Forward.BUSY, "dave"));
        office.register(desk, "bob", "");
        callBob();
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:carol@example.com>");
        isBusy(sofa);
        var atHall = rings(hall);
        takes(hall, atHall);

        assertThat(diversions(atHall))
                .containsExactly("sip:carol@example.com;reason=user-busy;counter=1");
    }
}
