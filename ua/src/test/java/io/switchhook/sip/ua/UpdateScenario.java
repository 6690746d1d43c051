package io.switchhook.sip.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Body;
import io.switchhook.sip.message.StatusCode;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Leg;
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

/// UPDATE in a call that was answered. Alice and Bob are user agents; Carol is a script that Alice calls.
@Scenario("RFC 3311 §5.2")
class UpdateScenario {
    @RegisterExtension final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Telephone alice = new Telephone(network, "alice", "192.0.2.10");
    private final Telephone bob = new Telephone(network, "bob", "192.0.2.20");
    private final Party carol = network.party("carol", "192.0.2.30");
    private final List<String> outcomes = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        carol.onRequest(request -> {
            if (request.method() == Method.BYE) carol.reply(request, 200);
        });
        alice.agent.end();
        bob.agent.end();
        pass(Duration.ofMinutes(4));
        carol.ignoreUnread();
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
        alice.call("sip:bob@192.0.2.20");
        soon();
        bob.answer();
        soon();
        alice.heard();
        bob.heard();
    }

    private Leg establishWithCarol() {
        carol.outbound(Transport.UDP, alice.node);
        alice.call("sip:carol@192.0.2.30");
        var invite = carol.expect(Method.INVITE);
        var made = carol.leg(invite, carol.reply(invite, 200));
        carol.expect(Method.ACK);
        alice.heard();
        return made;
    }

    private boolean update(Telephone who, String offer) {
        return who.session()
                .update(
                        Body.of(offer),
                        response ->
                                outcomes.add(who.node.name() + ' ' + response.status().value()));
    }

    @Test
    @Scenario("RFC 3311 §5.1")
    void eitherEndChangesTheSession() {
        establish();
        assertThat(update(alice, "hold")).isTrue();
        assertThat(update(alice, "more")).isFalse();
        soon();
        assertThat(bob.heard()).containsExactly("reinvited with hold");
        assertThat(update(bob, "video")).isTrue();
        soon();
        assertThat(alice.heard()).containsExactly("reinvited with video");
        assertThat(outcomes).containsExactly("alice 200", "bob 200");
    }

    @Test
    void whenBothEndsChangeItAtOnceBothSucceedInTheEnd() {
        establish();
        update(alice, "a");
        update(bob, "b");
        soon();
        assertThat(network.count(crossing -> crossing.is(491))).isEqualTo(2);
        pass(Duration.ofSeconds(9));
        assertThat(outcomes).containsExactlyInAnyOrder("alice 200", "bob 200");
        assertThat(alice.heard()).containsExactly("reinvited with b");
        assertThat(bob.heard()).containsExactly("reinvited with a");
    }

    @Test
    void anOfferWhileAReinviteOfOursIsNotAnsweredIs491() {
        var other = establishWithCarol();
        alice.session().reinvite(Body.of("hold"), _ -> {});
        var invite = carol.expect(Method.INVITE);
        carol.send(other.request(Method.UPDATE).withBody(Body.of("video")));
        carol.expect(491);
        carol.send(other.request(Method.UPDATE));
        carol.expect(200, Method.UPDATE);
        carol.reply(invite, 200);
        soon();
        assertThat(alice.heard()).isEmpty();
    }

    @Test
    void withoutADescriptionItAsksNobodyAndMovesTheTarget() {
        var other = establishWithCarol();
        var moved = NameAddr.of(Uri.parse("sip:carol@192.0.2.30;line=2"));
        carol.send(
                other.request(Method.UPDATE).with(h -> h.set(Header.CONTACT, Contact.of(moved))));
        assertThat(carol.expect(200, Method.UPDATE).body().isEmpty()).isTrue();
        assertThat(alice.heard()).isEmpty();
        alice.session().bye(UnaryOperator.identity());
        var bye = carol.expect(Method.BYE);
        assertThat(bye.uri()).isEqualTo(moved.uri());
        carol.reply(bye, 200);
    }

    @Test
    void theAnswerMovesTheTarget() {
        establishWithCarol();
        update(alice, "");
        carol.reply(carol.expect(Method.UPDATE), 200, "Contact: <sip:carol@192.0.2.30;line=3>\n");
        soon();
        assertThat(alice.session().dialog().remoteTarget())
                .hasToString("sip:carol@192.0.2.30;line=3");
    }

    @Test
    void anAnswerThatCannotBeReadMovesNothing() {
        establishWithCarol();
        var before = alice.session().dialog().remoteTarget();
        alice.session().reinvite(Body.of("hold"), r -> outcomes.add("alice " + r.status().value()));
        carol.reply(carol.expect(Method.INVITE), 200, "Contact: <<\nAllow: @\n");
        carol.expect(Method.ACK);
        assertThat(outcomes).containsExactly("alice 200");
        assertThat(alice.session().dialog().remoteTarget()).isEqualTo(before);
    }

    /// RFC 3261 §12.2.1.2: who does not answer is told that the call is over.
    @Test
    @Scenario("RFC 3261 §12.2.1.2")
    void silenceEndsTheCallAtBothEnds() {
        establishWithCarol();
        update(alice, "hold");
        carol.expect(Method.UPDATE);
        carol.reply(carol.expect(Method.BYE), 200);
        assertThat(outcomes).containsExactly("alice 408");
        assertThat(alice.heard()).containsExactly("lost: Request Timeout");
    }

    @Test
    void aRefusalChangesNothing() {
        establish();
        bob.reply = new Session.Reply.Refused(StatusCode.of(488));
        update(alice, "hold");
        soon();
        assertThat(outcomes).containsExactly("alice 488");
        assertThat(alice.session().isEnded()).isFalse();
    }

    /// RFC 3261 §14.1, §13.2.1: the 2xx brings the offer, and the ACK its answer.
    @Test
    @Scenario("RFC 3261 §13.2.1")
    void anOfferThatWasAskedForIsAnsweredInTheAck() {
        establish();
        bob.reply = new Session.Reply.Accepted(Body.of("theirs"));
        alice.session()
                .solicit(
                        response -> Body.of("answer to " + response.body()),
                        response -> outcomes.add("alice " + response.status().value()));
        soon();
        assertThat(outcomes).containsExactly("alice 200");
        assertThat(bob.heard()).containsExactly("reinvited with ", "acknowledged");
        assertThat(
                        network.count(crossing ->
                                crossing.is(Method.ACK)
                                        && crossing.text().endsWith("answer to theirs")))
                .isOne();
    }
}
