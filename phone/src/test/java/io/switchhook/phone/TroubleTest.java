package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a user would fear: whatever the others do, calls end, and the phone goes on.
class TroubleTest {
    private static final int MOST_CALLS = 16;

    @RegisterExtension final House house = new House();

    private Request invited() {
        return house.server.expect(Method.INVITE);
    }

    @Test
    void a_second_call_rings_beside_the_first_and_holds_it_when_it_is_taken() {
        var phone = house.registered();
        house.invite(House.sdp(4000));
        house.server.expect(180);
        house.invite(House.sdp(4010));
        house.server.expect(180);
        var both = phone.calls();
        assertThat(both).extracting(Call::state).containsOnly(Call.State.RINGING);
        both.getFirst().answer();
        house.server.ack(house.server.expect(200, Method.INVITE));
        both.getLast().answer();
        house.server.reply(invited(), 200, House.sdp("192.0.2.1", 4000, "recvonly"));
        house.server.expect(Method.ACK);
        house.server.ack(house.server.expect(200, Method.INVITE));
        house.soon();
        assertThat(both)
                .extracting(Call::state)
                .containsExactly(Call.State.HOLDING, Call.State.TALKING);
    }

    @Test
    void calls_that_cross_both_go_on() {
        var phone = house.registered();
        var out = phone.call("1002");
        var invite = invited();
        house.invite(House.sdp(4010));
        house.server.expect(180);
        house.server.reply(invite, 180);
        house.soon();
        assertThat(out.state()).isEqualTo(Call.State.ALERTING);
        assertThat(phone.call(Call.State.RINGING)).isPresent();
    }

    @Test
    void a_call_can_be_ended_while_it_is_put_on_hold() {
        var phone = house.registered();
        var call = phone.call("1002");
        house.answered(invited());
        call.hold();
        invited();
        call.hangUp();
        house.server.reply(house.server.expect(Method.BYE), 200);
        house.soon();
        assertThat(call.state()).isEqualTo(Call.State.ENDED);
        house.pass(Duration.ofMinutes(2));
        assertThat(phone.calls()).isEmpty();
        assertThat(house.sounds.devices.getLast().closed).isTrue();
    }

    @Test
    void a_call_whose_other_end_does_not_answer_a_hold_ends() {
        var phone = house.registered();
        var call = phone.call("1002");
        house.answered(invited());
        call.hold();
        house.pass(Duration.ofSeconds(40));
        assertThat(call.state()).isEqualTo(Call.State.ENDED);
        assertThat(call.facts().end().orElseThrow().status()).isEqualTo(408);
        assertThat(phone.calls()).isEmpty();
    }

    @Test
    void a_call_to_nobody_ends() {
        var phone = house.registered();
        house.server.node().stop();
        var call = phone.call("1002");
        house.pass(Duration.ofSeconds(40));
        assertThat(call.state()).isEqualTo(Call.State.ENDED);
        assertThat(call.facts().end().orElseThrow().status()).isIn(408, 503);
    }

    @Test
    void more_calls_than_a_phone_can_take_find_it_busy() {
        var phone = house.registered("network.port.max_rtpport", "12000");
        for (int i = 0; i < MOST_CALLS; i++) {
            house.invite(House.sdp(4000));
            house.server.expect(180);
        }
        assertThat(phone.calls()).hasSize(MOST_CALLS);
        for (int i = 0; i < 100; i++) {
            house.invite(House.sdp(4000));
            house.server.expect(486);
        }
        assertThat(phone.calls()).hasSize(MOST_CALLS);
    }

    @Test
    void a_call_without_a_port_is_refused() {
        var phone =
                house.registered(
                        "network.port.min_rtpport", "11780", "network.port.max_rtpport", "11783");
        for (int i = 0; i < 2; i++) {
            house.invite(House.sdp(4000));
            house.server.expect(180);
        }
        house.invite(House.sdp(4000));
        house.server.expect(503);
        assertThatThrownBy(() -> phone.call("1002"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no port left");
        assertThat(phone.calls()).hasSize(2);
    }

    @Test
    void who_is_sent_on_without_a_port_says_so() {
        var phone =
                house.registered(
                        "network.port.min_rtpport", "11780", "network.port.max_rtpport", "11781");
        phone.call("1002");
        var leg = house.answered(invited());
        house.server.send(
                house.server.again(
                        leg.request(Method.REFER), "Refer-To: <sip:1003@office.example>\n"));
        house.server.expect(202, Method.REFER);
        house.server.reply(house.server.expect(Method.NOTIFY), 200);
        assertThat(house.server.expect(Method.NOTIFY).toString()).contains("503");
        assertThat(phone.calls()).hasSize(1);
    }

    @Test
    void a_caller_that_gives_up_is_missed() {
        var phone = house.registered();
        var invite = house.invite(House.sdp(4000));
        house.server.expect(180);
        house.server.cancel(invite);
        house.server.expect(487, Method.INVITE);
        assertThat(phone.calls()).isEmpty();
        assertThat(house.sounds.devices.getLast().closed).isTrue();
    }

    @Test
    void an_offer_that_nobody_understands_is_refused_and_the_call_goes_on() {
        var phone = house.registered();
        var call = phone.call("1002");
        var leg = house.answered(invited());
        house.server.send(
                house.server.again(
                        leg.request(Method.INVITE),
                        "Content-Type: application/sdp\n\nthis is no description\n"));
        house.server.expect(488, Method.INVITE);
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
    }

    /// RFC 5168: a phone without pictures takes the request, and does nothing.
    @Test
    void a_whole_picture_is_asked_of_a_phone_that_has_none() {
        var phone = house.registered();
        phone.call("1002");
        var leg = house.answered(invited());
        house.server.send(
                house.server.again(
                        leg.request(Method.INFO),
                        "Content-Type: application/media_control+xml\n\n"
                                + MediaControl.pictureFastUpdate()));
        house.server.expect(200, Method.INFO);
        assertThat(house.events(PhoneEvent.KeyHeard.class)).isEmpty();
    }

    private String whyFailed(String... parameters) {
        var call = house.registered(parameters).call("1002");
        house.server.reply(
                house.server.expect(Method.INVITE),
                480,
                "Reason: SIP;cause=480, Q.850;cause=20;text=\"Gone home\"\n");
        house.soon();
        return call.facts().end().orElseThrow().reason();
    }

    @Test
    void a_failure_is_told_as_the_status_line_says() {
        assertThat(whyFailed()).isEqualTo("Temporarily Unavailable");
    }

    /// RFC 3326.
    @Test
    void a_failure_is_told_as_its_reason_says_if_the_files_have_it_so() {
        assertThat(whyFailed("sip.call_fail_use_reason.enable", "1")).isEqualTo("Gone home");
    }
}
