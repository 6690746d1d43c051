package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Crossing;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that would multiply: RFC 3261 §16.3 item 4, RFC 5393.
@Scenario("RFC 3261 §16.3 item 4")
class BreadthScenario {
    /// (1 + `requestsPerCall`) * `targets`: what one request from outside can become at most.
    private static final int MOST = (1 + 64) * 20;

    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party desk = office.phone("desk", "192.0.2.21");
    private final Party sofa = office.phone("sofa", "192.0.2.22");
    private final Party shed = office.phone("shed", "192.0.2.23");

    private Request request(Method method, int breadth) {
        return alice.request(method, "sip:bob@example.com")
                .with(h -> h.set(Header.MAX_BREADTH, breadth));
    }

    private void bobHasThreePhones() {
        office.register(
                "bob",
                office.target(desk, 1000),
                office.target(sofa, 1000),
                office.target(shed, 1000));
    }

    private static int breadth(Request request) {
        return request.headers().require(Header.MAX_BREADTH);
    }

    /// RFC 5393 §5.3.3.
    @Test
    @Scenario("RFC 5393 §5.3.3")
    void addsMaxBreadthWhereThereIsNone() {
        alice.send(alice.request(Method.INVITE, "sip:desk@example.com"));
        assertThat(breadth(desk.expect(Method.INVITE))).isEqualTo(60);
    }

    /// RFC 5393 §5.3.3.
    @Test
    @Scenario("RFC 5393 §5.3.3")
    void splitsMaxBreadthAmongParallelBranches() {
        bobHasThreePhones();
        alice.send(request(Method.INVITE, 8));
        assertThat(
                        List.of(
                                breadth(desk.expect(Method.INVITE)),
                                breadth(sofa.expect(Method.INVITE)),
                                breadth(shed.expect(Method.INVITE))))
                .containsExactly(2, 3, 3);
    }

    /// RFC 5393 §5.3.3: what a peer claims is no more than what is allowed here.
    @Test
    @Scenario("RFC 5393 §5.3.3")
    void grantsNoMoreBreadthThanItsOwn() {
        alice.send(
                alice.request(Method.INVITE, "sip:desk@example.com")
                        .with(h -> h.set(Header.MAX_BREADTH, 100_000)));
        assertThat(breadth(desk.expect(Method.INVITE))).isEqualTo(60);
    }

    /// RFC 5393 §5.3.3.1: a branch that ended makes room for the next.
    @Test
    @Scenario("RFC 5393 §5.3.3.1")
    void triesOneAfterTheOtherWhereBreadthIsTooSmall() {
        bobHasThreePhones();
        alice.send(request(Method.INVITE, 1));
        var atDesk = desk.expect(Method.INVITE);
        sofa.expectNothingFor(Duration.ofSeconds(1));
        desk.reply(atDesk, 486);
        var atSofa = sofa.expect(Method.INVITE);
        assertThat(shed.received()).isEmpty();
        sofa.reply(atSofa, 486);
        var atShed = shed.expect(Method.INVITE);
        shed.reply(atShed, 200);
        alice.ack(alice.expect(200));
        shed.expect(Method.ACK);

        assertThat(List.of(breadth(atDesk), breadth(atSofa), breadth(atShed)))
                .containsExactly(1, 1, 1);
    }

    /// RFC 5393 §5.3.3.1: two of three at once.
    @Test
    @Scenario("RFC 5393 §5.3.3.1")
    void refillsTheRoomOfABranchThatEnded() {
        bobHasThreePhones();
        alice.send(request(Method.MESSAGE, 2));
        var atDesk = desk.expect(Method.MESSAGE);
        sofa.expect(Method.MESSAGE);
        shed.expectNothingFor(Duration.ofMillis(100));
        desk.reply(atDesk, 480);
        shed.reply(shed.expect(Method.MESSAGE), 200);
        alice.expect(200);
    }

    /// RFC 5393 §5.3.3: lower q gets the whole breadth again.
    @Test
    @Scenario("RFC 5393 §5.3.3")
    void givesALaterGroupTheBreadthOfTheFirst() {
        office.register("bob", office.target(desk, 1000), office.target(sofa, 500));
        alice.send(request(Method.INVITE, 10));
        desk.reply(desk.expect(Method.INVITE), 486);
        assertThat(breadth(sofa.expect(Method.INVITE))).isEqualTo(10);
    }

    /// RFC 5393 §5.3.3, §5.4.
    @ParameterizedTest
    @Scenario("RFC 5393 §5.3.3")
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    void answers440WhereNoBreadthIsLeft(String method) {
        bobHasThreePhones();
        alice.send(request(Method.of(method), 0));
        alice.expect(440);

        assertThat(office.counters.refused(Refusal.BREADTH).sum()).isEqualTo(1);
        assertThat(office.counters.waiting()).isZero();
    }

