package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.StatusClass;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Crossing;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A call from A to B and what goes along with it.
@Scenario("RFC 3261 §16")
class BasicCallScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party bob = office.phone("bob", "192.0.2.20");

    @Test
    void passesACallFromRingingToTheEnd() {
        var sent = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        alice.expect(180);
        var ok = bob.reply(invite, 200);
        var answer = alice.expect(200);
        alice.ack(answer);
        var ack = bob.expect(Method.ACK);
        var bye = bob.leg(invite, ok).send(Method.BYE);
        var gone = alice.expect(Method.BYE);
        alice.reply(gone, 200);
        bob.expect(200, Method.BYE);

        assertThat(invite.uri()).isEqualTo(bob.contact());
        assertThat(invite.headers().get(Header.MAX_FORWARDS)).hasValue(69);
        assertThat(invite.headers().all(Header.VIA)).hasSize(2);
        assertThat(answer.headers().all(Header.VIA)).hasSize(1);
        assertThat(ack.uri()).isEqualTo(bob.contact());
        assertThat(ack.headers().has(HeaderName.of("Route"))).isFalse();
        assertThat(ack.headers().get(Header.MAX_FORWARDS)).hasValue(69);
        assertThat(gone.uri()).isEqualTo(alice.contact());
        assertThat(gone.headers().require(Header.CSEQ))
                .isEqualTo(bye.headers().require(Header.CSEQ));
        assertThat(office.events).containsExactly("started", "ringing", "answered", "ended");
        assertThat(office.decisions).containsExactly("to bob");
        assertThat(office.counters.requests(Method.INVITE).sum()).isEqualTo(1);
        assertThat(office.counters.requests(Method.ACK).sum()).isEqualTo(1);
        assertThat(office.counters.requests(Method.BYE).sum()).isEqualTo(1);
        assertThat(office.counters.responses(StatusClass.SUCCESS).sum()).isEqualTo(2);
        assertThat(sent.headers().require(Header.CALL_ID))
                .isEqualTo(invite.headers().require(Header.CALL_ID));
    }

    /// §16.6 item 4: one value where both sides are alike, and a short one where both can be reached by their address.
    @Test
    @Scenario("RFC 3261 §16.6 item 4")
    void recordsAShortRoute() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var routes = bob.expect(Method.INVITE).headers().all(Header.RECORD_ROUTE);

        assertThat(routes).hasSize(1);
        var uri = (SipUri) routes.getFirst().uri();
        assertThat(uri.toString()).matches("sip:[A-Za-z0-9_-]{12}@192\\.0\\.2\\.1:5060;lr");
    }

    /// §16.7 item 5.
    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void keepsEach100ToItself() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 100);
        bob.reply(invite, 183);
        alice.expect(183);

        assertThat(network.count(c -> c.is(100) && c.to().equals("alice"))).isEqualTo(1);
    }

    @Test
    void passesRequestsThatBeginNoDialog() {
        for (var method :
                new Method[] {Method.MESSAGE, Method.INFO, Method.OPTIONS, Method.PUBLISH}) {
            alice.send(alice.request(method, "sip:bob@example.com"));
            var request = bob.expect(method);
            assertThat(request.headers().all(Header.RECORD_ROUTE)).isEmpty();
            bob.reply(request, 202);
            alice.expect(202);
        }
    }

    @Test
    void staysOnTheWayOfSubscriptionsAndReferrals() {
        for (var method : new Method[] {Method.SUBSCRIBE, Method.REFER, Method.NOTIFY}) {
            alice.send(alice.request(method, "sip:bob@example.com"));
            assertThat(bob.expect(method).headers().all(Header.RECORD_ROUTE)).hasSize(1);
        }
    }

    @Test
    void passesAllRequestsOfADialog() {
        var dialog = establish();
        for (var method :
                new Method[] {
                    Method.INVITE,
                    Method.UPDATE,
                    Method.INFO,
                    Method.PRACK,
                    Method.REFER,
                    Method.NOTIFY,
                    Method.MESSAGE,
                    Method.OPTIONS,
                    Method.of("FROBNICATE")
                }) {
            dialog.send(method);
            var request = bob.expect(method);
            bob.reply(request, 200);
            alice.expect(200, method);
        }
        assertThat(office.routed).as("the router is not asked again").hasSize(1);
    }

    /// §16.7: the response is forwarded as it came, the Via aside.
    @Test
    @Scenario("RFC 3261 §16.7")
    void leavesResponsesAsTheyAre() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180, "X-Odd  :  as it is\nAlert-Info: <x>");
        alice.expect(180);

        var last = network.crossings().getLast();
        assertThat(last.text()).contains("\r\nX-Odd  :  as it is\r\n");
    }

    @Test
    void givesTheRouterItsEdits() {
        office.edits = h -> h.remove(HeaderName.of("Proxy-Authorization"));
        alice.send(
                alice.again(
                        alice.request(Method.INVITE, "sip:bob@example.com"),
                        "Proxy-Authorization: Digest username=\"alice\""));

        assertThat(bob.expect(Method.INVITE).headers().has(HeaderName.of("Proxy-Authorization")))
                .isFalse();
    }

    @Test
    void answersAsTheRouterSays() {
        alice.send(alice.request(Method.INVITE, "sip:nobody@example.com"));
        alice.ack(alice.expect(404));
        alice.send(alice.request(Method.INVITE, "sip:moved@example.com"));
        var moved = alice.expect(302);
        alice.ack(moved);
        alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
        alice.expect(200);
        office.register("away");
        alice.send(alice.request(Method.INVITE, "sip:away@example.com"));
        alice.ack(alice.expect(480));

        assertThat(moved.toString()).contains("Contact: <sip:moved@elsewhere.example>\r\n");
        assertThat(office.counters.rejected.sum()).isEqualTo(1);
        assertThat(office.counters.redirected.sum()).isEqualTo(1);
        assertThat(office.counters.served.sum()).isEqualTo(1);
        assertThat(office.counters.refused(Refusal.NO_TARGET).sum()).isEqualTo(1);
    }

    /// §17: what gets lost is sent again, by each hop for itself.
    @Test
    @Scenario("RFC 3261 §17")
    void survivesTheLossOfEveryMessageOnce() {
        for (var lost : new String[] {"INVITE", "180", "200"}) {
            network.loseOnce(c -> c.from().equals("proxy") && c.label().startsWith(lost));
            alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
            var invite = bob.expect(Method.INVITE);
            bob.reply(invite, 180);
            var ok = bob.reply(invite, 200);
            network.clock().advance(Duration.ofMillis(500));
            bob.resend(invite, ok);
            alice.ack(alice.expect(200));
            bob.expect(Method.ACK);
            alice.ignoreUnread();
        }
    }

    @Test
    void worksOverABadNetwork() {
        network.everywhere().loss(0.2).jitter(Duration.ofMillis(30)).duplication(0.1);
        int answered = 0;
        for (int i = 0; i < 20; i++) {
            var request = alice.request(Method.OPTIONS, "sip:bob@example.com");
            bob.onRequest(r -> bob.reply(r, 200));
            for (int attempt = 0; attempt < 6; attempt++) {
                alice.send(request);
                network.clock().advance(Duration.ofMillis(700));
            }
            answered +=
                    (int)
                            alice.unread().stream()
                                    .filter(m ->
                                            m.headers()
                                                    .require(Header.CALL_ID)
                                                    .equals(
                                                            request.headers()
                                                                    .require(Header.CALL_ID)))
                                    .limit(1)
                                    .count();
        }
        assertThat(answered).isEqualTo(20);
    }

    /// A proxy at rest holds nothing.
    @Test
    void forgetsCallsThatAreOver() {
        passesACallFromRingingToTheEnd();
        network.clock().advance(Duration.ofMinutes(4));

        assertThat(office.layer.serverTransactions()).isZero();
        assertThat(office.layer.clientTransactions()).isZero();
        assertThat(office.timers.size()).isZero();
    }

    private io.switchhook.testkit.Leg establish() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 200);
        var answer = alice.expect(200);
        alice.ack(answer);
        bob.expect(Method.ACK);
        return alice.leg(answer);
    }

    static boolean isTo(Crossing crossing, String name) {
        return crossing.to().equals(name);
    }
}
