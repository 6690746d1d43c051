package io.switchhook.pbx.route;

import io.switchhook.sip.header.Event;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What goes wrong with calls that were answered.
@Scenario("RFC 3261 §12")
class CallVerdictScenario extends VerdictScenario {
    private static final String PRIVATE = "192.168.1.21";

    @AfterEach
    void nobodyWaits() {
        for (var phone : List.of(alice, desk, sofa)) phone.ignoreUnread();
    }

    /// Alice's end of a call with Bob.
    private Leg talking(String offer, String answer) {
        return alice.leg(takes(desk, called(offer), answer.isEmpty() ? "" : answering(answer)));
    }

    private Leg talking() {
        return talking(session("192.0.2.10"), session("192.0.2.21"));
    }

    @Test
    void a_call_with_sound_both_ways() {
        var leg = talking();
        leg.send(Method.BYE);
        desk.reply(desk.expect(Method.BYE), 200);
        alice.expect(200);
        assertVerdict("nothing-wrong", "nothing wrong");
    }

    private void answersAgainAndAgain(Request atDesk, Response answer) {
        for (int i = 0; i < 4; i++) {
            network.clock().advance(Duration.ofMillis(500L << i));
            desk.resend(atDesk, answer);
        }
        network.clock().advance(Duration.ofSeconds(1));
    }

    @Test
    @Scenario("RFC 3261 §13.2.2.4")
    void an_answer_that_the_caller_never_acknowledges() {
        var atDesk = called();
        answersAgainAndAgain(atDesk, desk.reply(atDesk, 200));
        assertVerdict("ack-lost", "no ACK came for the answer of bob");
    }

    @Test
    @Scenario("RFC 3261 §13.2.2.4")
    void an_ack_that_does_not_arrive() {
        var atDesk = called();
        var answer = desk.reply(atDesk, 200);
        alice.ack(alice.expect(200, Method.INVITE));
        network.lose(it -> it.to().equals("desk") && it.is(Method.ACK));
        answersAgainAndAgain(atDesk, answer);
        assertVerdict("ack-lost", "the ACK was sent, and bob did not get it");
    }

    @Test
    @Scenario("RFC 3264 §5.1")
    void a_phone_behind_nat_that_wants_its_sound_at_its_private_address() {
        talking(session("192.0.2.10"), session(PRIVATE));
        assertVerdict(
                "one-way-audio",
                "bob will hear nothing, because it wants its audio sent to 192.168.1.21, a private address that alice at 192.0.2.10 cannot reach");
    }

    @Test
    @Scenario("RFC 3264 §6")
    void a_phone_that_takes_the_call_without_sound() {
        talking(session("192.0.2.10"), session("192.0.2.21", 0, "RTP/AVP 8"));
        assertVerdict(
                "no-sound-agreed",
                "bob answered without sound: it can do none of the codecs that alice offers");
    }

    @Test
    @Scenario("RFC 3261 §12.2.2")
    void a_phone_that_has_restarted() {
        var leg = talking();
        network.clock().advance(Duration.ofMinutes(5));
        leg.send(Method.BYE);
        desk.reply(desk.expect(Method.BYE), 481);
        alice.expect(481);
        assertVerdict("phone-restarted", "bob knows nothing of the call any more");
    }

    @Test
    @Scenario("RFC 4028 §10")
    void a_session_that_nobody_refreshes() {
        var ok =
                takes(
                        desk,
                        called(session("192.0.2.10")),
                        "Session-Expires: 90;refresher=uac\n" + answering(session("192.0.2.21")));
        network.clock().advance(Duration.ofSeconds(60));
        alice.leg(ok).send(Method.BYE);
        desk.reply(desk.expect(Method.BYE), 200);
        alice.expect(200, Method.BYE);
        assertVerdict(
                "session-expired", "the call ended since nobody refreshed its session in time");
    }

    @Test
    @Scenario("RFC 3515 §2.4.2")
    void a_phone_that_does_not_hand_the_call_over() {
        refer(talking());
        desk.reply(desk.expect(Method.REFER), 603);
        alice.expect(603);
        assertVerdict("transfer-failed", "bob does not take the call to hand over: 603 Decline");
    }

    @Test
    @Scenario("RFC 3515 §2.4.5")
    void a_call_that_is_handed_over_to_one_who_is_busy() {
        var atDesk = called(session("192.0.2.10"));
        var answer = desk.reply(atDesk, 200, answering(session("192.0.2.21")));
        var ok = alice.expect(200, Method.INVITE);
        alice.ack(ok);
        desk.expect(Method.ACK);
        refer(alice.leg(ok));
        desk.reply(desk.expect(Method.REFER), 202);
        alice.expect(202);
        var notify =
                desk.leg(atDesk, answer)
                        .request(Method.NOTIFY)
                        .with(h -> h.add(Header.EVENT, Event.of("refer")));
        desk.send(
                notify.toString().replace("Content-Length: 0\r\n", "").strip()
                        + "\r\nSubscription-State: terminated;reason=noresource\r\n"
                        + "Content-Type: message/sipfrag\r\n\r\nSIP/2.0 486 Busy Here\r\n");
        alice.reply(alice.expect(Method.NOTIFY), 200);
        desk.expect(200);
        assertVerdict("transfer-failed", "the call could not be handed over: 486 Busy Here");
    }

    private void refer(Leg leg) {
        alice.send(
                leg.request(Method.REFER)
                        .toString()
                        .replace(
                                "Content-Length: 0",
                                "Refer-To: <sip:carol@example.com>\r\nContent-Length: 0"));
    }
}