    /// RFC 5393 §5.3.3: what ends here needs none.
    @Test
    @Scenario("RFC 5393 §5.3.3")
    void answersForItselfWithoutBreadth() {
        alice.send(
                alice.request(Method.OPTIONS, "sip:example.com")
                        .with(h -> h.set(Header.MAX_BREADTH, 0)));
        alice.expect(200);
    }

    /// RFC 5393 §4.2.1: a contact that leads back to the same user.
    @Test
    @Scenario("RFC 5393 §4.2.1")
    void endsAContactThatPointsBack() {
        register("bob", "sip:bob@192.0.2.1");
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        alice.ack(alice.expect(482));
        assertThat(invites()).isLessThanOrEqualTo(3);
    }

    /// RFC 5393 §4.2.1: two users whose contacts name each other.
    @Test
    @Scenario("RFC 5393 §4.2.1")
    void endsTwoContactsThatPointAtEachOther() {
        register("bob", "sip:carol@192.0.2.1");
        register("carol", "sip:bob@192.0.2.1");
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        alice.ack(alice.expect(482));
        assertThat(invites()).isLessThanOrEqualTo(4);
    }

    /// §16.7 item 4: two phones that redirect to each other end with the answer of one of them.
    @Test
    @Scenario("RFC 3261 §16.7 item 4")
    void endsTwoPhonesThatRedirectToEachOther() {
        office.register("desk", office.target(desk, 1000));
        desk.onRequest(r -> redirect(desk, r, "sofa"));
        sofa.onRequest(r -> redirect(sofa, r, "desk"));
        alice.send(alice.request(Method.INVITE, "sip:desk@example.com"));
        alice.ack(alice.expect(302));
        assertThat(invites()).isEqualTo(3);
    }

    /// §16.7 item 4: and so where each redirection comes with another URI of the same user.
    @Test
    @Scenario("RFC 3261 §16.7 item 4")
    void endsRedirectionsThatInventUris() {
        var count = new int[1];
        desk.onRequest(r -> redirect(desk, r, "sofa" + ";n=" + count[0]++));
        office.register("sofa", target("sip:desk@192.0.2.1"));
        alice.send(alice.request(Method.INVITE, "sip:desk@example.com"));
        network.clock().advance(Duration.ofMinutes(2));
        assertThat(invites()).isLessThanOrEqualTo(MOST);
        atRest();
    }

    private void redirect(Party phone, Request request, String contact) {
        if (request.method() == Method.INVITE)
            phone.reply(
                    request,
                    302,
                    "Contact: <sip:" + contact.replaceFirst("(;|$)", "@example.com$1") + ">");
    }

    /// RFC 5393 §3: one user registers ten contacts, each the user itself, at once.
    @Test
    @Scenario("RFC 5393 §3")
    void survivesTenContactsThatAllNameTheirOwnUser() {
        register("bob", bomb("bob", false));
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        alice.ack(alice.expect(482));
        network.clock().advance(Duration.ofMinutes(2));

        assertThat(invites()).isLessThanOrEqualTo(MOST);
        assertThat(network.count(c -> c.is(Method.INVITE))).isLessThan(200);
        atRest();
    }

    /// RFC 5393 §3: and one after the other, which neither breadth nor loop detection would end before ten factorial.
    @ParameterizedTest
    @Scenario("RFC 5393 §3")
    @ValueSource(strings = {"INVITE", "MESSAGE"})
    void survivesTenContactsThatAreTriedOneAfterTheOther(String method) {
        register("bob", bomb("bob", true));
        alice.send(alice.request(Method.of(method), "sip:bob@example.com"));
        network.clock().advance(Duration.ofMinutes(2));

        assertThat(network.count(c -> c.is(Method.of(method)))).isLessThanOrEqualTo(MOST);
        assertThat(office.counters.refused(Refusal.SPIRALS).sum()).isPositive();
        atRest();
    }

    /// RFC 5393 §3: many users whose contacts name two others each, as deep as the hops reach.
    @ParameterizedTest
    @Scenario("RFC 5393 §3")
    @ValueSource(booleans = {false, true})
    void survivesATreeOfUsers(boolean serial) {
        for (int i = 0; i < 80; i++)
            office.register(
                    "u" + i,
                    target("sip:u" + (i + 1) + "@192.0.2.1;x=1", 1000),
                    target("sip:u" + (i + 1) + "@192.0.2.1;x=2", serial ? 500 : 1000));
        alice.send(alice.request(Method.INVITE, "sip:u0@example.com"));
        network.clock().advance(Duration.ofMinutes(5));

        assertThat(invites()).isLessThanOrEqualTo(MOST);
        atRest();
    }

