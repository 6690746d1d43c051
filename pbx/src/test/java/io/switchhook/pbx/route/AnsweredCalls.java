package io.switchhook.pbx.route;

import static io.switchhook.pbx.route.VerdictScenario.answering;
import static io.switchhook.pbx.route.VerdictScenario.withSession;

import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Party;
import java.time.Duration;

/// Alice calls Bob, and he answers.
final class AnsweredCalls {
    private final HealthyOffice office;
    private final Party alice;
    private final Party desk;

    AnsweredCalls(HealthyOffice office) {
        this.office = office;
        alice = office.alice;
        desk = office.desk;
    }

    void answered() {
        office.hangsUp(office.talking(), desk);
    }

    void answeredAtOnce() {
        office.call("bob");
        office.answers(desk, desk.expect(Method.INVITE));
        office.hangsUp(office.acknowledged(desk), desk);
    }

    void endedByCallee() {
        office.call("bob");
        var atDesk = office.rings(desk);
        var answer = office.answers(desk, atDesk);
        office.acknowledged(desk);
        office.pass(office.random.nextInt(60_000));
        desk.leg(atDesk, answer).send(Method.BYE);
        alice.reply(alice.expect(Method.BYE), 200);
        desk.expect(200, Method.BYE);
    }

    /// The one that gets a BYE knows nothing of the call any more.
    void bothHangUp() {
        office.call("bob");
        var atDesk = office.rings(desk);
        var answer = office.answers(desk, atDesk);
        var leg = office.acknowledged(desk);
        office.pass(5_000);
        leg.send(Method.BYE);
        desk.leg(atDesk, answer).send(Method.BYE);
        desk.reply(desk.expect(Method.BYE), 481);
        alice.reply(alice.expect(Method.BYE), 481);
        alice.expect(481, Method.BYE);
        desk.expect(481, Method.BYE);
    }

    /// The session is refreshed again and again (RFC 4028).
    void goesOnForLong() {
        var leg = office.talking();
        for (int i = 0; i < 3; i++) {
            office.pass(Duration.ofMinutes(14));
            leg.send(Method.UPDATE);
            desk.reply(desk.expect(Method.UPDATE), 200);
            alice.expect(200, Method.UPDATE);
            office.settle();
        }
        office.hangsUp(leg, desk);
        office.register();
    }

    /// A tone or a word before the answer.
    void earlyMedia() {
        office.call("bob");
        var atDesk = desk.expect(Method.INVITE);
        desk.reply(atDesk, 183, answering(HealthyOffice.REPLY));
        alice.expect(183);
        office.pass(3_000);
        office.answers(desk, atDesk);
        office.hangsUp(office.acknowledged(desk), desk);
    }

    void lateOffer() {
        office.call("bob", "");
        office.answers(desk, office.rings(desk));
        var ok = alice.expect(200, Method.INVITE);
        var leg = alice.leg(ok);
        alice.send(withSession(leg.ack(), HealthyOffice.SOUND));
        desk.expect(Method.ACK);
        office.settle();
        office.hangsUp(leg, desk);
    }

    void candidates() {
        office.call("bob");
        office.answers(desk, office.rings(desk), HealthyOffice.ICE);
        office.hangsUp(office.acknowledged(desk), desk);
    }

    /// As when 100 and 180 are late: the request comes once more, and so does the answer.
    void sentAgain() {
        var invite = office.call("bob");
        alice.send(invite);
        var atDesk = desk.expect(Method.INVITE);
        office.pass(1_700);
        desk.reply(atDesk, 180);
        alice.expect(180);
        office.pass(2_000);
        var answer = office.answers(desk, atDesk);
        alice.expect(200, Method.INVITE);
        office.pass(500);
        desk.resend(atDesk, answer);
        office.settle();
        desk.resend(atDesk, answer);
        var leg = office.acknowledged(desk);
        office.hangsUp(leg, desk);
    }

    /// A phone that thinks about it while the answer is sent again and again.
    void slowAck() {
        office.call("bob");
        var atDesk = office.rings(desk);
        var answer = office.answers(desk, atDesk);
        for (int wait : new int[] {500, 1000, 2000}) {
            office.pass(wait);
            desk.resend(atDesk, answer);
        }
        var ok = alice.expect(200, Method.INVITE);
        alice.ack(ok);
        desk.expect(Method.ACK);
        office.settle();
        office.hangsUp(alice.leg(ok), desk);
    }
}
