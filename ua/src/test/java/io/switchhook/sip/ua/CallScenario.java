package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.Via;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Crossing;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3261 §13 to §15. Bob is a user agent, and so is Alice where a script does not play her.
@Scenario("RFC 3261 §13")
class CallScenario {
    private static final String BOB = "sip:bob@192.0.2.20";

    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Telephone alice = new Telephone(network, "alice", "192.0.2.10");
    private final Telephone bob = new Telephone(network, "bob", "192.0.2.20");
    private final Party carol = network.party("carol", "192.0.2.30");

    @AfterEach
    void nothingIsLeft() {
        for (var session : new ArrayList<>(alice.sessions)) session.bye(UnaryOperator.identity());
        bob.agent.end();
        pass(Duration.ofMinutes(4));
        assertThat(alice.isIdle()).isTrue();
        assertThat(bob.isIdle()).isTrue();
    }

    private void pass(Duration time) {
        network.clock().advance(time);
    }

    private void soon() {
        pass(Duration.ofMillis(100));
    }

    private void establish() {
        alice.call(BOB);
        soon();
        bob.answer();
        soon();
        alice.heard();
        bob.heard();
    }

    @Test
    void isAnsweredAndEndedByTheCallee() {
        alice.call(BOB);
        soon();
        assertThat(bob.heard()).containsExactly("invited with offer");
        assertThat(alice.heard()).containsExactly("progress 180");
        var session = bob.answer();
        soon();
        assertThat(alice.heard()).containsExactly("answered with answer");
        assertThat(bob.heard()).containsExactly("acknowledged");
        session.bye(UnaryOperator.identity());
        soon();
        assertThat(alice.heard()).containsExactly("ended by peer");
        assertThat(bob.heard()).containsExactly("ended");
        assertThat(alice.agent.sessions() + bob.agent.sessions()).isZero();
    }

    /// §13.2.1: an offer that was asked for comes in the 2xx, and its answer in the ACK.
    @Test
    void isOfferedWhatItAskedFor() {
        alice.acknowledgement = Body.of("answer to the offer");
        asksForAnOffer();
        assertThat(alice.heard()).containsExactly("progress 180", "answered with bob's offer");
        assertThat(acknowledgements("answer to the offer")).isOne();
        assertThat(bob.heard()).containsExactly("invited with ", "acknowledged");
    }

    private void asksForAnOffer() {
        alice.call(BOB, Body.EMPTY);
        soon();
        bob.sessions.add(bob.incoming.getLast().answer(Body.of("bob's offer"), bob).orElseThrow());
        soon();
    }

    private long acknowledgements(String body) {
        return network.count(
                crossing -> crossing.is(Method.ACK) && crossing.text().endsWith("\r\n\r\n" + body));
    }

    /// RFC 3725 §4.1: who asked for the offer has it answered by somebody else. The 2xx comes again meanwhile.
    @Test
    void answersAnOfferWhenTheAnswerIsKnown() {
        alice.postpones = true;
        asksForAnOffer();
        pass(Duration.ofSeconds(10));
        assertThat(acknowledgements("")).isZero();
        assertThat(alice.session().reinvite(Body.of("too early"), _ -> {})).isFalse();
        assertThat(bob.session().update(Body.of("too early"), _ -> {})).isFalse();
        alice.session().acknowledge(Body.of("at last"));
        alice.session().acknowledge(Body.of("once more"));
        soon();
        assertThat(acknowledgements("at last")).isOne();
        assertThat(acknowledgements("once more")).isZero();
        assertThat(bob.heard()).containsExactly("invited with ", "acknowledged");
        pass(Duration.ofMinutes(1));
        assertThat(alice.session().isEnded()).isFalse();
        assertThat(alice.session().reinvite(Body.of("now"), _ -> {})).isTrue();
        soon();
        assertThat(bob.heard()).containsExactly("reinvited with now", "acknowledged");
    }

