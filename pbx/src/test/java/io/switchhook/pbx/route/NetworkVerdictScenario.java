package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Contact;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What gets lost between the server and a phone.
@Scenario("RFC 3261 §18")
class NetworkVerdictScenario extends VerdictScenario {
    private static final Duration LONG = Duration.ofSeconds(40);

    NetworkVerdictScenario() {
        super(SimulatedOffice.Terms.OPEN.withDomains("example.com", "198.51.100.1"));
    }

    @AfterEach
    void nobodyWaits() {
        for (var phone : List.of(alice, desk, sofa)) phone.ignoreUnread();
    }

    /// A phone of Bob says that it is to be called there.
    private void registerAt(String contact) {
        var bob = NameAddr.of(Uri.parse("sip:bob@example.com"));
        desk.send(
                desk.request(Method.REGISTER, "sip:example.com", "sip:bob@example.com")
                        .with(h ->
                                h.set(Header.TO, bob)
                                        .set(
                                                Header.CONTACT,
                                                Contact.parse(Scanner.of("<" + contact + ">")))));
        desk.expect(200);
    }

    private void callInVain() {
        callBob();
        network.clock().advance(LONG);
    }

    /// So many codecs that it does not go in one packet.
    private String largeOffer() {
        var lines = new String[60];
        for (int i = 0; i < lines.length; i++)
            lines[i] = "a=rtpmap:" + (64 + i) + " a-codec-of-many/48000";
        return session("192.0.2.10", 11780, "RTP/AVP 8", lines);
    }

    @Test
    void a_phone_that_is_gone() {
        office.register(desk, "bob", "");
        network.between("office", "desk").cut(true);
        callInVain();
        assertVerdict(
                "no-answer-from-address",
                "nothing came back from udp 192.0.2.21:5060: the phone is gone, or a firewall is between");
    }

    @Test
    void a_phone_whose_host_refuses_datagrams() {
        office.register(desk, "bob", "");
        desk.node().stop();
        callInVain();
        assertVerdict(
                "undelivered", "nothing can be sent to udp 192.0.2.21:5060: /192.0.2.21:5060");
    }

    @Test
    void a_contact_with_a_name_that_dns_does_not_know() {
        registerAt("sip:bob@phone.nowhere.example");
        callInVain();
        assertVerdict("dns", "DNS knows no address of phone.nowhere.example");
    }

    @Test
    void a_phone_that_does_not_listen_where_it_says() {
        registerAt("sip:bob@192.0.2.21:5999;transport=tcp");
        callInVain();
        assertVerdict(
                "wrong-transport",
                "nobody takes connections at tcp 192.0.2.21:5999, where the phone says it can be called");
    }

    @Test
    void a_phone_that_no_connection_reaches() {
        registerAt("sip:bob@192.0.2.21;transport=tcp");
        network.between("office", "desk").cut(true);
        callInVain();
        assertVerdict("unreachable", "no connection to tcp 192.0.2.21:5060: connect");
    }

    @Test
    void a_router_that_does_not_let_the_call_come_back() {
        var outside = network.party("outside", "198.51.100.1", 5066);
        registerAt("sip:bob@198.51.100.1:5066");
        network.between("office", "outside").cut(true);
        alice.send(alice.request(Method.INVITE, "sip:bob@198.51.100.1"));
        network.clock().advance(LONG);
        assertVerdict(
                "hairpin",
                "the call goes to udp 198.51.100.1:5066, the address of this server as seen from outside, and the router does not let it come back");
        outside.ignoreUnread();
    }

    @Test
    void a_phone_that_takes_no_large_request() {
        office.register(desk, "bob", "");
        alice.send(withSession(alice.request(Method.INVITE, "sip:bob@example.com"), largeOffer()));
        network.clock().advance(LONG);
        assertVerdict(
                "too-large",
                "the request has "
                        + bytes()
                        + " bytes, too many for UDP, and the phone does not take TCP");
    }

    private String bytes() {
        return ladder().rungs().stream()
                .flatMap(rung -> rung.toString().lines())
                .filter(line -> line.contains("TransportChanged"))
                .map(line -> line.replaceFirst(".*bytes=(\\d+).*", "$1"))
                .findFirst()
                .orElse("?");
    }

    @Test
    void a_large_datagram_of_which_no_piece_arrives() {
        registerAt("sip:bob@192.0.2.21;transport=udp");
        network.lose(it -> it.to().equals("desk") && it.text().length() > 1472);
        alice.send(withSession(alice.request(Method.INVITE, "sip:bob@example.com"), largeOffer()));
        network.clock().advance(LONG);
        assertVerdict(
                "fragments-lost",
                "nothing came from udp 192.0.2.21:5060, and the datagram was so large that it went in pieces");
    }

    @Test
    void a_connection_that_breaks_while_the_phone_is_called() {
        office.register(sofa, "bob", "");
        callBob();
        sofa.expect(Method.INVITE);
        sofa.node().stop();
        network.clock().advance(LONG);
        assertVerdict(
                "connection-lost",
                "the connection to " + over(sofa) + " broke while it was needed: by peer");
    }

    private static String over(Party phone) {
        var local = phone.outbound().local();
        return "tcp " + local.getAddress().getHostAddress() + ':' + local.getPort();
    }

    @Test
    void a_phone_that_is_switched_off_in_a_call() {
        var answer = takes(desk, called());
        network.clock().advance(Duration.ofMinutes(1));
        network.between("office", "desk").cut(true);
        alice.leg(answer).send(Method.BYE);
        network.clock().advance(LONG);
        assertVerdict(
                "gone-in-call",
                "udp 192.0.2.21:5060 did not answer any more while the call was up");
    }

    @Test
    void one_of_two_phones_that_is_gone() {
        office.register(sofa, "bob", "");
        office.register(desk, "bob", "");
        network.between("office", "desk").cut(true);
        callBob();
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        network.clock().advance(LONG);
        takes(sofa, atSofa);
        assertVerdict("nothing-wrong", "nothing wrong");
    }

    @Test
    void a_phone_that_rings_on_when_another_has_answered() {
        office.register(sofa, "bob", "");
        desk.reply(called(), 180);
        takes(sofa, sofa.expect(Method.INVITE));
        network.clock().advance(LONG);
        assertVerdict("nothing-wrong", "nothing wrong");
    }

    @Test
    void a_datagram_that_is_cut_short() {
        var invite = alice.request(Method.INVITE, "sip:bob@example.com").toString();
        alice.send(invite.replace("Content-Length: 0", "Content-Length: 200"));
        alice.expect(400);
        assertVerdict(
                "changed-on-its-way",
                "the message is shorter than it says, as a SIP ALG leaves it: Content-Length is larger than the body");
    }

    @Test
    void a_message_that_is_none() {
        var invite = alice.request(Method.INVITE, "sip:bob@example.com").toString();
        alice.send(invite.replaceFirst("CSeq: 1 INVITE", "CSeq: one INVITE"));
        alice.expect(400);
        assertVerdict(
                "malformed", "what was sent is not understood: CSeq: expected a number at byte 0");
    }

    @Test
    @Scenario("RFC 3261 §18.1.1")
    void a_phone_over_tcp_is_as_good() {
        office.register(sofa, "bob", "");
        callBob();
        var atSofa = sofa.expect(Method.INVITE);
        takes(sofa, atSofa);
        assertThat(sofa.flow(atSofa).transport()).isEqualTo(Transport.TCP);
        assertVerdict("nothing-wrong", "nothing wrong");
    }
}
