package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One request, several targets: RFC 3261 §16.6, §16.7.
@Scenario("RFC 3261 §16.6")
class ForkScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party desk = office.phone("desk", "192.0.2.21");
    private final Party sofa = office.phone("sofa", "192.0.2.22");
    private final Party shed = office.phone("shed", "192.0.2.23");

    @BeforeEach
    void bobHasThreePhones() {
        office.register(
                "bob",
                office.target(desk, 1000),
                office.target(shed, 500),
                office.target(sofa, 1000));
    }

    private Request call() {
        return alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
    }

    /// §16.6: those of equal q at once, §16.7 item 10: losers are canceled, RFC 3326 §3.1: and told why.
    @Test
    @Scenario("RFC 3261 §16.6")
    void cancelsTheLosers() {
        call();
        var atDesk = desk.expect(Method.INVITE);
        var atSofa = sofa.expect(Method.INVITE);
        desk.reply(atDesk, 180);
        sofa.reply(atSofa, 180);
        alice.expect(180);
        alice.expect(180);
        desk.reply(atDesk, 200);
        alice.ack(alice.expect(200));
        var cancel = sofa.expect(Method.CANCEL);
        sofa.reply(cancel, 200);
        sofa.reply(atSofa, 487);
        sofa.expect(Method.ACK);
        desk.expect(Method.ACK);
        alice.expectNothingFor(Duration.ofSeconds(60));

        assertThat(cancel.toString())
                .contains("Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n");
        assertThat(shed.received()).isEmpty();
        assertThat(office.counters.forks.sum()).isEqualTo(1);
        assertThat(atDesk.headers().require(Header.VIA).branch())
                .isNotEqualTo(atSofa.headers().require(Header.VIA).branch());
    }

    /// §16.6: a lower q gets its turn when all of a higher one have failed.
    @Test
    @Scenario("RFC 3261 §16.6")
    void triesTheNextGroupWhenTheFirstHasFailed() {
        call();
        desk.reply(desk.expect(Method.INVITE), 486);
        desk.expect(Method.ACK);
        shed.expectNothingFor(Duration.ofSeconds(1));
        sofa.reply(sofa.expect(Method.INVITE), 404);
        shed.reply(shed.expect(Method.INVITE), 480);

        alice.ack(alice.expect(486));
        assertThat(office.events).containsExactly("started", "failed 486");
    }

    /// §16.7 item 5: a 6xx ends the search, but waits for those that are canceled for its sake.
    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void endsTheSearchAtA6xx() {
        call();
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        alice.expect(180);
        desk.reply(desk.expect(Method.INVITE), 603);
        var cancel = sofa.expect(Method.CANCEL);
        sofa.reply(cancel, 200);
        alice.expect(100);
        assertThat(alice.unread()).isEmpty();
        sofa.reply(atSofa, 487);
        alice.ack(alice.expect(603));

        assertThat(cancel.toString()).contains("Reason: SIP;cause=603;text=\"Decline\"\r\n");
        assertThat(shed.received()).isEmpty();
    }

    /// §16.7 item 5: a 2xx that crosses the CANCEL which a 6xx caused is what the caller gets.
    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void prefersA2xxToThe6xxThatCameBefore() {
        call();
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        desk.reply(desk.expect(Method.INVITE), 600);
        sofa.expect(Method.CANCEL);
        sofa.reply(atSofa, 200);
        alice.ack(alice.expect(200));
        alice.ignoreUnread();
        alice.expectNothingFor(Duration.ofSeconds(60));
    }

    /// §16.7 item 5: every 2xx is forwarded, and each gets its own ACK.
    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void forwardsSeveralAnswers() {
        call();
        var atDesk = desk.expect(Method.INVITE);
        var atSofa = sofa.expect(Method.INVITE);
        desk.reply(atDesk, 200);
        sofa.reply(atSofa, 200);
        alice.ack(alice.expect(200));
        alice.ack(alice.expect(200));
        desk.expect(Method.ACK);
        sofa.expect(Method.ACK);
    }

    /// RFC 6026 §7.1: the callee repeats its 2xx until the ACK has come.
    @Test
    @Scenario("RFC 6026 §7.1")
    void forwardsEachRepetitionOfAnAnswer() {
        call();
        var atDesk = desk.expect(Method.INVITE);
        var ok = desk.reply(atDesk, 200);
        alice.expect(200);
        network.clock().advance(Duration.ofSeconds(20));
        desk.resend(atDesk, ok);
        alice.expect(200);
    }

    /// §16.7 item 5: when everything about the call but its dialog is forgotten.
    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void forwardsAnAnswerThatComesTooLate() {
        call();
        var atDesk = desk.expect(Method.INVITE);
        var ok = desk.reply(atDesk, 200);
        alice.expect(200);
        sofa.reply(sofa.expect(Method.INVITE), 486);
        network.clock().advance(Duration.ofMinutes(5));
        assertThat(office.layer.clientTransactions()).isZero();
        desk.resend(atDesk, ok);
        alice.ack(alice.expect(200));
        desk.expect(Method.ACK);

        assertThat(office.counters.lateAnswers.sum()).isEqualTo(1);
    }

    /// §16.7 item 5: the INVITE arrived, its repetition did not, so another phone was tried.
    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void endsTheSearchWhenAPhoneAnswersThatWasGivenUp() {
        office.register("bob", office.target(desk, 1000), office.target(shed, 500));
        call();
        var atDesk = desk.expect(Method.INVITE);
        desk.node().stop();
        var atShed = shed.expect(Method.INVITE);
        shed.reply(atShed, 180);
        desk.node().restart();
        desk.reply(atDesk, 200);
        alice.ack(alice.expect(200));
        desk.expect(Method.ACK);
        shed.reply(shed.expect(Method.CANCEL), 200);
        shed.reply(atShed, 487);
        alice.ignoreUnread();
        alice.expectNothingFor(Duration.ofSeconds(40));
    }

    /// §16.7 item 7.
    @Test
    @Scenario("RFC 3261 §16.7 item 7")
    void collectsChallenges() {
        office.register("bob", office.target(desk, 1000), office.target(sofa, 1000));
        call();
        desk.reply(desk.expect(Method.INVITE), 401, "WWW-Authenticate: Digest realm=\"desk\"");
        sofa.reply(sofa.expect(Method.INVITE), 407, "Proxy-Authenticate: Digest realm=\"sofa\"");
        var challenge = alice.expect(401);

        assertThat(challenge.headers().get(Header.WWW_AUTHENTICATE)).isPresent();
        assertThat(challenge.headers().get(Header.PROXY_AUTHENTICATE)).isPresent();
    }

    /// §16.7 item 6.
    @Test
    @Scenario("RFC 3261 §16.7 item 6")
    void turnsThe503OfOnePhoneInto500() {
        office.register("bob", office.target(desk, 1000));
        call();
        desk.reply(desk.expect(Method.INVITE), 503, "Retry-After: 3600");
        var failure = alice.expect(500);

        assertThat(failure.headers().get(Header.RETRY_AFTER)).isEmpty();
    }

    /// §16.9: a phone that cannot be reached does not keep the others from ringing.
    @Test
    @Scenario("RFC 3261 §16.9")
    void goesOnWithoutPhonesThatAreOff() {
        desk.node().stop();
        call();
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 200);
        alice.ack(alice.expect(200));
        sofa.expect(Method.ACK);
    }

    /// §16.7 item 6: nothing at all came.
    @Test
    @Scenario("RFC 3261 §16.7 item 6")
    void answers408WhereNobodyDoes() {
        office.register("bob", office.target(desk, 1000));
        network.between("proxy", "desk").cut(true);
        call();
        alice.ack(alice.expect(408));
    }

    /// RFC 4320 §4.2: the client of another request has given up by then.
    @Test
    @Scenario("RFC 4320 §4.2")
    void staysSilentAboutATimeoutOfAnotherRequest() {
        office.register("bob", office.target(desk, 1000));
        network.between("proxy", "desk").cut(true);
        alice.send(alice.request(Method.MESSAGE, "sip:bob@example.com"));
        network.clock().advance(Duration.ofSeconds(60));

        assertThat(alice.received()).allMatch(m -> m.toString().startsWith("SIP/2.0 100"));
        assertThat(office.layer.serverTransactions()).isZero();
    }

    /// §16.7 item 5: one final response to a request other than INVITE.
    @Test
    @Scenario("RFC 3261 §16.7 item 5")
    void forwardsOneAnswerToAMessage() {
        alice.send(alice.request(Method.MESSAGE, "sip:bob@example.com"));
        var atDesk = desk.expect(Method.MESSAGE);
        var atSofa = sofa.expect(Method.MESSAGE);
        desk.reply(atDesk, 200);
        sofa.reply(atSofa, 202);
        alice.expect(200);
        alice.expectNothingFor(Duration.ofSeconds(40));

        assertThat(sofa.received()).as("nothing cancels a MESSAGE").hasSize(1);
        assertThat(shed.received()).isEmpty();
    }

    @Test
    void hasABoundForTargets() {
        var many = new Target[30];
        for (int i = 0; i < many.length; i++)
            many[i] =
                    new Target(
                            io.switchhook.sip.uri.SipUri.parse("sip:" + i + "@192.0.2.21"),
                            1000,
                            java.util.Optional.empty(),
                            List.of());
        office.register("bob", many);
        call();
        network.clock().advance(Duration.ofMillis(100));

        assertThat(desk.received()).hasSize(20);
    }

    /// §16.7 item 3: a response that lost its Vias cannot go anywhere.
    @Test
    @Scenario("RFC 3261 §16.7 item 3")
    void countsAResponseWithoutFurtherViaAsABadGateway() {
        office.register("bob", office.target(desk, 1000));
        call();
        var atDesk = desk.expect(Method.INVITE);
        var via = atDesk.headers().require(Header.VIA);
        var bare =
                io.switchhook.sip.message.Response.to(
                                atDesk, io.switchhook.sip.message.StatusCode.of(486), "x")
                        .with(h -> h.remove(HeaderName.of("Via")).push(Header.VIA, via));
        desk.flow(atDesk).send(bare, _ -> {});
        alice.expect(502);
    }
}
