package io.switchhook.pbx.route;

import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Scenario;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that lead to nobody, or elsewhere.
@Scenario("RFC 3261 §16.5")
class RoutingVerdictScenario extends VerdictScenario {

    @AfterEach
    void nobodyWaits() {
        for (var phone : List.of(alice, desk, sofa)) phone.ignoreUnread();
    }

    /// A user is to be called there.
    private void leads(String user, String contact) {
        var addressOfRecord = "sip:" + user + "@example.com";
        desk.send(
                desk.request(Method.REGISTER, "sip:example.com", addressOfRecord)
                        .with(h ->
                                h.set(Header.TO, NameAddr.of(Uri.parse(addressOfRecord)))
                                        .set(
                                                Header.CONTACT,
                                                Contact.parse(Scanner.of("<" + contact + ">")))));
        desk.expect(200);
    }

    private void fails(Request invite, int status) {
        alice.send(invite);
        alice.ack(alice.expect(status));
    }

    private Request toBob() {
        return alice.request(Method.INVITE, "sip:bob@example.com");
    }

    @Test
    void nobody_is_registered() {
        fails(toBob(), 480);
        assertVerdict("not-registered", "no phone of bob is registered");
    }

    @Test
    @Scenario("RFC 3261 §16.3 item 4")
    void two_forwards_to_each_other() {
        leads("bob", "sip:carol@192.0.2.1");
        leads("carol", "sip:bob@192.0.2.1");
        fails(toBob(), 482);
        assertVerdict("loop", "the call to bob goes round in a circle");
    }

    @Test
    @Scenario("RFC 3261 §16.3 item 3")
    void a_call_that_has_come_over_too_many_servers() {
        office.register(desk, "bob", "");
        fails(toBob().with(h -> h.set(Header.MAX_FORWARDS, 0)), 483);
        assertVerdict("too-many-hops", "the call to bob went over too many servers");
    }

    @Test
    @Scenario("RFC 5393 §5.3.3")
    void a_call_that_may_ring_no_more_phones() {
        office.register(desk, "bob", "");
        fails(toBob().with(h -> h.set(Header.MAX_BREADTH, 0)), 440);
        assertVerdict("too-many-phones", "more phones of bob would have to ring than may");
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 4")
    void a_forward_to_somebody_who_cannot_be_reached() {
        office.register(desk, "bob", "");
        alice.send(toBob());
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:carol@example.com>");
        alice.ack(alice.expect(302));
        assertVerdict(
                "forward-to-nowhere",
                "the phone that was called forwards to sip:carol@example.com, where nobody can be reached");
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 4")
    void a_forward_that_the_caller_has_to_follow() {
        office.register(desk, "bob", "");
        alice.send(toBob());
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:bob@192.0.2.99>");
        desk.expect(Method.ACK);
        alice.ack(alice.expect(302));
        assertVerdict(
                "forward-set",
                "a forward is set at the phone: the caller is told to call sip:bob@192.0.2.99");
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 4")
    void a_forward_that_the_server_is_not_to_follow() {
        office.register(desk, "dave", "");
        alice.send(alice.request(Method.INVITE, "sip:dave@example.com"));
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:carol@example.com>");
        alice.ack(alice.expect(302));
        assertVerdict(
                "forward-set",
                "a forward is set at the phone: the caller is told to call sip:carol@example.com");
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 4")
    void a_forward_that_is_answered() {
        office.register(desk, "bob", "");
        office.register(sofa, "carol", "");
        alice.send(toBob());
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:carol@example.com>");
        takes(sofa, sofa.expect(Method.INVITE));
        assertVerdict("nothing-wrong", "nothing wrong");
    }

    @Test
    @Scenario("RFC 3261 §16.7 item 4")
    void a_forward_to_a_phone_that_rejects_the_call() {
        office.register(desk, "bob", "");
        office.register(sofa, "carol", "");
        alice.send(toBob());
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:carol@example.com>");
        sofa.reply(sofa.expect(Method.INVITE), 500);
        alice.ack(alice.expect(500));
        assertVerdict(
                "forward-failed",
                "bob forwards to sip:carol@example.com, and there it failed with 500 Server Internal Error");
    }
}
