package io.switchhook.pbx.route;

import static io.switchhook.pbx.route.VerdictScenario.session;
import static io.switchhook.pbx.route.VerdictScenario.withSession;

import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;

/// Alice and Bob talk, and then something about the call is to be another.
final class ChangedCalls {
    private final HealthyOffice office;
    private final Party alice;
    private final Party desk;
    private final Party sofa;
    private final Party tablet;

    ChangedCalls(HealthyOffice office) {
        this.office = office;
        alice = office.alice;
        desk = office.desk;
        sofa = office.sofa;
        tablet = office.tablet;
    }

    void held() {
        var leg = office.talking();
        changes(leg, "a=sendonly", "a=recvonly");
        office.pass(office.random.nextInt(60_000));
        changes(leg, "a=sendrecv", "a=sendrecv");
        office.hangsUp(leg, desk);
    }

    /// Both hold at once, and try again later (RFC 3261 §14.2).
    void bothChangeIt() {
        office.call("bob");
        var atDesk = office.rings(desk);
        var desks = desk.leg(atDesk, office.answers(desk, atDesk));
        var leg = office.acknowledged(desk);
        alice.send(withSession(leg.request(Method.INVITE), HealthyOffice.SOUND));
        desk.send(withSession(desks.request(Method.INVITE), HealthyOffice.REPLY));
        desk.reply(desk.expect(Method.INVITE), 491);
        alice.reply(alice.expect(Method.INVITE), 491);
        alice.ack(alice.expect(491));
        desk.ack(desk.expect(491));
        office.settle();
        office.pass(2_000);
        changes(leg, "a=sendrecv", "a=sendrecv");
        office.hangsUp(leg, desk);
    }

    private void changes(Leg leg, String direction, String reply) {
        var offer = session("192.0.2.10", 11780, "RTP/AVP 8", direction);
        var invite = alice.send(withSession(leg.request(Method.INVITE), offer));
        var atDesk = desk.expect(Method.INVITE);
        office.answers(desk, atDesk, session("192.0.2.21", 11780, "RTP/AVP 8", reply));
        alice.expect(200, Method.INVITE);
        leg.ack(invite);
        desk.expect(Method.ACK);
        office.settle();
    }

    void handedOver() {
        office.call("bob");
        var atDesk = office.rings(desk);
        var desks = desk.leg(atDesk, office.answers(desk, atDesk));
        var leg = office.acknowledged(desk);
        var refer = leg.request(Method.REFER).toString();
        alice.send(
                refer.replace(
                        "Content-Length: 0",
                        "Refer-To: <sip:carol@example.com>\r\nContent-Length: 0"));
        desk.reply(desk.expect(Method.REFER), 202);
        alice.expect(202);
        notifies(desks, "active;expires=60", "SIP/2.0 100 Trying");
        var invite = desk.request(Method.INVITE, "sip:carol@example.com", "sip:bob@example.com");
        office.send(desk, withSession(invite, HealthyOffice.REPLY), "bob");
        var atTablet = tablet.expect(Method.INVITE);
        tablet.reply(atTablet, 180);
        desk.expect(180);
        office.answers(sofa, sofa.expect(Method.INVITE), session("192.0.2.22"));
        desk.ack(desk.expect(200, Method.INVITE));
        sofa.expect(Method.ACK);
        OfficeScenario.stopsRinging(tablet, atTablet);
        notifies(desks, "terminated;reason=noresource", "SIP/2.0 200 OK");
        office.hangsUp(leg, desk);
    }

    private void notifies(Leg from, String state, String fragment) {
        office.settle();
        var notify = from.request(Method.NOTIFY).toString();
        desk.send(
                notify.replace("Content-Length: 0\r\n", "").strip()
                        + "\r\nEvent: refer\r\nSubscription-State: "
                        + state
                        + "\r\nContent-Type: message/sipfrag\r\n\r\n"
                        + fragment
                        + "\r\n");
        alice.reply(alice.expect(Method.NOTIFY), 200);
        desk.expect(200, Method.NOTIFY);
    }
}
