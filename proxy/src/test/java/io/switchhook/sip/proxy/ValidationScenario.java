package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.HostPort;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3261 §16.3.
@Scenario("RFC 3261 §16.3")
class ValidationScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party bob = office.phone("bob", "192.0.2.20");

    private static Request withHops(Request request, int hops) {
        return request.with(h -> h.set(Header.MAX_FORWARDS, hops));
    }

    /// Item 2.
    @Test
    @Scenario("RFC 3261 §16.3 item 2")
    void knowsSipSipsAndTelAlone() {
        alice.send(alice.request(Method.INVITE, "nobodyKnowsThisScheme:totallyopaquecontent"));
        alice.ack(alice.expect(416));
        alice.send(alice.request(Method.INVITE, "tel:+15551234"));
        alice.ack(alice.expect(404));
        assertThat(office.counters.refused(Refusal.SCHEME).sum()).isEqualTo(1);
    }

    /// Item 3.
    @Test
    @Scenario("RFC 3261 §16.3 item 3")
    void goesNoFurtherWithoutHops() {
        alice.send(withHops(alice.request(Method.INVITE, "sip:bob@example.com"), 0));
        alice.ack(alice.expect(483));
        alice.send(withHops(alice.request(Method.OPTIONS, "sip:bob@example.com"), 0));
        alice.expect(483);
        alice.send(withHops(alice.request(Method.INVITE, "sip:bob@example.com"), 1));
        assertThat(bob.expect(Method.INVITE).headers().get(Header.MAX_FORWARDS)).hasValue(0);
    }

    /// Item 3: where the last hop is this server.
    @Test
    @Scenario("RFC 3261 §16.3 item 3")
    void answersForItselfWithoutHops() {
        alice.send(withHops(alice.request(Method.OPTIONS, "sip:example.com"), 0));
        alice.expect(200);
    }

    /// §16.6 item 3.
    @Test
    @Scenario("RFC 3261 §16.6 item 3")
    void addsMaxForwardsWhereItIsMissing() {
        alice.send(
                alice.request(Method.MESSAGE, "sip:bob@example.com")
                        .with(h -> h.remove(Header.MAX_FORWARDS.name())));
        assertThat(bob.expect(Method.MESSAGE).headers().get(Header.MAX_FORWARDS)).hasValue(70);
    }

    /// Item 5.
    @Test
    @Scenario("RFC 3261 §16.3 item 5")
    void hasNoExtensions() {
        alice.send(
                alice.again(
                        alice.request(Method.INVITE, "sip:bob@example.com"),
                        "Proxy-Require: foo, bar\nRequire: baz"));
        var refusal = alice.expect(420);

        assertThat(refusal.headers().all(Header.UNSUPPORTED)).containsExactly("foo", "bar");
    }

    /// Item 4, RFC 5393 §4.2.1: the same request once more.
    @Test
    @Scenario("RFC 5393 §4.2.1")
    void knowsALoop() {
        office.register(
                "bob",
                new Target(SipUri.parse("sip:bob@192.0.2.1"), 1000, Optional.empty(), List.of()));
        office.register("loop", office.target(bob, 1000));
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        alice.ack(alice.expect(482));

        assertThat(office.counters.refused(Refusal.LOOP).sum()).isEqualTo(1);
        assertThat(network.count(c -> c.is(Method.INVITE))).isEqualTo(3);
    }

    /// Item 4: what comes back with another Request-URI is a spiral, and welcome.
    @Test
    @Scenario("RFC 3261 §16.3 item 4")
    void letsASpiralPass() {
        office.register(
                "alias",
                new Target(SipUri.parse("sip:bob@192.0.2.1"), 1000, Optional.empty(), List.of()));
        alice.send(alice.request(Method.INVITE, "sip:alias@example.com"));
        var invite = bob.expect(Method.INVITE);
        var ok = bob.reply(invite, 200);
        var answer = alice.expect(200);
        alice.ack(answer);
        bob.expect(Method.ACK);
        bob.leg(invite, ok).send(Method.BYE);
        alice.reply(alice.expect(Method.BYE), 200);

        assertThat(invite.headers().all(Header.VIA)).hasSize(3);
        assertThat(office.counters.refused(Refusal.LOOP).sum()).isZero();
    }

    /// A field that decides the way, and that nobody below had to read.
    @Test
    void namesAMalformedRoute() {
        alice.send(
                alice.again(
                        alice.request(Method.OPTIONS, "sip:bob@example.com"),
                        "Route: <sip:192.0.2.1"));
        var refusal = alice.expect(400);

        assertThat(office.decisions.getLast()).contains("Route");
        assertThat(refusal.status().value()).isEqualTo(400);
    }

    @Test
    void dropsAnAckWithAMalformedRoute() {
        alice.send(
                alice.again(
                        alice.request(Method.ACK, "sip:bob@example.com"), "Route: <sip:192.0.2.1"));
        alice.expectNothingFor(Duration.ofMillis(10));
        assertThat(office.counters.dropped.sum()).isEqualTo(1);
    }

    /// Requests of one Call-ID that wait for their responses are bounded.
    @Test
    void isNotCrowdedByOneCall() {
        var invite = alice.request(Method.MESSAGE, "sip:bob@example.com");
        for (int i = 0; i < 70; i++) {
            var via = Via.of("UDP", HostPort.of("192.0.2.10"), "z9hG4bKcrowd" + i);
            alice.send(invite.with(h -> h.set(Header.VIA, via)));
        }
        alice.expect(500);
        assertThat(office.counters.refused(Refusal.CROWD).sum()).isEqualTo(6);
    }

    @Test
    void refusesATelephoneNumberInADialog() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 200);
        var leg = alice.leg(alice.expect(200));
        alice.send(leg.request(Method.INFO).withUri(io.switchhook.sip.uri.Uri.parse("tel:1")));
        alice.expect(416, Method.INFO);
        assertThat(NameAddr.of(leg.remoteTarget()).sipUri()).isPresent();
    }
}
