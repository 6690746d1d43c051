package io.switchhook.sip.transaction;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Requests that phones send to a core.
@Scenario("RFC 3261 §17")
class ServerTransactionScenario {
    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    final Core core =
            new Core(
                    network.node("server", "192.0.2.1"), new TransactionLimits(3, 3, ofMinutes(5)));
    final Party alice = network.party("alice", "192.0.2.10").outbound(Transport.UDP, core.node);

    @AfterEach
    void everythingIsGoneAtTheEnd() {
        network.clock().advance(ofMinutes(6));
        assertThat(core.isEmpty()).isTrue();
    }

    Request invite() {
        return alice.request(Method.INVITE, "sip:bob@example.com");
    }

    void pass(Duration time) {
        network.clock().advance(time);
    }

    @Test
    void anInviteGets100AtOnceAndReachesTheCoreOnce() {
        var invite = alice.send(invite());
        alice.expect(100);
        assertThat(network.clock().elapsed()).isEqualTo(ofMillis(2));
        core.answer(180);
        alice.expect(180);
        alice.send(invite);
        alice.expect(180);
        assertThat(core.news()).containsExactly("INVITE");
        assertThat(core.counters.retransmissionsReceived()).isEqualTo(1);
        core.answer(486);
        alice.ack(alice.expect(486));
    }

    @Test
    void theCoreMayAnswerFromInsideTheCall() {
        core.onRequest = server -> core.answer(server, 404);
        alice.send(invite());
        alice.expect(100);
        alice.ack(alice.expect(404));
        pass(ofMinutes(1));
        assertThat(alice.unread()).isEmpty();
        assertThat(core.counters.retransmissionsSent()).isZero();
    }