    @Test
    void aCallWhoseOfferIsNotAnsweredEnds() {
        alice.postpones = true;
        alice.call("sip:carol@192.0.2.30", Body.EMPTY);
        carol.reply(carol.expect(Method.INVITE), 200, "Content-Type: application/sdp\n\noffer");
        pass(Duration.ofSeconds(31));
        assertThat(alice.heard()).containsExactly("answered with offer");
        pass(Duration.ofSeconds(2));
        carol.expect(Method.ACK);
        carol.reply(carol.expect(Method.BYE), 200);
        assertThat(alice.heard()).containsExactly("lost: its offer was not answered");
        alice.session().acknowledge(Body.of("too late"));
        soon();
        assertThat(acknowledgements("too late")).isZero();
    }

    /// A BYE before the ACK would leave the other end with its 2xx.
    @Test
    void whoLeavesBeforeTheOfferIsAnsweredAcknowledgesFirst() {
        alice.postpones = true;
        asksForAnOffer();
        bob.heard();
        alice.session().bye(UnaryOperator.identity());
        soon();
        assertThat(acknowledgements("")).isOne();
        assertThat(bob.heard()).containsExactly("acknowledged", "ended by peer");
    }

    @Test
    void isEndedByTheCaller() {
        establish();
        alice.session().bye(UnaryOperator.identity());
        soon();
        assertThat(bob.heard()).containsExactly("ended by peer");
    }

    @Test
    void isRefused() {
        alice.call(BOB);
        soon();
        bob.incoming.getLast().reject(StatusCode.of(486), UnaryOperator.identity());
        soon();
        assertThat(alice.heard()).containsExactly("progress 180", "failed 486");
        assertThat(bob.agent.ringing()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "ACK", "200 ", "180 ", "BYE"})
    void survivesTheLossOfOneMessage(String lost) {
        network.loseOnce(crossing -> startsWith(crossing, lost));
        alice.call(BOB);
        pass(Duration.ofSeconds(1));
        bob.answer();
        pass(Duration.ofSeconds(2));
        assertThat(bob.heard()).contains("acknowledged");
        alice.session().bye(UnaryOperator.identity());
        pass(Duration.ofSeconds(2));
        assertThat(bob.heard()).containsExactly("ended by peer");
    }

    private static boolean startsWith(Crossing crossing, String start) {
        String text = crossing.text();
        return text.startsWith(start) || text.startsWith("SIP/2.0 " + start);
    }

    /// §13.3.1.4.
    @Test
    void anAnswerThatNobodyAcknowledgesEndsTheCall() {
        network.lose(crossing -> startsWith(crossing, "ACK"));
        alice.call(BOB);
        soon();
        bob.answer();
        pass(Duration.ofSeconds(31));
        assertThat(bob.heard()).containsExactly("invited with offer");
        pass(Duration.ofSeconds(2));
        assertThat(bob.heard()).containsExactly("lost: no ACK");
        assertThat(alice.heard()).contains("ended by peer");
    }

    /// §9.1, §15.1.2.
    @Test
    void isCancelled() {
        var call = alice.call(BOB);
        soon();
        call.cancel(UnaryOperator.identity());
        soon();
        assertThat(bob.heard()).containsExactly("invited with offer", "cancelled");
        assertThat(alice.heard()).containsExactly("progress 180", "failed 487");
    }

    /// §9.1: nobody can call back what was accepted.
    @Test
    void anAnswerThatCrossesTheCancelIsAcknowledgedAndLeft() {
        var call = alice.call(BOB);
        soon();
        bob.answer();
        call.cancel(UnaryOperator.identity());
        soon();
        assertThat(alice.heard()).containsExactly("progress 180", "failed 487");
        assertThat(bob.heard())
                .containsExactly("invited with offer", "acknowledged", "ended by peer");
    }

