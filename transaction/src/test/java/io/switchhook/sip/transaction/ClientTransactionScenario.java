package io.switchhook.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Reason;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Crossing;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SipText;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Requests that a core sends to phones.
@Scenario("RFC 3261 §17")
class ClientTransactionScenario {
    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    final Core core =
            new Core(
                    network.node("server", "192.0.2.1"), new TransactionLimits(2, 2, ofMinutes(5)));
    final Party bob = network.party("bob", "192.0.2.20");
    final Flow flow = core.node.flow(Transport.UDP, bob.node());

    @AfterEach
    void everythingIsGoneAtTheEnd() {
        network.clock().advance(ofMinutes(6));
        assertThat(core.isEmpty()).isTrue();
    }

    static Request request(Method method) {
        return SipText.request(
                """
                %s sip:bob@192.0.2.20 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKalice
                Route: <sip:192.0.2.20;lr>
                Max-Forwards: 69
                From: <sip:alice@example.com>;tag=a
                To: <sip:bob@example.com>
                Call-ID: call
                CSeq: 7 %s
                Contact: <sip:alice@192.0.2.10>
                """
                        .formatted(method.name(), method.name()));
    }

    void pass(Duration time) {
        network.clock().advance(time);
    }

    @Test
    void anInviteIsRepeatedUntilTimerB() {
        core.send(request(Method.INVITE), flow);
        pass(ofMillis(31_999));
        assertThat(network.crossings())
                .extracting(crossing -> crossing.at().toMillis())
                .containsExactly(0L, 500L, 1500L, 3500L, 7500L, 15_500L, 31_500L);
        assertThat(core.news()).isEmpty();
        pass(ofMillis(1));
        assertThat(core.news()).containsExactly("timed out");
        assertThat(core.counters.retransmissionsSent()).isEqualTo(6);
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void anotherRequestIsRepeatedUntilTimerF() {
        core.send(request(Method.OPTIONS), flow);
        pass(ofSeconds(32));
        assertThat(network.crossings())
                .extracting(crossing -> crossing.at().toMillis())
                .containsExactly(
                        0L, 500L, 1500L, 3500L, 7500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L,
                        31_500L);
        assertThat(core.news()).containsExactly("timed out");
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void ourViaIsOnTop() {
        var sent = core.send(request(Method.OPTIONS), flow);
        var got = bob.expect(Method.OPTIONS);
        assertThat(got.headers().all(Header.VIA)).hasSize(2);
        var via = got.headers().require(Header.VIA);
        assertThat(via.sentBy().toString()).isEqualTo("192.0.2.1:5060");
        assertThat(via.transport()).isEqualTo("UDP");
        assertThat(via.branch()).matches("z9hG4bK[a-z2-7]{13}");
        assertThat(sent.request().headers().require(Header.VIA).branch()).isEqualTo(via.branch());
        bob.reply(got, 200);
        pass(ofSeconds(1));
        bob.reply(got, 200); // absorbed
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("200");
    }

    @Test
    void aFailureIsAcknowledgedHereAndToldOnce() {
        core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        var busy = bob.reply(invite, 486);
        var ack = bob.expect(Method.ACK);
        assertThat(ack.uri()).isEqualTo(invite.uri());
        assertThat(ack.headers().all(Header.VIA)).hasSize(1);
        assertThat(ack.headers().require(Header.VIA).branch())
                .isEqualTo(invite.headers().require(Header.VIA).branch());
        assertThat(ack.headers().require(Header.TO)).isEqualTo(busy.headers().require(Header.TO));
        assertThat(ack.headers().require(Header.FROM))
                .isEqualTo(invite.headers().require(Header.FROM));
        assertThat(ack.headers().require(Header.CSEQ).number()).isEqualTo(7);
        assertThat(ack.headers().all(Header.ROUTE)).hasSize(1);
        assertThat(ack.headers().has(Known.CONTACT)).isFalse();
        bob.resend(invite, busy);
        bob.expect(Method.ACK);
        assertThat(core.news()).containsExactly("180", "486");
        pass(ofSeconds(32));
        assertThat(core.isEmpty()).isTrue();
    }

    /// RFC 6026 §7.2, §16.7 item 5: what the core lets go of tells it of each 2xx, and absorbs the rest.
    @Test
    void aSettledInviteIsAbsorbedBut2xxGoOn() {
        var call = core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        var ok = bob.reply(invite, 200);
        pass(ofSeconds(1));
        call.settle(flow);
        assertThat(core.timers.size()).as("timers, of which one ends what is absorbed").isOne();
        bob.resend(invite, ok);
        bob.reply(invite, 180); // too late
        bob.reply(invite, 486); // nonsense
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("200", "late 200 to 5060");
        assertThat(core.counters.strayResponses()).isZero();
        assertThat(core.layer.clientTransactions()).isEqualTo(1);
        pass(ofSeconds(32));
        assertThat(core.isEmpty()).isTrue();
        bob.resend(invite, ok);
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("stray 200");
    }

    @Test
    void aSettledFailureIsStillAcknowledged() {
        var call = core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        var busy = bob.reply(invite, 486);
        bob.expect(Method.ACK);
        call.settle(flow);
        bob.resend(invite, busy);
        bob.expect(Method.ACK);
        bob.reply(invite, 200);
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("486", "late 200 to 5060");
    }

    @Test
    void anotherRequestThatIsSettledIsAbsorbed() {
        var call = core.send(request(Method.OPTIONS), flow);
        var options = bob.expect(Method.OPTIONS);
        var ok = bob.reply(options, 200);
        pass(ofSeconds(1));
        call.settle(flow);
        bob.resend(options, ok);
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("200");
        assertThat(core.counters.strayResponses()).isZero();
    }

    @Test
    void every2xxIsToldAndALateOneIsAStray() {
        core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        var ok = bob.reply(invite, 200);
        pass(ofSeconds(1));
        bob.resend(invite, ok);
        bob.reply(invite, 180); // too late
        bob.reply(invite, 486); // nonsense
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("200", "200");
        pass(ofSeconds(31));
        assertThat(core.isEmpty()).isTrue();
        bob.resend(invite, ok);
        bob.reply(invite, 486);
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("stray 200");
        assertThat(core.counters.strayResponses()).isEqualTo(2);
        assertThat(bob.unread()).isEmpty();
    }

    @Test
    void responsesThatAreNotForUsAreDropped() {
        bob.outbound(Transport.UDP, core.node);
        bob.send(
                """
                SIP/2.0 200 OK
                Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKx
                From: <sip:alice@example.com>;tag=a
                To: <sip:bob@example.com>;tag=b
                Call-ID: call
                CSeq: 1 INVITE
                """);
        pass(ofSeconds(1));
        assertThat(core.news()).isEmpty();
        assertThat(core.counters.strayResponses()).isEqualTo(1);
    }

    @Test
    void anInviteIsCanceledOnceAProvisionalResponseHasCome() {
        var call = core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        call.cancel(h -> h.add(Header.REASON, Reason.sip(200, "Call completed elsewhere")));
        pass(ofMillis(100));
        assertThat(bob.unread()).isEmpty();
        bob.reply(invite, 180);
        var cancel = bob.expect(Method.CANCEL);
        assertThat(cancel.uri()).isEqualTo(invite.uri());
        assertThat(cancel.headers().all(Header.VIA))
                .containsExactly(invite.headers().require(Header.VIA));
        assertThat(cancel.headers().require(Header.TO))
                .isEqualTo(invite.headers().require(Header.TO));
        assertThat(cancel.headers().require(Header.CSEQ).number()).isEqualTo(7);
        assertThat(cancel.headers().all(Header.ROUTE)).hasSize(1);
        assertThat(cancel.headers().all(Header.REASON)).hasSize(1);
        call.cancel(Core.plain()); // no second one
        bob.reply(cancel, 200);
        bob.reply(invite, 487);
        bob.expect(Method.ACK);
        call.cancel(Core.plain());
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("180", "487");
        assertThat(bob.unread()).isEmpty();
    }

    @Test
    void theUserMayCancelFromInsideTheCall() {
        var call = new ClientTransaction[1];
        core.onResponse = _ -> call[0].cancel(Core.plain());
        call[0] = core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        bob.reply(bob.expect(Method.CANCEL), 200);
        bob.reply(invite, 487);
        bob.expect(Method.ACK);
    }

    @Test
    void a2xxThatCrossesTheCancelIsTold() {
        var call = core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        pass(ofMillis(10));
        call.cancel(Core.plain());
        bob.reply(invite, 200);
        bob.reply(bob.expect(Method.CANCEL), 200);
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("180", "200");
    }

    @Test
    void aCanceledInviteThatIsNeverAnsweredIsGivenUp() {
        var call = core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        pass(ofSeconds(60));
        call.cancel(Core.plain());
        bob.reply(bob.expect(Method.CANCEL), 200);
        bob.reply(invite, 180);
        pass(ofSeconds(31));
        assertThat(core.news()).containsExactly("180", "180");
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("timed out");
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void anInviteThatRingsWithoutAWordIsGivenUp() {
        core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        pass(ofMinutes(4));
        bob.reply(invite, 180);
        pass(ofMinutes(4));
        assertThat(core.news()).containsExactly("180", "180");
        pass(ofMinutes(1).plusMillis(5));
        assertThat(core.news()).containsExactly("timed out");
    }

    @Test
    void anAbandonedInviteIsAbsorbed() {
        var call = core.send(request(Method.INVITE), flow);
        var invite = bob.expect(Method.INVITE);
        bob.reply(invite, 180);
        pass(ofSeconds(1));
        call.cancel(Core.plain());
        call.abandon();
        bob.reply(bob.expect(Method.CANCEL), 200);
        bob.reply(invite, 487);
        bob.expect(Method.ACK);
        assertThat(core.news()).containsExactly("180");
    }

    @Test
    void aDeadConnectionIsToldInTheNextTurn() {
        var stream = core.node.flow(Transport.TCP, bob.node());
        stream.close();
        core.send(request(Method.INVITE), stream);
        core.send(request(Method.OPTIONS), stream);
        assertThat(core.news()).isEmpty();
        pass(ofMillis(1));
        assertThat(core.news()).containsExactly("failed", "failed");
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void anUnreachablePortIsTold() {
        bob.node().stop();
        core.send(request(Method.INVITE), flow);
        core.send(request(Method.OPTIONS), flow);
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("failed", "failed");
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void anAckThatCannotBeDeliveredIsNotTold() {
        core.send(request(Method.INVITE), flow);
        bob.reply(bob.expect(Method.INVITE), 486);
        bob.node().stop();
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("486");
        assertThat(core.counters.undelivered()).isEqualTo(1);
    }

    @Test
    void nothingIsRepeatedOverTcp() {
        bob.outbound(Transport.TCP, core.node);
        var stream = core.node.connections().getFirst();
        core.send(request(Method.INVITE), stream);
        pass(ofSeconds(31));
        assertThat(network.count(crossing -> crossing.is(Method.INVITE))).isEqualTo(1);
        bob.reply(bob.expect(Method.INVITE), 486);
        bob.expect(Method.ACK);
        pass(ofMillis(1));
        assertThat(core.isEmpty()).isTrue();
        core.send(request(Method.OPTIONS), stream);
        bob.reply(bob.expect(Method.OPTIONS), 200);
        pass(ofMillis(2));
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void thereAreOnlySoMany() {
        core.send(request(Method.OPTIONS), flow);
        core.send(request(Method.OPTIONS), flow);
        core.send(request(Method.OPTIONS), flow);
        core.send(request(Method.OPTIONS), flow).abandon();
        pass(ofMillis(1));
        assertThat(core.news()).containsExactly("failed");
        assertThat(core.counters.rejected()).isEqualTo(2);
        assertThat(network.crossings()).hasSize(2).allMatch(c -> c.is(Method.OPTIONS));
    }

    @Test
    void aRouteIsCopiedAsItStood() {
        var route = NameAddr.of(SipUri.parse("sip:edge.example.com;lr"));
        core.send(request(Method.INVITE).with(h -> h.push(Header.ROUTE, route)), flow);
        bob.reply(bob.expect(Method.INVITE), 486);
        var ack = bob.expect(Method.ACK);
        assertThat(ack.headers().all(Header.ROUTE)).hasSize(2).first().isEqualTo(route);
        assertThat(network.crossings().getLast()).extracting(Crossing::label).isEqualTo("ACK");
    }
}