    /// RFC 5393 §5.1: at no time more branches than the breadth.
    @Test
    @Scenario("RFC 5393 §5.1")
    void isNeverOnMoreBranchesThanItsBreadth() {
        for (int i = 0; i < 4; i++)
            office.register(
                    "u" + i,
                    target("sip:u" + (i + 1) + "@192.0.2.1;x=1", 1000),
                    target("sip:u" + (i + 1) + "@192.0.2.1;x=2", 1000),
                    target("sip:u" + (i + 1) + "@192.0.2.1;x=3", 1000));
        office.register("u4", office.target(desk, 1000));
        alice.send(
                alice.request(Method.INVITE, "sip:u0@example.com")
                        .with(h -> h.set(Header.MAX_BREADTH, 5)));
        network.clock().advance(Duration.ofMillis(100));

        assertThat(desk.received().size()).isBetween(1, 5);
    }

    /// §16.3 item 4: a spiral is welcome as long as it ends, and takes one share of the breadth through all its turns.
    @Test
    @Scenario("RFC 3261 §16.3 item 4")
    void letsASpiralPassThroughFourUsers() {
        for (int i = 0; i < 4; i++) register("u" + i, "sip:u" + (i + 1) + "@192.0.2.1");
        office.register("u4", office.target(desk, 1000));
        alice.send(alice.request(Method.INVITE, "sip:u0@example.com"));
        var invite = desk.expect(Method.INVITE);
        desk.reply(invite, 200);
        alice.ack(alice.expect(200));
        desk.expect(Method.ACK);

        assertThat(breadth(invite)).isEqualTo(60);
        assertThat(invite.headers().require(Header.MAX_FORWARDS)).isEqualTo(65);
    }

    /// RFC 3261 §8.2.2.2: what came to one user by two ways rings it once.
    @Test
    @Scenario("RFC 3261 §8.2.2.2")
    void ringsAPhoneOnceWhereTwoBranchesMeet() {
        office.register("team", target("sip:one@192.0.2.1"), target("sip:two@192.0.2.1"));
        register("one", "sip:desk@192.0.2.1");
        register("two", "sip:desk@192.0.2.1");
        alice.send(alice.request(Method.INVITE, "sip:team@example.com"));
        var invite = desk.expect(Method.INVITE);
        desk.expectNothingFor(Duration.ofMillis(100));
        desk.reply(invite, 200);
        alice.ack(alice.expect(200));
    }

    /// RFC 5393 §4.2.2: what its preferences let go another way is no loop.
    @Test
    @Scenario("RFC 5393 §4.2.2")
    void letsARequestPassWhosePreferencesChanged() {
        register("bob", "sip:desk@192.0.2.1");
        var invite = alice.request(Method.INVITE, "sip:bob@example.com");
        alice.send(invite);
        var arrived = desk.expect(Method.INVITE);
        var changed =
                arrived.withUri(invite.uri())
                        .with(h ->
                                h.push(
                                                Header.VIA,
                                                Via.of(
                                                        "UDP",
                                                        HostPort.of("192.0.2.21"),
                                                        "z9hG4bKback"))
                                        .add(Header.REQUEST_DISPOSITION, "no-fork"));
        desk.send(changed);
        desk.expect(Method.INVITE);
        assertThat(office.counters.refused(Refusal.LOOP).sum()).isZero();
    }

    private void register(String user, String... contacts) {
        var targets = new Target[contacts.length];
        for (int i = 0; i < targets.length; i++) targets[i] = target(contacts[i]);
        office.register(user, targets);
    }

    private void register(String user, Target[] targets) {
        office.register(user, targets);
    }

    private static Target[] bomb(String user, boolean serial) {
        var targets = new Target[10];
        for (int i = 0; i < targets.length; i++)
            targets[i] =
                    target("sip:" + user + "@192.0.2.1;x=" + i, serial ? 1000 - i * 100 : 1000);
        return targets;
    }

    private static Target target(String contact) {
        return target(contact, 1000);
    }

    private static Target target(String contact, int q) {
        return new Target(SipUri.parse(contact), q, Optional.empty(), List.of());
    }

    private long invites() {
        return network.count((Crossing c) -> c.is(Method.INVITE));
    }

    private void atRest() {
        network.clock().advance(Duration.ofMinutes(5));
        assertThat(office.layer.serverTransactions()).isZero();
        assertThat(office.layer.clientTransactions()).isZero();
        assertThat(office.counters.waiting()).isZero();
        assertThat(office.timers.size()).isZero();
    }
}