    @Test
    void aFailureIsRepeatedUntilItsAck() {
        alice.send(invite());
        alice.expect(100);
        core.answer(486);
        assertThat(core.last().isAnswered()).isTrue();
        pass(ofSeconds(6)); // sent at 0, 0.5, 1.5, 3.5
        var busy = alice.expect(486);
        assertThat(alice.unread()).hasSize(3);
        assertThat(core.counters.retransmissionsSent()).isEqualTo(3);
        alice.ignoreUnread();
        alice.ack(busy);
        pass(ofSeconds(1));
        alice.ack(busy);
        pass(ofSeconds(10));
        assertThat(alice.unread()).isEmpty();
        assertThat(core.news()).containsExactly("INVITE");
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void aFailureIsRepeatedNoLongerThanTimerH() {
        alice.send(invite());
        alice.expect(100);
        core.answer(486);
        pass(ofSeconds(40)); // 0, 0.5, 1.5, 3.5, 7.5, ... 31.5
        assertThat(alice.unread()).hasSize(11);
        assertThat(core.counters.timeouts()).isEqualTo(1);
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void a2xxAndItsAckBelongToTheCore() {
        var invite = alice.send(invite());
        alice.expect(100);
        core.answer(200);
        var ok = alice.expect(200);
        alice.send(invite); // absorbed
        core.answer(200); // the core repeats it
        alice.expect(200);
        core.answer(486); // too late
        alice.ack(ok);
        pass(ofSeconds(5));
        assertThat(core.news()).containsExactly("INVITE", "ack");
        assertThat(alice.unread()).isEmpty();
        assertThat(core.layer.serverTransactions()).isEqualTo(1);
    }

    /// What the core lets go of absorbs what comes again as before.
    @Test
    void aReleasedInviteIsAbsorbedFor32Seconds() {
        var invite = alice.send(invite());
        alice.expect(100);
        core.answer(200);
        alice.ack(alice.expect(200));
        assertThat(core.last().path()).isPresent();
        core.last().release();
        pass(ofSeconds(31));
        alice.send(invite);
        pass(Duration.ofMillis(500));
        assertThat(core.news()).containsExactly("INVITE", "ack");
        assertThat(alice.unread()).isEmpty();
        assertThat(core.layer.serverTransactions()).isEqualTo(1);
        assertThat(core.counters.retransmissionsReceived()).isEqualTo(1);
        alice.cancel(invite); // too late, and answered (§9.2)
        alice.expect(200, Method.CANCEL);
        assertThat(core.news()).isEmpty();
        pass(ofSeconds(33));
        assertThat(core.layer.serverTransactions()).isZero();
        assertThat(core.counters.serversLive()).isZero();
    }

    @Test
    void aCancelIsAnsweredAndToldToTheCore() {
        var invite = alice.send(invite());
        alice.expect(100);
        var cancel = alice.cancel(invite);
        var ok = alice.expect(200, Method.CANCEL);
        assertThat(core.news()).containsExactly("INVITE", "cancelled INVITE");
        core.answer(487);
        var terminated = alice.expect(487);
        assertThat(ok.headers().require(Header.TO).tag())
                .isEqualTo(terminated.headers().require(Header.TO).tag())
                .isNotEmpty();
        alice.ack(terminated);
        alice.send(cancel); // again
        alice.expect(200, Method.CANCEL);
        assertThat(core.news()).isEmpty();
    }

    @Test
    void aCancelThatComesTooLateIsOnlyAnswered() {
        var invite = alice.send(invite());
        alice.expect(100);
        core.answer(200);
        alice.cancel(invite);
        alice.ack(alice.expect(200, Method.INVITE));
        alice.expect(200, Method.CANCEL);
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("INVITE", "ack");
    }

    @Test
    void aCancelOfNothingIsAnswered481() {
        alice.cancel(invite());
        alice.expect(481);
        assertThat(core.news()).isEmpty();
    }

    @Test
    void otherRequestsGetTheirAnswerAgainWhenTheyComeAgain() {
        var options = alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
        pass(ofSeconds(1));
        alice.send(options);
        pass(ofSeconds(1));
        assertThat(alice.unread()).isEmpty();
        core.answer(200);
        alice.expect(200);
        alice.send(options);
        alice.expect(200);
        assertThat(core.news()).containsExactly("OPTIONS");
        pass(ofSeconds(32));
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void otherRequestsGet100WhenTheAnswerTakesLong() {
        var options = alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
        pass(ofMillis(3499));
        core.answer(100);
        core.answer(180);
        alice.expectNothingFor(ofMillis(2));
        pass(ofMillis(1));
        alice.expect(100);
        alice.send(options);
        alice.expect(100);
        core.answer(200);
        alice.expect(200);
    }

    @Test
    void otherRequestsGetNoAnswerThatComesTooLate() {
        alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
        alice.expect(100);
        core.answer(408);
        alice.expectNothingFor(ofSeconds(30));
        assertThat(core.isEmpty()).isTrue();
        core.answer(200);
        alice.expectNothingFor(ofSeconds(1));
        assertThat(core.counters.unanswered()).isEqualTo(1);
    }

    @Test
    void anInviteThatTheCoreForgetsIsAnsweredIn5Minutes() {
        alice.send(invite());
        pass(ofMinutes(4));
        core.answer(180);
        pass(ofMinutes(4));
        alice.expect(100);
        alice.expect(180);
        assertThat(alice.unread()).isEmpty();
        pass(ofMinutes(1));
        alice.ack(alice.expect(500));
        assertThat(core.counters.unanswered()).isEqualTo(1);
        assertThat(core.last().isAnswered()).isTrue();
        assertThat(core.last().path()).as("where a 2xx might still go").isEmpty();
    }

    @Test
    void aCoreThatFailsOwesAnAnswer() {
        core.onRequest =
                _ -> {
                    throw new IllegalStateException("bug");
                };
        alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
        assertThatThrownBy(() -> pass(ofSeconds(1))).hasMessage("bug");
        alice.expect(500);
    }

    @Test
    void nothingIsRepeatedOverTcp() {
        alice.outbound(Transport.TCP, core.node);
        alice.send(invite());
        alice.expect(100);
        core.answer(486);
        var busy = alice.expect(486);
        alice.expectNothingFor(ofSeconds(10));
        alice.ack(busy);
        pass(ofMillis(1));
        assertThat(core.isEmpty()).isTrue();

        alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
        pass(ofSeconds(1));
        core.answer(200);
        alice.expect(200);
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void aConnectionThatDiedKeepsTheTransactionUntilItsTimer() {
        alice.outbound(Transport.TCP, core.node);
        alice.send(invite());
        alice.expect(100);
        core.node.connections().getFirst().close();
        core.answer(486);
        pass(ofSeconds(1));
        assertThat(core.counters.undelivered()).isEqualTo(1);
        assertThat(core.layer.serverTransactions()).isEqualTo(1);
    }

    @Test
    void peersOfRfc2543AreMatchedByTheirHeaders() {
        var text =
                """
                INVITE sip:bob@example.com SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.10:5060
                From: <sip:alice@example.com>;tag=a
                To: <sip:bob@example.com>
                Call-ID: old
                CSeq: 1 INVITE
                """;
        alice.send(text);
        alice.expect(100);
        alice.send(text);
        alice.expect(100);
        alice.send(text.replace("INVITE", "CANCEL"));
        alice.expect(200, Method.CANCEL);
        core.answer(487);
        var terminated = alice.expect(487);
        var ack = text.replace("INVITE", "ACK");
        alice.send(ack.replace("bob@example.com>", "bob@example.com>;tag=other"));
        pass(ofMillis(400));
        alice.expect(487); // that was not the ACK for it
        var tag = terminated.headers().require(Header.TO).tag();
        alice.send(ack.replace("bob@example.com>", "bob@example.com>;tag=" + tag));
        alice.expectNothingFor(ofSeconds(20));
        assertThat(core.news()).containsExactly("INVITE", "cancelled INVITE", "ack");
        alice.send(text.replace("CSeq: 1", "CSeq: 2"));
        alice.expect(100);
        assertThat(core.news()).containsExactly("INVITE");
    }

    /// At thousands of calls a second more is answered in 32 seconds than may be kept: better that a repetition of long ago is
    /// not known than that a new call is refused.
    @Test
    void whatWasAnsweredFirstMakesRoomForWhatIsNew() {
        var first = alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
        pass(ofMillis(1));
        core.answer(200);
        alice.expect(200);
        Request last = first;
        for (int i = 0; i < 3; i++) {
            last = alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
            pass(ofMillis(1));
            core.answer(200);
            alice.expect(200);
        }
        assertThat(core.news()).hasSize(4);
        assertThat(core.counters.rejected()).isZero();
        assertThat(core.layer.serverTransactions()).isEqualTo(3);
        assertThat(core.counters.serversLive()).isEqualTo(3);
        alice.send(last);
        alice.expect(200);
        assertThat(core.news()).isEmpty();
        alice.send(first);
        pass(ofMillis(1));
        assertThat(core.news()).containsExactly("OPTIONS");
        core.answer(200);
        alice.expect(200);
        pass(ofSeconds(33));
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void whatTheGateAnswersTakesNoTransactionAndIsAnsweredAgain() {
        core.gate =
                (_, _, _) ->
                        new Gate.Answered(
                                StatusCode.of(407),
                                h -> h.add(Header.RETRY_AFTER, RetryAfter.seconds(7)));
        var invite = alice.send(invite());
        var first = alice.expect(407);
        assertThat(first.headers().require(Header.RETRY_AFTER).seconds()).isEqualTo(7);
        alice.send(invite);
        assertThat(alice.expect(407).toString()).isEqualTo(first.toString());
        alice.ack(first);
        alice.cancel(invite);
        alice.expect(481);
        pass(ofMinutes(1));
        assertThat(core.news()).isEmpty();
        assertThat(alice.unread()).isEmpty();
        assertThat(core.counters.inviteServers()).isZero();
        assertThat(core.counters.strayAcks()).isEqualTo(1);
    }

    @Test
    void whatTheGateIgnoresGetsNoAnswer() {
        core.gate = (_, _, _) -> Gate.Passage.IGNORED;
        alice.send(invite());
        pass(ofSeconds(40));
        assertThat(alice.unread()).isEmpty();
        assertThat(core.isEmpty()).isTrue();
    }

    @Test
    void theGateIsNotAskedForWhatBelongsToATransaction() {
        var loads = new ArrayList<Double>();
        core.gate =
                (_, _, load) -> {
                    loads.add(load);
                    return Gate.Passage.GRANTED;
                };
        var invite = alice.send(invite());
        alice.expect(100);
        alice.send(invite);
        alice.expect(100);
        alice.cancel(invite);
        alice.expect(200);
        core.answer(487);
        alice.ack(alice.expect(487));
        alice.send(invite());
        alice.expect(100);
        core.answer(486);
        alice.ack(alice.expect(486));
        assertThat(loads).hasSize(2).first().isEqualTo(0.0);
        assertThat(loads.getLast()).isGreaterThan(0.3);
    }

    @Test
    void whenTheTableIsFullNewRequestsAreTurnedAway() {
        var first = alice.send(invite());
        alice.send(invite());
        alice.send(invite());
        for (int i = 0; i < 3; i++) alice.expect(100);
        core.news();

        var fourth = alice.send(invite());
        var full = alice.expect(503);
        assertThat(full.headers().require(Header.RETRY_AFTER).seconds()).isBetween(5, 15);
        alice.send(fourth);
        var again = alice.expect(503);
        assertThat(again.headers().require(Header.TO)).isEqualTo(full.headers().require(Header.TO));
        alice.ack(full);
        pass(ofMillis(10));
        assertThat(core.news()).isEmpty();
        assertThat(core.counters.rejected()).isEqualTo(2);
        assertThat(core.counters.strayAcks()).isEqualTo(1);

        alice.send(first); // what is known is still served
        alice.expect(100);
        alice.cancel(first);
        alice.expect(200, Method.CANCEL);
        assertThat(core.news()).containsExactly("cancelled INVITE");
        core.servers.forEach(server -> core.answer(server, 487));
        for (int i = 0; i < 3; i++) alice.ack(alice.expect(487));
        pass(ofSeconds(40));
        alice.send(invite());
        alice.expect(100);
    }

    @Test
    void responsesGoWhereTheRequestCameFrom() {
        alice.send(
                """
                OPTIONS sip:example.com SIP/2.0
                Via: SIP/2.0/UDP 10.0.0.7:9999;rport;branch=z9hG4bKnat
                Max-Forwards: 70
                From: <sip:alice@example.com>;tag=a
                To: <sip:example.com>
                Call-ID: nat
                CSeq: 1 OPTIONS
                """);
        pass(ofSeconds(1));
        core.answer(200);
        var via = alice.expect(200).headers().require(Header.VIA);
        assertThat(via).extracting(Via::received).isEqualTo(java.util.Optional.of("192.0.2.10"));
    }

    @Test
    void whatTheCoreDoesStatelesslyLeavesNothing() {
        var bob = network.party("bob", "192.0.2.20");
        var flow = core.node.flow(Transport.UDP, bob.node());
        alice.send(alice.request(Method.ACK, "sip:bob@example.com"));
        pass(ofSeconds(1));
        assertThat(core.news()).containsExactly("ack");
        core.layer.sendStateless(alice.request(Method.ACK, "sip:bob@example.com"), flow);
        var ack = bob.expect(Method.ACK);
        assertThat(ack.headers().all(Header.VIA)).hasSize(2);
        assertThat(ack.headers().require(Header.VIA).hasMagicCookie()).isTrue();

        core.onRequest =
                server ->
                        core.layer.respondStateless(
                                server.request(),
                                server.flow(),
                                core.layer.responseTo(
                                        server.request(),
                                        io.switchhook.sip.message.StatusCode.NOT_FOUND));
        alice.send(alice.request(Method.OPTIONS, "sip:example.com"));
        alice.expect(404);
    }
}
