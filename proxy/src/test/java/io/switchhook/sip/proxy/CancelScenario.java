package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3261 §9, §16.8, §16.10.
@Scenario("RFC 3261 §16.8")
class CancelScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party bob = office.phone("bob", "192.0.2.20");

    @Test
    void cancelsARingingPhone() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        alice.expect(180);
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        var cancel = bob.expect(Method.CANCEL);
        bob.reply(cancel, 200);
        alice.expect(100);
        assertThat(alice.unread()).as("487 comes from the phone").isEmpty();
        bob.reply(ringing, 487);
        alice.ack(alice.expect(487));
        bob.expect(Method.ACK);

        assertThat(cancel.headers().require(Header.VIA).branch())
                .isEqualTo(ringing.headers().require(Header.VIA).branch());
        assertThat(office.events).containsExactly("started", "ringing", "failed 487");
    }

    /// RFC 3326 §2: the caller's reason reaches the phone.
    @Test
    void handsTheReasonOn() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        bob.reply(bob.expect(Method.INVITE), 180);
        alice.expect(180);
        alice.send(
                invite.toString()
                        .replace("INVITE sip:", "CANCEL sip:")
                        .replace("1 INVITE", "1 CANCEL\r\nReason: SIP;cause=408;text=\"Enough\""));
        assertThat(bob.expect(Method.CANCEL).toString())
                .contains("Reason: SIP;cause=408;text=\"Enough\"\r\n");
    }

    /// §9.1: a CANCEL must not overtake its INVITE.
    @Test
    @Scenario("RFC 3261 §9.1")
    void waitsForAProvisionalResponse() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var ringing = bob.expect(Method.INVITE);
        alice.cancel(invite);
        bob.expectNothingFor(Duration.ofMillis(300));
        bob.reply(ringing, 100);
        bob.reply(bob.expect(Method.CANCEL), 200);
        bob.reply(ringing, 487);
        alice.ack(alice.expect(487));
    }

    /// §9.2: who answered first has the call; the caller hangs up then.
    @Test
    @Scenario("RFC 3261 §9.2")
    void losesTheRaceAgainstAnAnswer() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        alice.expect(180);
        bob.reply(ringing, 200);
        alice.cancel(invite);
        var answer = alice.expect(200, Method.INVITE);
        alice.ack(answer);
        alice.leg(answer).send(Method.BYE);
        bob.expect(Method.ACK);
        bob.reply(bob.expect(Method.BYE), 200);
        alice.expect(200, Method.BYE);

        assertThat(office.events).containsExactly("started", "ringing", "answered", "ended");
    }

    /// §9.2: likewise when the CANCEL is on its way to the phone that answers.
    @Test
    @Scenario("RFC 3261 §9.2")
    void passesAnAnswerThatCrossesTheCancel() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        alice.expect(180);
        alice.cancel(invite);
        bob.expect(Method.CANCEL);
        bob.reply(ringing, 200);
        alice.ack(alice.expect(200, Method.INVITE));
        bob.expect(Method.ACK);
    }

    /// §9.1: a phone that died gets 64*T1 to say so.
    @Test
    @Scenario("RFC 3261 §9.1")
    void answersForAPhoneThatDied() {
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        bob.reply(bob.expect(Method.INVITE), 180);
        alice.expect(180);
        bob.node().stop();
        alice.cancel(invite);
        network.clock().advance(Duration.ofSeconds(31));
        assertThat(office.events).containsExactly("started", "ringing");
        alice.ack(alice.expect(487));
    }

    /// §9.1: and one that never said anything, what is left of Timer B.
    @Test
    @Scenario("RFC 3261 §9.1")
    void answersForAPhoneThatNeverLived() {
        network.between("proxy", "bob").cut(true);
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        network.clock().advance(Duration.ofSeconds(1));
        alice.cancel(invite);
        alice.ack(alice.expect(487));
    }

    @Test
    void startsNoOtherGroupAfterACancel() {
        var shed = office.phone("shed", "192.0.2.23");
        office.register("bob", office.target(bob, 1000), office.target(shed, 500));
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        alice.cancel(invite);
        bob.reply(bob.expect(Method.CANCEL), 200);
        bob.reply(ringing, 486);
        alice.ack(alice.expect(487));
        shed.expectNothingFor(Duration.ofSeconds(1));
    }

    /// §16.8: rung long enough.
    @Test
    @Scenario("RFC 3261 §16.8")
    void cancelsWhenTimerCFires() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var ringing = bob.expect(Method.INVITE);
        bob.reply(ringing, 180);
        network.clock().advance(Duration.ofSeconds(180));
        assertThat(bob.unread()).isEmpty();
        bob.reply(bob.expect(Method.CANCEL), 200);
        bob.reply(ringing, 487);
        alice.ack(alice.expect(487));

        assertThat(office.counters.timerC.sum()).isEqualTo(1);
    }

    /// §16.7 item 2: a provisional response other than 100 starts Timer C anew.
    @Test
    @Scenario("RFC 3261 §16.7 item 2")
    void ringsOnWhileThePhoneSaysSo() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        var ringing = bob.expect(Method.INVITE);
        for (int i = 0; i < 5; i++) {
            bob.reply(ringing, 180);
            network.clock().advance(Duration.ofSeconds(150));
        }
        assertThat(bob.unread()).isEmpty();
        bob.reply(ringing, 200);
        alice.expect(200);
    }

    /// §16.8: 408 where even the CANCEL does nothing.
    @Test
    @Scenario("RFC 3261 §16.8")
    void answers408WhereTimerCFindsNobody() {
        alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        bob.reply(bob.expect(Method.INVITE), 100);
        network.clock().advance(Duration.ofSeconds(182));
        bob.expect(Method.CANCEL);
        alice.ack(alice.expect(408));
    }
}
