package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Leg;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How calls are handed on, as the settings have it.
class TransferTest {
    @RegisterExtension final House house = new House();
    private @Nullable Leg first;

    private Call up(Phone phone) {
        var call = phone.call("1002");
        first = house.answered(house.server.expect(Method.INVITE));
        return call;
    }

    private Leg leg() {
        return Objects.requireNonNull(first);
    }

    /// Answers the re-INVITE that puts the first call on hold.
    private void held() {
        house.server.reply(
                house.server.expect(Method.INVITE), 200, House.sdp("192.0.2.1", 4000, "recvonly"));
        house.server.expect(Method.ACK);
    }

    private String referTo() {
        var refer = house.server.expect(Method.REFER);
        house.server.reply(refer, 202);
        return refer.headers().require(Header.REFER_TO).uri().toString();
    }

    @Test
    void hanging_up_hands_a_call_on_to_who_was_asked() {
        var phone = house.registered();
        var call = up(phone);
        var asking = call.consult("1003");
        held();
        house.answered(house.server.expect(Method.INVITE));
        assertThat(asking.state()).isEqualTo(Call.State.TALKING);
        phone.hangUp();
        assertThat(referTo()).contains("Replaces=");
        house.server.expect(Method.BYE);
    }

    /// Nothing can be replaced before an answer: the call is given up, and made anew by the one who is handed on.
    @Test
    void hanging_up_hands_a_call_on_to_who_still_rings() {
        var phone = house.registered();
        var call = up(phone);
        call.consult("1003");
        held();
        var invite = house.server.expect(Method.INVITE);
        house.server.reply(invite, 180);
        house.soon();
        phone.hangUp();
        house.server.reply(house.server.expect(Method.CANCEL), 200);
        house.server.reply(invite, 487);
        assertThat(referTo()).isEqualTo("sip:1003@office.example");
        house.server.expect(Method.BYE);
    }

    @Test
    void who_was_asked_is_called_by_his_contact_if_the_files_say_so() {
        var phone = house.registered("account.1.transfer_refer_to_contact_header.enable", "1");
        var call = up(phone);
        var asking = call.consult("1003");
        held();
        house.answered(house.server.expect(Method.INVITE));
        call.transferTo(asking);
        house.soon();
        assertThat(referTo()).startsWith(house.server.contact() + "?Replaces=");
    }

    @Test
    void hanging_up_only_hangs_up_if_the_files_say_so() {
        var phone = house.registered("transfer.on_hook_trans_enable", "0");
        var call = up(phone);
        call.consult("1003");
        held();
        house.answered(house.server.expect(Method.INVITE));
        phone.hangUp();
        house.server.reply(house.server.expect(Method.BYE), 200);
        house.soon();
        assertThat(call.state()).isEqualTo(Call.State.HOLDING);
    }

    @Test
    void nobody_who_still_rings_is_handed_to_if_the_files_forbid_it() {
        var phone = house.registered("transfer.semi_attend_tran_enable", "0");
        var call = up(phone);
        var asking = call.consult("1003");
        held();
        house.server.reply(house.server.expect(Method.INVITE), 180);
        house.soon();
        call.transferTo(asking);
        house.soon();
        assertThat(house.events(PhoneEvent.Problem.class)).hasSize(1);
        assertThat(asking.state()).isEqualTo(Call.State.ALERTING);
    }

    @Test
    void a_speed_dial_key_hands_the_active_call_on() {
        var phone = house.registered("memorykey.1.type", "13", "memorykey.1.value", "1009");
        up(phone);
        phone.press(phone.settings().keys().getFirst());
        house.soon();
        assertThat(referTo()).isEqualTo("sip:1009@office.example");
    }

    @Test
    void a_speed_dial_key_may_make_a_new_call_instead() {
        var phone =
                house.registered(
                        "memorykey.1.type", "13",
                        "memorykey.1.value", "1009",
                        "transfer.dsskey_deal_type", "0");
        up(phone);
        phone.press(phone.settings().keys().getFirst());
        held();
        assertThat(house.server.expect(Method.INVITE).uri()).hasToString("sip:1009@office.example");
    }

