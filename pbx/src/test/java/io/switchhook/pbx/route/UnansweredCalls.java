package io.switchhook.pbx.route;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.testkit.Party;

/// Alice calls Bob, and they do not talk; or but for a moment.
final class UnansweredCalls {
    private final HealthyOffice office;
    private final Party alice;
    private final Party desk;

    UnansweredCalls(HealthyOffice office) {
        this.office = office;
        alice = office.alice;
        desk = office.desk;
    }

    void busy() {
        office.call("bob");
        office.fails(desk, desk.expect(Method.INVITE), 486);
    }

    void declined() {
        office.call("bob");
        office.fails(desk, office.rings(desk), 603);
    }

    void givenUp() {
        var invite = office.call("bob");
        var atDesk = office.rings(desk);
        givesUp(invite, atDesk);
    }

    void givenUpEarly() {
        var invite = office.call("bob");
        var atDesk = desk.expect(Method.INVITE);
        desk.reply(atDesk, 100);
        office.pass(100);
        givesUp(invite, atDesk);
    }

    private void givesUp(Request invite, Request atDesk) {
        alice.cancel(invite);
        alice.expect(200, Method.CANCEL);
        OfficeScenario.stopsRinging(desk, atDesk);
        alice.ack(alice.expect(487));
    }

    void unanswered() {
        office.call("bob");
        var atDesk = office.rings(desk);
        office.pass(60_000);
        office.fails(desk, atDesk, 480);
    }

    /// The answer and the CANCEL meet on their way: the caller takes the call, and hangs up.
    void canceledTooLate() {
        var invite = office.call("bob");
        var atDesk = office.rings(desk);
        office.answers(desk, atDesk);
        alice.cancel(invite);
        desk.onRequest(it -> {
            if (it.method() == Method.CANCEL) desk.reply(it, 481);
        });
        office.hangsUp(office.acknowledged(desk), desk);
    }
}
