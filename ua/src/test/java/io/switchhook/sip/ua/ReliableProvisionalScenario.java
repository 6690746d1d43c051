package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.CSeq;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.header.RAck;
import io.switchhook.sip.header.RetryAfter;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.Headers;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Provisional responses that are acknowledged, and what may be changed before the answer. Alice and Bob are user agents that
/// want it; Carol is a script, and calls Bob or is called by Alice.
@Scenario("RFC 3262 §3")
class ReliableProvisionalScenario {
    private static final String BOB = "sip:bob@192.0.2.20";
    private static final CallSettings RELIABLE = new CallSettings(true, Optional.empty());

    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Telephone alice = new Telephone(network, "alice", "192.0.2.10");
    private final Telephone bob = new Telephone(network, "bob", "192.0.2.20");
    private final Party carol = network.party("carol", "192.0.2.30");
    private final List<Integer> outcomes = new ArrayList<>();

    ReliableProvisionalScenario() {
        alice.user = alice.user.with(RELIABLE);
        bob.user = bob.user.with(RELIABLE);
        carol.outbound(Transport.UDP, bob.node);
    }

    @AfterEach
    void nothingIsLeft() {
        alice.agent.end();
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

    private Request invite(String more) {
        var invite = carol.request(Method.INVITE, BOB);
        return carol.send(carol.again(invite, "Supported: 100rel\n" + more));
    }

    private Request prack(Response response) {
        var headers = response.headers();
        return prack(response, headers.require(Header.RSEQ));
    }

    private Request prack(Response response, long number) {
        var rack = new RAck(number, response.headers().require(Header.CSEQ));
        return carol.leg(response).request(Method.PRACK).with(h -> h.add(Header.RACK, rack));
    }

    private IncomingCall ringing() {
        return bob.incoming.getLast();
    }

    private void progress(String body) {
        ringing().progress(StatusCode.of(183), UnaryOperator.identity(), Body.of(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIP/2.0 180", "PRACK", "SIP/2.0 200"})
    void whatBothEndsWantIsAcknowledgedOnce(String lost) {
        if (!lost.isEmpty()) network.loseOnce(crossing -> crossing.startLine().startsWith(lost));
        alice.call(BOB);
        pass(Duration.ofSeconds(3));
        assertThat(bob.heard())
                .containsExactly("invited with offer", "acknowledged by PRACK with ");
        assertThat(alice.heard()).containsExactly("progress 180");
        bob.answer();
        soon();
        bob.session().bye(UnaryOperator.identity());
        soon();
        assertThat(alice.heard()).containsExactly("answered with answer", "ended by peer");
    }

    @Test
    void whoDoesNotAskForItIsNotBothered() {
        alice.user = alice.user.with(CallSettings.DEFAULT);
        alice.call(BOB);
        soon();
        assertThat(alice.heard()).containsExactly("progress 180");
        assertThat(network.count(crossing -> crossing.is(Method.PRACK))).isZero();
    }

    @Test
    void whoMustHaveItAndCannotIsToldSo() {
        bob.user = bob.user.with(CallSettings.DEFAULT);
        carol.send(carol.again(carol.request(Method.INVITE, BOB), "Require: 100rel\n"));
        var refused = carol.expect(420);
        assertThat(refused.headers().all(Header.UNSUPPORTED)).containsExactly("100rel");
        carol.ack(refused);
    }

    /// T1, doubled without a limit, until 64*T1.
    @Test
    void whatNobodyAcknowledgesIsRepeatedAndEndsTheCall() {
        invite("");
        pass(Duration.ofSeconds(31));
        assertThat(network.count(crossing -> crossing.is(180))).isEqualTo(6);
        assertThat(bob.heard()).containsExactly("invited with ");
        carol.ack(carol.expect(504));
        assertThat(bob.heard()).containsExactly("unacknowledged");
        assertThat(bob.agent.ringing()).isZero();
        carol.ignoreUnread();
    }

    @Test
    void oneWaitsForTheOther() {
        invite("");
        var first = carol.expect(180);
        progress("");
        pass(Duration.ofMillis(400));
        assertThat(network.count(crossing -> crossing.is(183))).isZero();
        carol.send(prack(first));
        carol.expect(200, Method.PRACK);
        var second = carol.expect(183);
        assertThat(second.headers().require(Header.RSEQ))
                .isEqualTo(first.headers().require(Header.RSEQ) + 1);
        assertThat(second.headers().all(Header.REQUIRE)).containsExactly("100rel");
        carol.ignoreUnread();
    }

    @Test
    void aPrackForNothingIs481() {
        invite("");
        var ringing = carol.expect(180);
        carol.send(prack(ringing, ringing.headers().require(Header.RSEQ) + 1));
        carol.expect(481);
        var other = new RAck(ringing.headers().require(Header.RSEQ), new CSeq(7, Method.INVITE));
        carol.send(prack(ringing).with(h -> h.set(Header.RACK, other)));
        carol.expect(481);
        carol.send(prack(ringing));
        carol.expect(200);
        carol.send(prack(ringing));
        carol.expect(481);
    }

    /// A 2xx waits for the PRACK of a description.
    @Test
    void anAnswerWaitsForTheDescriptionBeforeIt() {
        invite("");
        carol.send(prack(carol.expect(180)));
        carol.expect(200);
        progress("early");
        var early = carol.expect(183);
        bob.heard();
        var session = ringing().answer(Body.EMPTY, bob).orElseThrow();
        pass(Duration.ofMillis(400));
        assertThat(network.count(crossing -> crossing.is(200, Method.INVITE))).isZero();
        carol.send(prack(early).with(h -> h.set(Header.CSEQ, new CSeq(9, Method.PRACK))));
        carol.expect(200, Method.PRACK);
        carol.ack(carol.expect(200, Method.INVITE));
        soon();
        assertThat(bob.heard()).containsExactly("acknowledged by PRACK with ", "acknowledged");
        assertThat(session.isEnded()).isFalse();
        carol.onRequest(request -> carol.reply(request, 200));
    }

    private Request waitingAnswer() {
        var invite = invite("");
        carol.send(prack(carol.expect(180)));
        carol.expect(200);
        progress("early");
        carol.expect(183);
        bob.heard();
        bob.sessions.add(ringing().answer(Body.EMPTY, bob).orElseThrow());
        return invite;
    }

    @Test
    void anAnswerThatWaitsForeverEndsTheCall() {
        waitingAnswer();
        carol.ack(carol.expect(504));
        assertThat(bob.heard()).containsExactly("lost: no PRACK");
        carol.ignoreUnread();
    }

    @Test
    void anAnswerThatWaitsIsCanceled() {
        carol.cancel(waitingAnswer());
        carol.ack(carol.expect(487));
        assertThat(bob.heard()).containsExactly("ended by peer");
        carol.ignoreUnread();
    }

    @Test
    void anAnswerThatWaitsIsTakenBack() {
        waitingAnswer();
        bob.session().bye(UnaryOperator.identity());
        carol.ack(carol.expect(480));
        assertThat(bob.heard()).containsExactly("ended");
        carol.ignoreUnread();
    }

    /// A 2xx to a call whose ringing is not acknowledged yet ends the repetitions; its PRACK is answered all the same.
    @Test
    void aPrackAfterTheAnswerIsAnswered() {
        invite("");
        var ringing = carol.expect(180);
        bob.answer();
        carol.ack(carol.expect(200));
        carol.send(prack(ringing).with(h -> h.set(Header.CSEQ, new CSeq(9, Method.PRACK))));
        carol.expect(200, Method.PRACK);
        pass(Duration.ofSeconds(40));
        assertThat(network.count(crossing -> crossing.is(180))).isOne();
        carol.onRequest(request -> carol.reply(request, 200));
    }

    /// RFC 3261 §15: who called may end an early dialog.
    @Test
    @Scenario("RFC 3261 §15")
    void aByeInTheEarlyDialogEndsTheCall() {
        invite("");
        var ringing = carol.expect(180);
        carol.send(prack(ringing));
        carol.expect(200);
        var bye = carol.leg(ringing).request(Method.BYE);
        carol.send(bye.with(h -> h.set(Header.CSEQ, new CSeq(9, Method.BYE))));
        carol.expect(200, Method.BYE);
        carol.ack(carol.expect(487));
        assertThat(bob.heard()).contains("cancelled");
    }

    // What Alice makes of what comes

    private Request called(Body offer) {
        carol.outbound(Transport.UDP, alice.node);
        alice.agent.call(
                alice.user,
                Uri.parse("sip:carol@192.0.2.30"),
                UnaryOperator.identity(),
                offer,
                alice);
        var invite = carol.expect(Method.INVITE);
        assertThat(invite.headers().all(Header.SUPPORTED)).contains("100rel");
        return invite;
    }

    private static String reliable(long number) {
        return "Require: 100rel\nRSeq: " + number + "\n";
    }

    @Test
    @Scenario("RFC 3262 §4")
    void whatComesAgainOrTooEarlyIsNotAcknowledged() {
        var invite = called(Body.of("offer"));
        carol.reply(invite, 183, reliable(10));
        var prack = carol.expect(Method.PRACK);
        assertThat(prack.headers().require(Header.RACK))
                .isEqualTo(new RAck(10, new CSeq(1, Method.INVITE)));
        carol.reply(prack, 200);
        carol.reply(invite, 183, reliable(10));
        carol.reply(invite, 180, reliable(12));
        carol.expectNothingFor(Duration.ofSeconds(1));
        carol.reply(invite, 182, reliable(11));
        carol.reply(carol.expect(Method.PRACK), 200);
        assertThat(alice.heard()).containsExactly("progress 183", "progress 182");
        carol.reply(invite, 200);
        carol.expect(Method.ACK);
        alice.session().bye(UnaryOperator.identity());
        var bye = carol.expect(Method.BYE);
        assertThat(bye.headers().require(Header.CSEQ).number()).isEqualTo(4);
        carol.reply(bye, 200);
    }

    /// Each phone that rings numbers its responses itself.
    @Test
    @Scenario("RFC 3262 §4")
    void eachPhoneOfAForkIsAcknowledged() {
        var invite = called(Body.of("offer"));
        carol.reply(invite, 183, reliable(10));
        carol.reply(carol.expect(Method.PRACK), 200);
        var other =
                Response.to(invite, StatusCode.of(183), "other")
                        .with(h ->
                                h.add(Header.CONTACT, contact())
                                        .add(Header.REQUIRE, "100rel")
                                        .add(Header.RSEQ, 5L));
        carol.resend(invite, other);
        var prack = carol.expect(Method.PRACK);
        assertThat(prack.headers().require(Header.TO).tag()).isEqualTo("other");
        assertThat(prack.headers().require(Header.RACK).responseNumber()).isEqualTo(5);
        carol.reply(prack, 200);
        carol.reply(invite, 486);
        carol.ignoreUnread();
    }

    /// RFC 3261 §13.2.2.4: its numbers go on when its answer comes too late.
    @Test
    @Scenario("RFC 3262 §4")
    void anAnswerThatNobodyWantsIsLeftInTheOrderOfItsDialog() {
        var invite = called(Body.of("offer"));
        UnaryOperator<Headers.Editor> reachable = h -> h.add(Header.CONTACT, contact());
        carol.resend(
                invite,
                Response.to(invite, StatusCode.of(183), "other")
                        .with(reachable)
                        .with(h -> h.add(Header.REQUIRE, "100rel").add(Header.RSEQ, 5L)));
        carol.reply(carol.expect(Method.PRACK), 200);
        carol.reply(invite, 200);
        carol.expect(Method.ACK);
        carol.resend(invite, Response.to(invite, StatusCode.OK, "other").with(reachable));
        var bye = carol.expect(Method.BYE);
        assertThat(bye.headers().require(Header.TO).tag()).isEqualTo("other");
        assertThat(bye.headers().require(Header.CSEQ).number()).isEqualTo(3);
        carol.reply(bye, 200);
        carol.onRequest(request -> carol.reply(request, 200));
    }

    private Contact contact() {
        return Contact.of(NameAddr.of(carol.contact()));
    }

    @Test
    @Scenario("RFC 3262 §5")
    void anOfferInAResponseIsAnsweredInItsPrack() {
        var invite = called(Body.EMPTY);
        carol.reply(invite, 183, reliable(10) + "\ntheirs");
        var prack = carol.expect(Method.PRACK);
        assertThat(prack.body()).hasToString("answer to theirs");
        assertThat(prack.headers().has(Known.CONTENT_TYPE)).isTrue();
        carol.reply(prack, 200);
        carol.reply(invite, 486);
        carol.ignoreUnread();
    }

    @Test
    @Scenario("RFC 3262 §5")
    void anOfferInAPrackIsAnsweredInItsResponse() {
        carol.send(
                carol.again(carol.request(Method.INVITE, BOB), "Supported: 100rel\n")
                        .withBody(Body.of("offer")));
        carol.send(prack(carol.expect(180)));
        carol.expect(200);
        progress("early");
        var early = carol.expect(183);
        bob.reply = new Session.Reply.Accepted(Body.of("second"));
        var prack = prack(early).with(h -> h.set(Header.CSEQ, new CSeq(9, Method.PRACK)));
        carol.send(prack.withBody(Body.of("more")));
        assertThat(carol.expect(200).body()).hasToString("second");
        assertThat(bob.heard()).last().isEqualTo("early PRACK with more");
    }

    // UPDATE before the answer

    @Test
    @Scenario("RFC 3311 §5.1")
    void eitherEndChangesTheSessionBeforeTheAnswer() {
        var call = alice.call(BOB);
        soon();
        assertThat(ringing().update(Body.of("too early"), _ -> {})).isFalse();
        progress("early");
        soon();
        bob.heard();
        alice.heard();
        assertThat(ringing().update(Body.of("bob's"), r -> outcomes.add(r.status().value())))
                .isTrue();
        soon();
        assertThat(alice.heard()).containsExactly("early UPDATE with bob's");
        var tag = agreedTag();
        assertThat(call.update(tag, Body.of("alice's"), r -> outcomes.add(r.status().value())))
                .isTrue();
        soon();
        assertThat(bob.heard()).containsExactly("early UPDATE with alice's");
        assertThat(outcomes).containsExactly(200, 200);
        ringing().answer(Body.EMPTY, bob);
        soon();
        assertThat(bob.heard()).containsExactly("acknowledged");
    }

    private String agreedTag() {
        return network.crossings().stream()
                .filter(crossing -> crossing.is(183))
                .map(crossing -> crossing.text())
                .map(text -> text.substring(text.indexOf("To: ")))
                .map(text -> text.substring(text.indexOf(";tag=") + 5, text.indexOf("\r\n")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Scenario("RFC 3311 §5.2")
    void anOfferBeforeItsTurnIsRefused() {
        invite("");
        var ringing = carol.expect(180);
        carol.send(prack(ringing));
        carol.expect(200);
        var update = carol.leg(ringing).request(Method.UPDATE);
        carol.send(
                update.with(h -> h.set(Header.CSEQ, new CSeq(9, Method.UPDATE)))
                        .withBody(Body.of("offer")));
        var answer = carol.expect(491);
        assertThat(answer.headers().get(Header.RETRY_AFTER)).isEmpty();
    }

    @Test
    @Scenario("RFC 3311 §5.2")
    void anOfferWhileTheFirstIsNotAnsweredWaits() {
        carol.send(
                carol.again(carol.request(Method.INVITE, BOB), "Supported: 100rel\n")
                        .withBody(Body.of("offer")));
        var ringing = carol.expect(180);
        carol.send(prack(ringing));
        carol.expect(200);
        var update = carol.leg(ringing).request(Method.UPDATE);
        carol.send(
                update.with(h -> h.set(Header.CSEQ, new CSeq(9, Method.UPDATE)))
                        .withBody(Body.of("more")));
        var answer = carol.expect(500);
        assertThat(answer.headers().get(Header.RETRY_AFTER).map(RetryAfter::seconds))
                .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(0, 10));
    }

    @Test
    @Scenario("RFC 3311 §5.2")
    void anUpdateWithoutADescriptionIsAlwaysTaken() {
        var invite = called(Body.of("offer"));
        var ringing = carol.reply(invite, 180);
        soon();
        carol.send(carol.leg(invite, ringing).request(Method.UPDATE));
        assertThat(carol.expect(200, Method.UPDATE).body().isEmpty()).isTrue();
        carol.send(carol.leg(invite, ringing).request(Method.UPDATE).withBody(Body.of("x")));
        carol.expect(491);
        carol.reply(invite, 486);
        carol.ignoreUnread();
    }
}
