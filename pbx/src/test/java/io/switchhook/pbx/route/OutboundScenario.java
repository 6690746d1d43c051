package io.switchhook.pbx.route;

import static io.switchhook.pbx.route.SimulatedOffice.DESK;
import static io.switchhook.pbx.route.SimulatedOffice.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.SipUri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 5626 and RFC 5627 from the phones' side.
@Scenario("RFC 5626 §7")
class OutboundScenario {
    private SimulatedOffice office;
    private Party alice;
    private Party first;
    private Party second;

    @BeforeEach
    void phones(@TempDir Path folder) throws Exception {
        office = new SimulatedOffice(folder);
        alice = office.network.party("alice", "192.0.2.10").outbound(Transport.UDP, office.node);
        first = office.network.party("first", "192.0.2.20").outbound(Transport.TCP, office.node);
        second = office.network.party("second", "192.0.2.21").outbound(Transport.TCP, office.node);
    }

    @AfterEach
    void close() {
        office.close();
    }

    private void answer(Party phone) {
        var invite = phone.expect(Method.INVITE);
        phone.reply(invite, 200);
        alice.ack(alice.expect(200));
        phone.expect(Method.ACK);
    }

    @Test
    @Scenario("RFC 5626 §7")
    void two_flows_of_one_instance_ring_once_over_the_newer() {
        office.registerFlow(first, "bob", DESK, 1);
        office.pass(Duration.ofSeconds(1));
        office.registerFlow(second, "bob", DESK, 2);
        office.invite(alice, "sip:bob@example.com");
        answer(second);
        assertThat(first.unread()).isEmpty();
    }

    @Test
    void a_second_flow_of_a_phone_that_rings_does_not_ring_again() {
        office.registerFlow(first, "bob", DESK, 1);
        office.invite(alice, "sip:bob@example.com");
        var invite = first.expect(Method.INVITE);
        first.reply(invite, 180);
        office.registerFlow(second, "bob", DESK, 2);
        office.pass(Duration.ofSeconds(1));
        assertThat(second.unread()).isEmpty();
        first.reply(invite, 200);
        alice.ack(alice.expect(200));
    }

    @Test
    void another_phone_that_registers_while_the_first_rings_rings_too() {
        office.registerFlow(first, "bob", DESK, 1);
        office.invite(alice, "sip:bob@example.com");
        first.expect(Method.INVITE);
        office.registerFlow(second, "bob", OTHER, 1);
        second.expect(Method.INVITE);
    }

    @Test
    void two_instances_ring_both() {
        office.registerFlow(first, "bob", DESK, 1);
        office.registerFlow(second, "bob", OTHER, 1);
        office.invite(alice, "sip:bob@example.com");
        first.expect(Method.INVITE);
        second.expect(Method.INVITE);
    }

    @Test
    @Scenario("RFC 5626 §7")
    void a_flow_that_failed_is_replaced_by_the_other_430() {
        office.registerFlow(first, "bob", DESK, 1);
        office.pass(Duration.ofSeconds(1));
        office.registerFlow(second, "bob", DESK, 2);
        office.invite(alice, "sip:bob@example.com");
        second.reply(second.expect(Method.INVITE), 430);
        answer(first);
    }

    @Test
    @Scenario("RFC 5626 §7")
    void a_flow_that_is_silent_is_replaced_by_the_other_408() {
        office.registerFlow(first, "bob", DESK, 1);
        office.pass(Duration.ofSeconds(1));
        office.registerFlow(second, "bob", DESK, 2);
        office.invite(alice, "sip:bob@example.com");
        second.expect(Method.INVITE);
        office.pass(Duration.ofSeconds(33));
        answer(first);
    }

    @Test
    @Scenario("RFC 5626 §7")
    void a_phone_that_declines_over_one_flow_is_not_asked_over_the_other() {
        office.registerFlow(first, "bob", DESK, 1);
        office.pass(Duration.ofSeconds(1));
        office.registerFlow(second, "bob", DESK, 2);
        office.invite(alice, "sip:bob@example.com");
        second.reply(second.expect(Method.INVITE), 486);
        alice.ack(alice.expect(486));
        assertThat(first.unread()).isEmpty();
    }

    @Test
    void a_caller_who_hung_up_rings_no_other_flow() {
        office.registerFlow(first, "bob", DESK, 1);
        office.pass(Duration.ofSeconds(1));
        office.registerFlow(second, "bob", DESK, 2);
        var invite = office.invite(alice, "sip:bob@example.com");
        var ringing = second.expect(Method.INVITE);
        second.reply(ringing, 180);
        alice.expect(180);
        alice.cancel(invite);
        second.reply(second.expect(Method.CANCEL), 200);
        second.reply(ringing, 430);
        alice.ack(alice.expect(487));
        assertThat(first.unread()).isEmpty();
    }

