package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.ActionUrl.Event;
import io.switchhook.sip.header.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Which events of the makers' list follow from what a scripted server does to a phone.
class OccasionsTest {
    @RegisterExtension private final House house = new House();

    private final Occasions occasions = new Occasions();
    private int heard;

    /// Since it was asked last.
    private List<Event> events() {
        house.soon();
        var news = List.copyOf(house.events.subList(heard, house.events.size()));
        heard = house.events.size();
        return news.stream().flatMap(it -> occasions.of(it).stream()).map(Occasion::event).toList();
    }

    private Call ringing(Phone phone) {
        house.invite(House.sdp(4000));
        house.server.expect(180);
        return phone.call(Call.State.RINGING).orElseThrow();
    }

    private Call talking(Phone phone) {
        var call = ringing(phone);
        call.answer();
        house.server.ack(house.server.expect(200, Method.INVITE));
        return call;
    }

    @Test
    void a_registration_counts_once() {
        var phone = house.registered();
        assertThat(events()).containsExactly(Event.LOG_ON);
        phone.register(1);
        house.server.reply(house.server.expect(Method.REGISTER), 403);
        assertThat(events()).containsExactly(Event.REGISTER_FAILED);
        phone.register(1);
        house.server.reply(house.server.expect(Method.REGISTER), 200, "Expires: 3600\n");
        assertThat(events()).containsExactly(Event.LOG_ON);
        phone.unregister(1);
        house.server.reply(house.server.expect(Method.REGISTER), 200);
        assertThat(events()).containsExactly(Event.LOG_OFF);
    }

    @Test
    void a_call_that_is_made_held_and_ended() {
        var phone = house.registered();
        events();
        var call = phone.call("1002");
        var invite = house.server.expect(Method.INVITE);
        house.server.reply(invite, 180);
        assertThat(events()).containsExactly(Event.IDLE_TO_BUSY, Event.OUTGOING_CALL);
        house.answered(invite);
        assertThat(events()).containsExactly(Event.CALL_ESTABLISHED);
        call.hold();
        var hold = house.server.expect(Method.INVITE);
        house.server.reply(hold, 200, House.sdp("192.0.2.1", 4000, "recvonly"));
        house.server.expect(Method.ACK);
        assertThat(events()).containsExactly(Event.HOLD);
        call.resume();
        house.answered(house.server.expect(Method.INVITE));
        assertThat(events()).containsExactly(Event.UNHOLD);
        call.hangUp();
        house.server.reply(house.server.expect(Method.BYE), 200);
        assertThat(events()).containsExactly(Event.CALL_TERMINATED, Event.BUSY_TO_IDLE);
    }

    @Test
    void a_call_to_a_busy_line() {
        var phone = house.registered();
        events();
        phone.call("1002");
        house.server.reply(house.server.expect(Method.INVITE), 486);
        house.server.expect(Method.ACK);
        assertThat(events())
                .containsExactly(
                        Event.IDLE_TO_BUSY,
                        Event.OUTGOING_CALL,
                        Event.REMOTE_BUSY,
                        Event.CALL_TERMINATED,
                        Event.BUSY_TO_IDLE);
    }

    @Test
    void a_call_that_is_given_up() {
        var phone = house.registered();
        events();
        var call = phone.call("1002");
        var invite = house.server.expect(Method.INVITE);
        house.server.reply(invite, 180);
        events();
        call.hangUp();
        house.server.reply(house.server.expect(Method.CANCEL), 200);
        house.server.reply(invite, 487);
        house.server.expect(Method.ACK);
        assertThat(events())
                .containsExactly(Event.CANCEL_CALLOUT, Event.CALL_TERMINATED, Event.BUSY_TO_IDLE);
    }