    /// §13.2.2.4.
    @Test
    void theSecondAnswerOfAForkIsAcknowledgedAndLeft() {
        alice.call("sip:carol@192.0.2.30");
        var invite = carol.expect(Method.INVITE);
        carol.reply(invite, 200);
        soon();
        carol.reply(invite, 200, "X: other\n");
        assertThat(alice.heard()).containsExactly("answered with ");
        carol.expect(Method.ACK);
        var other =
                Response.to(invite, StatusCode.OK, "other")
                        .with(h -> h.add(Header.CONTACT, alice.user.contact()));
        carol.resend(invite, other.with(h -> h.set(Header.CONTACT, contact())));
        var bye = carol.expect(Method.BYE);
        assertThat(bye.headers().require(Header.TO).tag()).isEqualTo("other");
        assertThat(alice.agent.sessions()).isOne();
        carol.ignoreUnread();
    }

    private static Contact contact() {
        return Contact.of(NameAddr.of(Uri.parse("sip:carol@192.0.2.30")));
    }

    /// §22.2, §22.3.
    @Test
    void answersAChallenge() {
        alice.call("sip:carol@192.0.2.30");
        String challenge = "Proxy-Authenticate: Digest realm=\"example.com\", nonce=\"n\"\n";
        carol.reply(carol.expect(Method.INVITE), 407, challenge);
        carol.expect(Method.ACK);
        var again = carol.expect(Method.INVITE);
        assertThat(again.headers().require(Header.CSEQ).number()).isEqualTo(2);
        assertThat(again.headers().has(Known.PROXY_AUTHORIZATION)).isTrue();
        carol.reply(again, 407, challenge);
        carol.expect(Method.ACK);
        soon();
        assertThat(alice.heard()).containsExactly("failed 407");
    }

    /// §20.5, §20.37: once, whoever says it.
    @Test
    void saysWhatItUnderstands() {
        alice.call("sip:carol@192.0.2.30");
        var first = carol.expect(Method.INVITE);
        assertThat(first.headers().all(Header.ALLOW)).contains(Method.PRACK, Method.UPDATE);
        assertThat(first.headers().all(Header.SUPPORTED)).containsExactly("timer", "replaces");
        carol.reply(first, 486);
        carol.expect(Method.ACK);
        alice.agent.call(
                alice.user,
                Uri.parse("sip:carol@192.0.2.30"),
                h -> h.add(Header.ALLOW, Method.INVITE).add(Header.SUPPORTED, "replaces"),
                Body.EMPTY,
                alice);
        var second = carol.expect(Method.INVITE);
        assertThat(second.headers().all(Header.ALLOW)).containsExactly(Method.INVITE);
        assertThat(second.headers().all(Header.SUPPORTED)).containsExactly("replaces", "timer");
        carol.reply(second, 486);
        carol.expect(Method.ACK);
    }

    /// §12.1.2, §13.2.2.4.
    @Test
    void takesTheRouteThatTheAnswerBrought() {
        alice.call("sip:carol@192.0.2.30");
        var invite = carol.expect(Method.INVITE);
        carol.reply(
                invite, 200, "Record-Route: <sip:192.0.2.30;lr;n=1>, <sip:192.0.2.30;lr;n=2>\n");
        var ack = carol.expect(Method.ACK);
        assertThat(ack.headers().all(Header.ROUTE).toString())
                .isEqualTo("[<sip:192.0.2.30;lr;n=2>, <sip:192.0.2.30;lr;n=1>]");
        assertThat(ack.headers().require(Header.CSEQ).number()).isOne();
        carol.ignoreUnread();
    }

    /// §14.1.
    @Test
    void isChangedByEitherEnd() {
        establish();
        var outcome = new ArrayList<Integer>();
        assertThat(alice.session().reinvite(Body.of("hold"), r -> outcome.add(r.status().value())))
                .isTrue();
        assertThat(alice.session().reinvite(Body.of("more"), _ -> {})).isFalse();
        soon();
        assertThat(bob.heard()).containsExactly("reinvited with hold", "acknowledged");
        bob.session().reinvite(Body.of("video"), r -> outcome.add(r.status().value()));
        soon();
        assertThat(alice.heard()).containsExactly("reinvited with video", "acknowledged");
        assertThat(outcome).containsExactly(200, 200);
    }