    @Test
    void who_is_busy_is_told_and_the_call_is_gone() {
        var phone = house.registered();
        var call = up(phone);
        call.transfer("1003");
        house.soon();
        var refer = house.server.expect(Method.REFER);
        house.server.reply(refer, 202);
        house.server.reply(house.server.expect(Method.BYE), 200);
        house.server.send(
                house.server.again(
                        leg().request(Method.NOTIFY),
                        "Event: refer\nSubscription-State: terminated;reason=noresource\n"
                                + "Content-Type: message/sipfrag\n\nSIP/2.0 486 Busy Here\n"));
        house.server.expect(200, Method.NOTIFY);
        assertThat(house.events(PhoneEvent.Transfer.class))
                .extracting(PhoneEvent.Transfer::status)
                .containsExactly(202, 486);
        assertThat(call.state()).isEqualTo(Call.State.ENDED);
    }

    /// Has the first call handed on to who was asked, and the phone told what became of it.
    private Leg handedOn(Call call, Call asking, String outcome) {
        held();
        var second = house.answered(house.server.expect(Method.INVITE));
        call.transferTo(asking);
        house.soon();
        house.server.reply(house.server.expect(Method.REFER), 202);
        house.server.reply(house.server.expect(Method.BYE), 200);
        house.server.send(
                house.server.again(
                        leg().request(Method.NOTIFY),
                        "Event: refer\nSubscription-State: terminated;reason=noresource\n"
                                + "Content-Type: message/sipfrag\n\nSIP/2.0 "
                                + outcome
                                + "\n"));
        house.server.expect(200, Method.NOTIFY);
        return second;
    }

    /// A target that takes no call's place leaves the one with the phone as it is.
    @Test
    void the_call_to_who_was_asked_ends_though_he_does_not_know_Replaces() {
        var phone = house.registered();
        var call = up(phone);
        var asking = call.consult("1003");
        var second = handedOn(call, asking, "200 OK");
        house.pass(Duration.ofSeconds(3));
        var bye = house.server.expect(Method.BYE);
        assertThat(bye.headers().require(Header.CALL_ID))
                .isEqualTo(second.request(Method.BYE).headers().require(Header.CALL_ID));
        house.server.reply(bye, 200);
        assertThat(phone.calls()).isEmpty();
    }

    @Test
    void the_call_to_who_was_asked_goes_on_if_nobody_reached_him() {
        var phone = house.registered();
        var call = up(phone);
        var asking = call.consult("1003");
        handedOn(call, asking, "503 Service Unavailable");
        house.pass(Duration.ofSeconds(10));
        assertThat(phone.calls()).containsExactly(asking);
        assertThat(asking.state()).isEqualTo(Call.State.TALKING);
    }

    @Test
    void a_REFER_that_is_refused_leaves_the_call_as_it_is() {
        var phone = house.registered();
        var call = up(phone);
        call.transfer("1003");
        house.soon();
        house.server.reply(house.server.expect(Method.REFER), 603);
        house.pass(Duration.ofSeconds(2));
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
    }

    /// Whoever sends the phone to itself gets its busy tone, not a loop.
    @Test
    void a_REFER_to_the_phone_itself_ends() {
        var phone = house.registered();
        up(phone);
        house.server.send(
                house.server.again(
                        leg().request(Method.REFER), "Refer-To: <sip:1001@office.example>\n"));
        house.server.expect(202, Method.REFER);
        house.server.reply(house.server.expect(Method.NOTIFY), 200);
        house.pass(Duration.ofSeconds(1));
        var invite = house.server.expect(Method.INVITE);
        assertThat(invite.uri()).hasToString("sip:1001@office.example");
        house.server.reply(invite, 486);
        house.pass(Duration.ofSeconds(3));
        assertThat(phone.calls()).hasSize(1);
        assertThat(house.server.expect(Method.NOTIFY).toString()).contains("486");
    }

    /// RFC 4579 §5.5.
    @Test
    void a_server_mixes_a_conference() {
        var phone =
                house.registered(
                        "account.1.conf_type", "2", "account.1.conf_uri", "conf@office.example");
        var one = up(phone);
        var two = phone.call("1003");
        held();
        house.answered(house.server.expect(Method.INVITE));
        two.conference(one);
        held();
        var room = house.server.expect(Method.INVITE);
        assertThat(room.uri()).hasToString("sip:conf@office.example");
        assertThat(room.headers().has(Known.REPLACES)).isFalse();
        house.answered(room);
        assertThat(referTo()).isEqualTo("sip:conf@office.example");
        assertThat(referTo()).isEqualTo("sip:conf@office.example");
    }
}
