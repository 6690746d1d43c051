package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What crosses on the way: CANCELs and answers, answers of several phones, and what gets lost at each step.
@Scenario("RFC 3261 §9.2")
class RaceScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party bob = office.phone("bob", "192.0.2.20");
    private final Party desk = office.phone("desk", "192.0.2.21");
    private final Party sofa = office.phone("sofa", "192.0.2.22");
    private final Party shed = office.phone("shed", "192.0.2.23");

    @AfterEach
    void nothingIsLeft() {
        network.clock().advance(Duration.ofMinutes(10));
        assertThat(office.layer.serverTransactions()).isZero();
        assertThat(office.layer.clientTransactions()).isZero();
        assertThat(office.counters.waiting()).isZero();
        assertThat(office.timers.size()).isZero();
    }

    private Request call(String user) {
        return alice.send(alice.request(Method.INVITE, "sip:" + user + "@example.com"));
    }

    private Response failure(Party phone, Request invite, int status) {
        return phone.reply(invite, status);
    }

    // CANCEL

    @ParameterizedTest
    @ValueSource(ints = {486, 503, 603})
    void aFailureThatIsOnItsWayWhenTheCallerCancelsIsTheEnd(int status) {
        var invite = call("bob");
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        alice.expect(180);
        failure(bob, ringing, status);
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        alice.ack(alice.expect(status == 503 ? 500 : status));
        bob.expect(Method.ACK);
        assertThat(bob.unread().stream().filter(m -> m instanceof Request)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"486,487", "503,487", "404,487", "603,603"})
    void aFailureThatCrossesTheCancelEndsTheCall(int status, int told) {
        var invite = call("bob");
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        alice.expect(180);
        alice.cancel(invite);
        var cancel = bob.expect(Method.CANCEL);
        failure(bob, ringing, status);
        bob.reply(cancel, 481);
        alice.ack(alice.expect(told));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 486, 503})
    @Scenario("RFC 3261 §9.1")
    void aPhoneThatAnswersAtOnceIsNotCanceled(int status) {
        var invite = call("bob");
        var ringing = bob.expect(Method.INVITE);
        alice.cancel(invite);
        network.clock().advance(Duration.ofMillis(5));
        bob.reply(ringing, status);
        alice.ack(status == 200 ? alice.expect(200, Method.INVITE) : alice.expect(487));
        network.clock().advance(Duration.ofSeconds(1));
        assertThat(network.count(c -> c.is(Method.CANCEL) && c.to().equals("bob"))).isZero();
    }

    @Test
    @Scenario("RFC 3261 §9.1")
    void aPhoneThatIgnoresTheCancelIsGivenUp() {
        var invite = call("bob");
        bob.reply(bob.expect(Method.INVITE), 180);
        alice.expect(180);
        alice.cancel(invite);
        bob.reply(bob.expect(Method.CANCEL), 200);
        alice.ack(alice.expect(487));
    }

    @Test
    void aCancelForNothingIs481() {
        var invite = alice.request(Method.INVITE, "sip:bob@example.com");
        alice.cancel(invite);
        alice.expect(481, Method.CANCEL);
        assertThat(bob.received()).isEmpty();
    }

    @Test
    void aCancelAfterTheAnswerChangesNothing() {
        var invite = call("bob");
        bob.reply(bob.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
        bob.expect(Method.ACK);
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        bob.expectNothingFor(Duration.ofSeconds(5));
    }

    @Test
    void aCancelThatIsRepeatedCancelsOnce() {
        var invite = call("bob");
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        for (int i = 0; i < 3; i++) alice.cancel(invite);
        bob.reply(bob.expect(Method.CANCEL), 200);
        bob.expectNothingFor(Duration.ofMillis(400));
        bob.reply(ringing, 487);
        alice.ack(alice.expect(487));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "INFO"})
    @Scenario("RFC 3261 §9.1")
    void aCancelOfAnotherMethodGoesNoFurther(String method) {
        var request = alice.send(alice.request(Method.of(method), "sip:bob@example.com"));
        var arrived = bob.expect(Method.of(method));
        alice.cancel(request);
        network.clock().advance(Duration.ofMillis(100));
        assertThat(network.count(c -> c.is(Method.CANCEL) && c.to().equals("bob"))).isZero();
        bob.reply(arrived, 200);
        alice.expect(200, Method.of(method));
    }

    @Test
    @Scenario("RFC 3261 §16.10")
    void aCancelReachesEveryPhoneOfAFork() {
        office.register(
                "all",
                office.target(desk, 1000),
                office.target(sofa, 1000),
                office.target(shed, 1000));
        var invite = call("all");
        for (var phone : List.of(desk, sofa, shed)) phone.reply(phone.expect(Method.INVITE), 180);
        alice.expect(180);
        alice.cancel(invite);
        for (var phone : List.of(desk, sofa, shed)) {
            var cancel = phone.expect(Method.CANCEL);
            phone.reply(cancel, 200);
            phone.reply((Request) phone.received().getFirst(), 487);
        }
        alice.ack(alice.expect(487));
    }

    @Test
    @Scenario("RFC 3261 §16.10")
    void aCancelGoesThroughASpiral() {
        office.register("alias", target("sip:bob@192.0.2.1"));
        var invite = call("alias");
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        alice.expect(180);
        alice.cancel(invite);
        bob.reply(bob.expect(Method.CANCEL), 200);
        bob.reply(ringing, 487);
        alice.ack(alice.expect(487));
    }

    // Forks

    @ParameterizedTest
    @CsvSource({
        "404,486,480,486",
        "404,404,404,404",
        "486,500,486,486",
        "500,503,502,500",
        "503,503,503,500",
        "302,486,500,302",
        "486,603,500,603",
        "600,603,606,600",
        "401,486,404,401",
        "480,407,486,407",
        "408,480,408,480"
    })
    @Scenario("RFC 3261 §16.7 item 6")
    void theBestOfThreeFailuresGoesToTheCaller(int one, int two, int three, int best) {
        office.recurse = false;
        office.register(
                "all",
                office.target(desk, 1000),
                office.target(sofa, 1000),
                office.target(shed, 1000));
        call("all");
        var atDesk = desk.expect(Method.INVITE);
        var atSofa = sofa.expect(Method.INVITE);
        var atShed = shed.expect(Method.INVITE);
        for (var invite : List.of(atDesk, atSofa, atShed))
            (invite == atDesk ? desk : invite == atSofa ? sofa : shed).reply(invite, 180);
        desk.reply(atDesk, one);
        sofa.reply(atSofa, two);
        shed.reply(atShed, three);
        alice.ack(alice.expect(best));
    }

    @ParameterizedTest
    @CsvSource({"404,486,480,486", "486,503,404,486", "500,404,503,404", "503,500,500,503"})
    @Scenario("RFC 3261 §16.6")
    void soItIsOneAfterTheOther(int one, int two, int three, int best) {
        office.register(
                "all",
                office.target(desk, 900),
                office.target(sofa, 800),
                office.target(shed, 700));
        call("all");
        desk.reply(desk.expect(Method.INVITE), one);
        sofa.reply(sofa.expect(Method.INVITE), two);
        shed.reply(shed.expect(Method.INVITE), three);
        alice.ack(alice.expect(best == 503 ? 500 : best));
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void a6xxEndsASearchOfOneAfterTheOther() {
        office.register("all", office.target(desk, 900), office.target(sofa, 800));
        call("all");
        desk.reply(desk.expect(Method.INVITE), 603);
        alice.ack(alice.expect(603));
        sofa.expectNothingFor(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 603})
    @Scenario("RFC 3261 §16.7 item 5")
    void anAnswerBeatsWhateverFailedBefore(int status) {
        office.register("all", office.target(desk, 1000), office.target(sofa, 1000));
        call("all");
        var atSofa = sofa.expect(Method.INVITE);
        desk.reply(desk.expect(Method.INVITE), status);
        network.clock().advance(Duration.ofMillis(10));
        sofa.reply(atSofa, 200);
        alice.ack(alice.expect(200));
        sofa.expect(Method.ACK);
        alice.ignoreUnread();
        alice.expectNothingFor(Duration.ofSeconds(5));
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void a6xxThatComesAfterTheAnswerIsKeptFromTheCaller() {
        office.register("all", office.target(desk, 1000), office.target(sofa, 1000));
        call("all");
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        desk.reply(desk.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
        sofa.reply(atSofa, 603);
        sofa.expect(Method.ACK);
        alice.ignoreUnread();
        alice.expectNothingFor(Duration.ofSeconds(5));
    }

    @Test
    @Scenario("RFC 3261 §16.8")
    void timerCEndsOneBranchAndLeavesTheOthers() {
        office.register("all", office.target(desk, 1000), office.target(sofa, 1000));
        call("all");
        var atDesk = desk.expect(Method.INVITE);
        var atSofa = sofa.expect(Method.INVITE);
        desk.reply(atDesk, 180);
        for (int i = 0; i < 3; i++) {
            sofa.reply(atSofa, 180);
            network.clock().advance(Duration.ofSeconds(100));
        }
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);
        assertThat(sofa.unread()).isEmpty();
        sofa.reply(atSofa, 200);
        alice.ack(alice.expect(200));
    }

    @Test
    @Scenario("RFC 3261 §16.8")
    void timerCLetsTheNextGroupRing() {
        office.register("all", office.target(desk, 1000), office.target(sofa, 500));
        call("all");
        var atDesk = desk.expect(Method.INVITE);
        desk.reply(atDesk, 180);
        network.clock().advance(Duration.ofSeconds(182));
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);
        sofa.reply(sofa.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
    }

    @Test
    @Scenario("RFC 3261 §16.8")
    void timerCDoesNotHurtACallThatIsUp() {
        call("bob");
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        var ok = bob.reply(invite, 200);
        alice.ack(alice.expect(200));
        bob.expect(Method.ACK);
        network.clock().advance(Duration.ofMinutes(5));
        assertThat(bob.unread()).isEmpty();
        bob.leg(invite, ok).send(Method.BYE);
        alice.reply(alice.expect(Method.BYE), 200);
        bob.expect(200, Method.BYE);
    }

    @Test
    @Scenario("RFC 3261 §16.6")
    void aForkWhoseBranchSpiralsRingsAllPhones() {
        office.register("all", office.target(desk, 1000), target("sip:bob@192.0.2.1"));
        call("all");
        desk.reply(desk.expect(Method.INVITE), 486);
        bob.reply(bob.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
        bob.expect(Method.ACK);
    }

    @Test
    @Scenario("RFC 3261 §16.6")
    void aSpiralThatForksThenCancelsTheLosers() {
        office.register("alias", target("sip:all@192.0.2.1"));
        office.register("all", office.target(desk, 1000), office.target(sofa, 1000));
        call("alias");
        var atDesk = desk.expect(Method.INVITE);
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        desk.reply(atDesk, 200);
        alice.ack(alice.expect(200));
        sofa.reply(sofa.expect(Method.CANCEL), 200);
        sofa.reply(atSofa, 487);
    }

    // Losses

    @ParameterizedTest
    @ValueSource(strings = {"100 Trying", "180 Ringing", "486 Busy Here", "INVITE", "ACK"})
    @Scenario("RFC 3261 §17")
    void aCallThatFailsSurvivesTheLossOfEachMessage(String lost) {
        network.loseOnce(c -> c.label().startsWith(lost));
        var invite = call("bob");
        network.clock().advance(Duration.ofMillis(600));
        alice.send(invite);
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 100);
        bob.reply(ringing, 180);
        var busy = bob.reply(ringing, 486);
        network.clock().advance(Duration.ofMillis(700));
        bob.resend(ringing, busy);
        alice.ack(alice.expect(486));
        bob.expect(Method.ACK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANCEL", "200 OK (CANCEL)", "487", "ACK"})
    @Scenario("RFC 3261 §17")
    void aCanceledCallSurvivesTheLossOfEachMessage(String lost) {
        var invite = call("bob");
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        alice.expect(180);
        network.loseOnce(c -> c.label().startsWith(lost));
        alice.cancel(invite);
        network.clock().advance(Duration.ofMillis(600));
        alice.cancel(invite);
        var cancel = bob.expect(Method.CANCEL);
        bob.reply(cancel, 200);
        var terminated = bob.reply(ringing, 487);
        network.clock().advance(Duration.ofMillis(700));
        bob.resend(ringing, terminated);
        alice.ack(alice.expect(487));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "200 OK"})
    @Scenario("RFC 3261 §17.1.2")
    void aMessageSurvivesTheLossOfEachMessage(String lost) {
        for (var sender : List.of("alice", "proxy", "bob")) {
            network.loseOnce(c -> c.label().startsWith(lost) && c.from().equals(sender));
            bob.onRequest(r -> bob.reply(r, 200));
            var message = alice.send(alice.request(Method.MESSAGE, "sip:bob@example.com"));
            network.clock().advance(Duration.ofMillis(600));
            alice.send(message);
            alice.expect(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "proxy"})
    @Scenario("RFC 3261 §13.3.1.4")
    void anAckThatIsLostIsAskedForByTheNext2xx(String sender) {
        call("bob");
        var invite = bob.expect(Method.INVITE);
        network.loseOnce(c -> c.is(Method.ACK) && c.from().equals(sender));
        var ok = bob.reply(invite, 200);
        alice.ack(alice.expect(200));
        bob.expectNothingFor(Duration.ofMillis(500));
        bob.resend(invite, ok);
        alice.ack(alice.expect(200));
        bob.expect(Method.ACK);
    }

    @Test
    @Scenario("RFC 3261 §17.2.1")
    void anInviteThatIsRepeatedGetsTheLastProvisionalAgain() {
        var invite = call("bob");
        bob.reply(bob.expect(Method.INVITE), 183);
        alice.expect(183);
        alice.send(invite);
        alice.expect(183);
        assertThat(bob.unread()).isEmpty();
    }

    @Test
    @Scenario("RFC 3261 §17.1.1.2")
    void aPhoneThatIsDeadCosts32Seconds() {
        network.between("proxy", "bob").cut(true);
        call("bob");
        network.clock().advance(Duration.ofMillis(31_900));
        alice.expect(100);
        assertThat(alice.unread()).isEmpty();
        alice.ack(alice.expect(408));
    }

    @Test
    @Scenario("RFC 3261 §17.2.1")
    void aCallerThatDiesAfterItsInviteLeavesNothingBehind() {
        call("bob");
        var ringing = bob.expect(Method.INVITE);
        alice.node().stop();
        bob.reply(ringing, 180);
        bob.reply(ringing, 486);
        bob.expect(Method.ACK);
    }

    @Test
    @Scenario("RFC 3261 §17.2.1")
    void aCallerThatNeverAcknowledgesAFailureIsForgotten() {
        call("bob");
        bob.reply(bob.expect(Method.INVITE), 486);
        network.clock().advance(Duration.ofSeconds(40));
        assertThat(network.count(c -> c.is(486) && c.to().equals("alice"))).isBetween(8L, 12L);
        assertThat(office.layer.serverTransactions()).isZero();
    }

    @Test
    @Scenario("RFC 3261 §13.2.2.4")
    void anAckThatIsRepeatedIsForwardedEachTime() {
        call("bob");
        bob.reply(bob.expect(Method.INVITE), 200);
        var answer = alice.expect(200);
        for (int i = 0; i < 3; i++) alice.ack(answer);
        for (int i = 0; i < 3; i++) bob.expect(Method.ACK);
    }

    @Test
    @Scenario("RFC 3261 §8.1.1.7")
    void anAckWithTheBranchOfItsInviteReachesThePhone() {
        var invite = call("bob");
        bob.reply(bob.expect(Method.INVITE), 200);
        var ack = alice.leg(alice.expect(200)).ack();
        var via = invite.headers().require(Header.VIA);
        alice.outbound().send(ack.with(h -> h.replaceFirst(Header.VIA, via)), _ -> {});
        bob.expect(Method.ACK);
    }

    private static Target target(String contact) {
        return new Target(SipUri.parse(contact), 1000, Optional.empty(), List.of());
    }
}