    @Test
    void goesOnAsItWasIfAChangeIsRefused() {
        establish();
        bob.reply = new Session.Reply.Refused(StatusCode.of(488));
        var outcome = new ArrayList<Integer>();
        alice.session().reinvite(Body.of("hold"), r -> outcome.add(r.status().value()));
        soon();
        assertThat(outcome).containsExactly(488);
        assertThat(alice.session().isEnded()).isFalse();
    }

    /// §14.1: 491, and other waits for the two ends.
    @Test
    void whenBothEndsChangeItAtOnceBothSucceedInTheEnd() {
        establish();
        var outcome = new ArrayList<String>();
        alice.session().reinvite(Body.of("a"), r -> outcome.add("alice " + r.status().value()));
        bob.session().reinvite(Body.of("b"), r -> outcome.add("bob " + r.status().value()));
        soon();
        assertThat(network.count(crossing -> startsWith(crossing, "491"))).isEqualTo(2);
        pass(Duration.ofSeconds(9));
        assertThat(outcome).containsExactlyInAnyOrder("alice 200", "bob 200");
        assertThat(alice.heard()).containsExactly("reinvited with b", "acknowledged");
        assertThat(bob.heard()).containsExactly("reinvited with a", "acknowledged");
    }

    /// §12.2.1.2.
    @Test
    void isLostWhenTheOtherEndHasForgottenIt() {
        alice.call("sip:carol@192.0.2.30");
        carol.reply(carol.expect(Method.INVITE), 200);
        carol.expect(Method.ACK);
        alice.heard();
        alice.session().send(Method.INFO, UnaryOperator.identity(), Body.EMPTY, _ -> {});
        carol.reply(carol.expect(Method.INFO), 481);
        soon();
        assertThat(alice.heard()).containsExactly("lost: Call/Transaction Does Not Exist");
    }

    @Test
    void aRequestForNoCallHereIsToldSo() {
        carol.outbound(Transport.UDP, bob.node);
        var bye = carol.request(Method.BYE, BOB);
        carol.send(bye.with(h -> h.append(Header.TO, ";tag=x")));
        carol.expect(481);
    }

    /// §8.2.2.2, §8.2.2.3, §8.2.2.1, §8.1.1.8.
    @Test
    void whatCannotBeServedIsRefused() {
        carol.outbound(Transport.UDP, bob.node);
        var first = carol.send(carol.request(Method.INVITE, BOB));
        carol.expect(180);
        carol.send(first.with(h -> h.set(Header.VIA, viaOf("other"))));
        carol.ack(carol.expect(482));
        carol.send(carol.again(carol.request(Method.INVITE, BOB), "Require: timer, teleport\n"));
        assertThat(carol.expect(420).headers().all(Header.UNSUPPORTED)).containsExactly("teleport");
        carol.send(carol.request(Method.INVITE, BOB).with(h -> h.remove(Known.CONTACT)));
        carol.expect(400);
        carol.send(carol.request(Method.INVITE, "sip:nobody@192.0.2.20"));
        carol.expect(404);
        carol.send(carol.request(Method.INVITE, BOB));
        carol.expect(180);
        carol.send(carol.request(Method.INVITE, BOB));
        carol.expect(486);
        carol.ignoreUnread();
    }

    private Via viaOf(String branch) {
        return Via.of("UDP", carol.outbound().sentBy(), "z9hG4bK" + branch);
    }

    @Test
    void ringsAgainEachMinute() {
        alice.call(BOB);
        pass(Duration.ofSeconds(130));
        assertThat(alice.heard())
                .containsExactlyElementsOf(List.of("progress 180", "progress 180", "progress 180"));
        bob.incoming.getLast().reject(StatusCode.of(480), UnaryOperator.identity());
        soon();
    }
}