    @Test
    @Scenario("RFC 5626 §11.5")
    void the_caller_never_sees_430() {
        office.registerFlow(first, "bob", DESK, 1);
        office.invite(alice, "sip:bob@example.com");
        first.reply(first.expect(Method.INVITE), 430);
        alice.ack(alice.expect(480));
    }

    @Test
    @Scenario("RFC 5626 §4.5")
    void a_phone_that_reconnects_is_one_binding_and_rings_over_the_new_flow() {
        office.registerFlow(first, "bob", DESK, 1);
        office.registerFlow(second, "bob", DESK, 1);
        assertThat(office.bindings("bob")).hasSize(1);
        first.outbound().close();
        office.invite(alice, "sip:bob@example.com");
        answer(second);
    }

    // GRUU

    @Test
    @Scenario("RFC 5627 §6.1")
    void a_gruu_rings_its_phone_alone() {
        var ok = office.registerFlow(first, "bob", DESK, 1);
        office.registerFlow(second, "bob", OTHER, 1);
        for (var kind : new String[] {"pub-gruu", "temp-gruu"}) {
            office.invite(alice, SimulatedOffice.gruu(ok, first, kind));
            var invite = first.expect(Method.INVITE);
            assertThat(invite.uri()).isEqualTo(first.contact());
            first.reply(invite, 486);
            alice.ack(alice.expect(486));
            first.expect(Method.ACK);
        }
        assertThat(second.unread()).isEmpty();
    }

    @Test
    @Scenario("RFC 5627 §5.2")
    void phones_that_do_not_ask_get_no_gruu() {
        var ok = office.register(first, "bob", ";+sip.instance=\"" + DESK + "\"");
        assertThat(ok.toString()).doesNotContain("gruu");
    }

    @Test
    @Scenario("RFC 5627 §5.1")
    void a_temporary_gruu_ends_with_the_call_id_that_it_was_given_for() {
        var ok = office.registerFlow(first, "bob", DESK, 1);
        var old = SimulatedOffice.gruu(ok, first, "temp-gruu");
        var again = office.registerFlow(first, "bob", DESK, 1);
        var newer = SimulatedOffice.gruu(again, first, "temp-gruu");
        assertThat(newer).isNotEqualTo(old);
        office.invite(alice, old);
        first.reply(first.expect(Method.INVITE), 486);
        alice.ack(alice.expect(486));
        office.registerAs(
                "after-a-reboot",
                first,
                "bob",
                ";+sip.instance=\"" + DESK + "\";reg-id=1",
                "outbound",
                "gruu");
        for (var uri : new String[] {old, newer}) {
            office.invite(alice, uri);
            alice.ack(alice.expect(404));
        }
    }

    @Test
    @Scenario("RFC 5627 §5.3")
    void without_its_phone_a_public_gruu_is_480_and_a_temporary_one_404() {
        var ok = office.registerFlow(first, "bob", DESK, 1);
        office.registerFlow(second, "bob", OTHER, 1);
        first.outbound().close();
        office.invite(alice, SimulatedOffice.gruu(ok, first, "pub-gruu"));
        alice.ack(alice.expect(480));
        office.invite(alice, SimulatedOffice.gruu(ok, first, "temp-gruu"));
        alice.ack(alice.expect(404));
    }

    @Test
    void a_forged_temporary_gruu_is_404() {
        var ok = office.registerFlow(first, "bob", DESK, 1);
        var uri = SipUri.parse(SimulatedOffice.gruu(ok, first, "temp-gruu"));
        var user = new StringBuilder(uri.user());
        for (int at = 6; at < user.length(); at += 7) {
            var forged = new StringBuilder(user);
            forged.setCharAt(at, user.charAt(at) == 'A' ? 'B' : 'A');
            office.invite(alice, "sip:" + forged + "@example.com;gr");
            alice.ack(alice.expect(404));
        }
        assertThat(first.unread()).isEmpty();
    }

    /// The dialog's flow is gone, but its GRUU names the phone wherever it is.
    @Test
    @Scenario("RFC 5627 §6.1")
    void a_call_outlives_the_connection_of_a_phone_that_gave_its_gruu() {
        var ok = office.registerFlow(first, "bob", DESK, 1);
        var gruu = SimulatedOffice.gruu(ok, first, "pub-gruu");
        office.invite(alice, "sip:bob@example.com");
        var invite = first.expect(Method.INVITE);
        first.reply(invite, 200, "Contact: <" + gruu + ">");
        var answered = alice.expect(200);
        alice.ack(answered);
        assertThat(first.expect(Method.ACK).uri()).isEqualTo(first.contact());
        first.outbound().close();
        office.registerFlow(second, "bob", DESK, 1);
        alice.send(alice.leg(answered).request(Method.BYE));
        Request bye = second.expect(Method.BYE);
        assertThat(bye.uri()).isEqualTo(second.contact());
        Response done = second.reply(bye, 200);
        assertThat(alice.expect(200).headers().require(Header.CSEQ))
                .isEqualTo(done.headers().require(Header.CSEQ));
    }
}
