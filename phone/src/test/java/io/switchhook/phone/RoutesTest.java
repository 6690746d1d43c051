package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Party;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Where the requests of a call go when no proxy has recorded a route.
class RoutesTest {
    @RegisterExtension final House house = new House();
    private final Party other = house.network.party("other", "192.0.2.77");

    private Call up(String... parameters) {
        var call = house.registered(parameters).call("1002");
        house.server.reply(
                house.server.expect(Method.INVITE),
                200,
                "Contact: <sip:1002@192.0.2.77>\n" + House.sdp(4000));
        house.soon();
        return call;
    }

    @Test
    void they_go_to_the_outbound_proxy_too() {
        var call = up();
        house.server.expect(Method.ACK);
        call.hangUp();
        assertThat(house.server.expect(Method.BYE).uri()).hasToString("sip:1002@192.0.2.77");
        assertThat(other.received()).isEmpty();
    }

    @Test
    void they_go_to_the_other_end_if_the_files_say_so() {
        var call = up("sip.use_out_bound_in_dialog", "0");
        other.expect(Method.ACK);
        call.hangUp();
        assertThat(other.expect(Method.BYE).uri()).hasToString("sip:1002@192.0.2.77");
        assertThat(house.server.unread()).isEmpty();
    }

    /// No proxy knows of such a call.
    @Test
    void they_go_to_the_other_end_of_a_call_to_the_address_of_the_phone() {
        var phone = house.registered();
        other.outbound(Transport.UDP, house.nodes.getFirst());
        other.send(other.again(other.request(Method.INVITE, "sip:192.0.2.10"), House.sdp(4000)));
        other.expect(180);
        phone.awaitCall(Call.State.RINGING).answer();
        house.soon();
        other.ack(other.expect(200));
        house.soon();
        phone.hangUp();
        other.expect(Method.BYE);
        assertThat(house.server.unread()).isEmpty();
    }
}