    @Test
    void a_call_that_is_missed() {
        house.registered();
        events();
        var invite = house.invite(House.sdp(4000));
        house.server.expect(180);
        assertThat(events()).containsExactly(Event.IDLE_TO_BUSY, Event.INCOMING_CALL);
        house.server.send(house.server.cancel(invite));
        assertThat(events())
                .containsExactly(Event.CALL_REMOTE_CANCELED, Event.MISSED_CALL, Event.BUSY_TO_IDLE);
        house.server.ignoreUnread();
    }

    @Test
    void a_call_that_the_user_refuses() {
        var phone = house.registered();
        var call = ringing(phone);
        events();
        call.reject();
        house.server.expect(486);
        assertThat(events()).containsExactly(Event.REJECT_INCOMING_CALL, Event.BUSY_TO_IDLE);
    }

    @Test
    void a_second_call_that_is_refused_or_answered() {
        var phone = house.registered();
        talking(phone);
        events();
        ringing(phone).reject();
        house.server.expect(486);
        assertThat(events())
                .containsExactly(
                        Event.INCOMING_CALL,
                        Event.REJECT_INCOMING_CALL,
                        Event.REJECT_NEW_INCOMING_CALL);
        var second = ringing(phone);
        second.answer();
        house.server.reply(
                house.server.expect(Method.INVITE), 200, House.sdp("192.0.2.1", 4000, "recvonly"));
        house.server.expect(Method.ACK);
        house.server.ack(house.server.expect(200, Method.INVITE));
        assertThat(events())
                .containsExactly(
                        Event.INCOMING_CALL,
                        Event.HOLD,
                        Event.ANSWER_NEW_INCOMING_CALL,
                        Event.CALL_ESTABLISHED);
    }

    /// It never rang.
    @Test
    void a_call_that_is_forwarded() {
        var phone = house.registered();
        phone.forward(ForwardKind.ALWAYS, Optional.of("1003"));
        assertThat(events()).endsWith(Event.ALWAYS_FWD_ON);
        house.invite(House.sdp(4000));
        house.server.expect(302);
        assertThat(events()).containsExactly(Event.FORWARD_INCOMING_CALL);
    }

    @Test
    void what_the_user_switches() {
        var phone = house.registered();
        events();
        phone.doNotDisturb(true);
        phone.doNotDisturb(false);
        phone.offHook(true);
        phone.offHook(false);
        phone.forward(ForwardKind.BUSY, Optional.of("1003"));
        phone.forward(ForwardKind.NO_ANSWER, Optional.empty());
        assertThat(events())
                .containsExactly(
                        Event.DND_ON,
                        Event.DND_OFF,
                        Event.OFF_HOOK,
                        Event.ON_HOOK,
                        Event.BUSY_FWD_ON,
                        Event.NO_ANSWER_FWD_OFF);
    }

    @Test
    void a_transfer_that_succeeds() {
        var phone = house.registered();
        var call = talking(phone);
        events();
        call.transfer("1003");
        var refer = house.server.expect(Method.REFER);
        assertThat(events()).containsExactly(Event.TRANSFER_CALL, Event.BLIND_TRANSFER_CALL);
        var accepted = house.server.reply(refer, 202);
        assertThat(events()).doesNotContain(Event.TRANSFER_FINISHED);
        var notify = house.server.leg(refer, accepted).request(Method.NOTIFY);
        house.server.send(
                house.server.again(
                        notify,
                        """
                        Event: refer
                        Subscription-State: terminated;reason=noresource
                        Content-Type: message/sipfrag

                        SIP/2.0 200 OK
                        """));
        assertThat(events()).contains(Event.TRANSFER_FINISHED);
        house.server.ignoreUnread();
    }

    @Test
    void a_transfer_that_is_refused() {
        var phone = house.registered();
        var call = talking(phone);
        events();
        call.transfer("1003");
        house.server.reply(house.server.expect(Method.REFER), 403);
        assertThat(events())
                .containsExactly(
                        Event.TRANSFER_CALL, Event.BLIND_TRANSFER_CALL, Event.TRANSFER_FAILED);
    }
}
