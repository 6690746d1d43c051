package io.switchhook.pbx.route;

import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Party;

/// Alice's call rings at both phones of Carol.
final class ForkedCalls {
    private final HealthyOffice office;
    private final Party desk;
    private final Party sofa;
    private final Party tablet;

    ForkedCalls(HealthyOffice office) {
        this.office = office;
        desk = office.desk;
        sofa = office.sofa;
        tablet = office.tablet;
    }

    void forked() {
        office.call("carol");
        var atTablet = office.rings(tablet);
        var atSofa = office.rings(sofa);
        office.answers(sofa, atSofa);
        var leg = office.acknowledgedWhile(sofa, tablet, atTablet);
        office.hangsUp(leg, sofa);
    }

    void oneOfTwoIsBusy() {
        office.call("carol");
        var atTablet = tablet.expect(Method.INVITE);
        var atSofa = office.rings(sofa);
        tablet.reply(atTablet, 486);
        tablet.expect(Method.ACK);
        office.answers(sofa, atSofa);
        office.hangsUp(office.acknowledged(sofa), sofa);
    }

    /// Bob has said that Carol answers his calls.
    void forwarded() {
        office.call("bob");
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:carol@example.com>");
        desk.expect(Method.ACK);
        var atTablet = office.rings(tablet);
        office.answers(sofa, sofa.expect(Method.INVITE));
        office.hangsUp(office.acknowledgedWhile(sofa, tablet, atTablet), sofa);
    }
}
