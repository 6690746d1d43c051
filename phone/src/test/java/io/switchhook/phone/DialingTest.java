package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.switchhook.phone.audio.Sound;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How a user's numbers become calls, and what the caller's phone does by itself.
class DialingTest {
    @RegisterExtension final House house = new House();

    private Request invited() {
        return house.server.expect(Method.INVITE);
    }

    private void type(Phone phone, String digits) {
        for (char digit : digits.toCharArray()) phone.type(1, digit);
        house.network.clock().run();
    }

    @Test
    void digits_are_sent_when_no_more_come() {
        var phone = house.registered("phone_setting.inter_digit_time", "3");
        type(phone, "10");
        house.pass(Duration.ofSeconds(2));
        type(phone, "02");
        house.pass(Duration.ofMillis(2900));
        assertThat(house.server.unread()).isEmpty();
        assertThat(invited().uri()).hasToString("sip:1002@office.example");
    }

    @Test
    void digits_are_sent_at_once_with_the_send_key() {
        var phone = house.registered();
        type(phone, "1002");
        phone.send();
        house.soon();
        assertThat(invited().uri()).hasToString("sip:1002@office.example");
    }

    @Test
    void digits_that_are_complete_are_sent_after_the_delay() {
        var phone =
                house.registered(
                        "dialplan.dialnow.rule.1", "1xxx",
                        "phone_setting.dialnow_delay", "1",
                        "dialplan.replace.prefix.1", "1(xxx)",
                        "dialplan.replace.replace.1", "9$1");
        type(phone, "1002");
        house.pass(Duration.ofMillis(900));
        assertThat(house.server.unread()).isEmpty();
        house.pass(Duration.ofMillis(200));
        assertThat(invited().uri()).hasToString("sip:9002@office.example");
    }

    @Test
    void a_blocked_number_is_not_called() {
        var phone = house.registered("dialplan.block_out.number.1", "0900.");
        assertThatThrownBy(() -> phone.call("09001234"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("09001234");
        type(phone, "09001234");
        house.pass(Duration.ofSeconds(10));
        assertThat(house.server.unread()).isEmpty();
        assertThat(house.events(PhoneEvent.Problem.class)).isNotEmpty();
    }

    @Test
    void the_area_code_and_the_pound_are_put_in() {
        var phone =
                house.registered(
                        "dialplan.area_code.code", "030",
                        "dialplan.area_code.min_len", "6",
                        "dialplan.area_code.max_len", "8");
        phone.call("1234567");
        assertThat(invited().uri()).hasToString("sip:0301234567@office.example");
        phone.call("*21#");
        assertThat(invited().uri()).hasToString("sip:*21%23@office.example");
    }

    @Test
    void a_phone_may_call_tel_URIs() {
        var phone = house.registered("phone_setting.tel_mode", "1");
        phone.call("1002");
        assertThat(invited().uri()).hasToString("tel:1002;phone-context=office.example");
    }

    /// RFC 3323 §4.1.1.3, RFC 3325 §9.2.
    @Test
    void an_anonymous_call_tells_the_server_alone_who_calls() {
        var phone = house.registered("account.1.anonymous_call", "1");
        phone.call("1002");
        var headers = invited().headers();
        assertThat(headers.require(Header.FROM).uri())
                .hasToString("sip:anonymous@anonymous.invalid");
        assertThat(headers.require(Header.PRIVACY).toString()).contains("id");
        assertThat(headers.has(Known.P_PREFERRED_IDENTITY)).isTrue();
    }

    @Test
    void codes_tell_the_server_and_leave_the_active_call_alone() {
        var phone =
                house.registered(
                        "features.dnd.on_code", "*78",
                        "account.1.anonymous_call_oncode", "*67",
                        "account.1.always_fwd.on_code", "*21");
        var call = phone.call("1002");
        house.answered(invited());
        phone.doNotDisturb(true);
        var code = invited();
        assertThat(code.uri()).hasToString("sip:*78@office.example");
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
        house.answered(code);
        house.pass(Duration.ofSeconds(6));
        house.server.reply(house.server.expect(Method.BYE), 200);
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
        phone.hideCaller(1, true);
        house.server.reply(invited(), 480);
        phone.forward(1, ForwardKind.ALWAYS, Optional.of("1003"));
        assertThat(invited().uri()).hasToString("sip:*211003@office.example");
    }

    @Test
    void a_busy_line_is_called_again() {
        var phone =
                house.registered(
                        "auto_redial.enable", "1",
                        "auto_redial.interval", "20",
                        "auto_redial.times", "2");
        phone.call("1002");
        house.server.reply(invited(), 486);
        for (int i = 0; i < 2; i++) {
            house.pass(Duration.ofSeconds(19));
            house.server.ignoreUnread();
            house.pass(Duration.ofSeconds(2));
            house.server.reply(invited(), 486);
        }
        house.soon();
        house.server.ignoreUnread();
        house.server.expectNothingFor(Duration.ofMinutes(2));
    }

    @Test
    void a_busy_line_is_watched_until_it_is_free() {
        var phone = house.registered("features.call_completion_enable", "1");
        phone.call("1002");
        house.server.reply(invited(), 486);
        var subscribe = house.server.expect(Method.SUBSCRIBE);
        assertThat(subscribe.headers().require(Header.EVENT).type()).isEqualTo("dialog");
        var leg = house.server.leg(subscribe, house.server.reply(subscribe, 200, "Expires: 600\n"));
        tell(leg, "<dialog id='a'><state>confirmed</state></dialog>");
        assertThat(house.events(PhoneEvent.LineFree.class)).isEmpty();
        tell(leg, "");
        assertThat(house.events(PhoneEvent.LineFree.class))
                .containsExactly(new PhoneEvent.LineFree(1, "1002"));
        assertThat(house.server.expect(Method.SUBSCRIBE).headers().require(Header.EXPIRES))
                .isZero();
    }

    private void tell(io.switchhook.testkit.Leg leg, String dialogs) {
        house.server.send(
                house.server.again(
                        leg.request(Method.NOTIFY),
                        "Event: dialog\nSubscription-State: active\n\n<dialog-info>"
                                + dialogs
                                + "</dialog-info>"));
        house.server.expect(200, Method.NOTIFY);
    }

    @Test
    void the_last_number_and_the_last_caller_are_called() {
        var phone = house.registered();
        assertThatThrownBy(phone::redial).isInstanceOf(IllegalStateException.class);
        phone.call("1002");
        house.server.reply(invited(), 480);
        house.soon();
        phone.redial();
        assertThat(invited().uri()).hasToString("sip:1002@office.example");
        house.invite(House.sdp(4000));
        house.soon();
        phone.returnCall();
        assertThat(invited().uri()).hasToString("sip:server@example.com");
    }

    @Test
    void the_hotline_is_called_off_hook() {
        var phone =
                house.registered("features.hotline_number", "112", "features.hotline_delay", "3");
        phone.offHook(true);
        house.pass(Duration.ofMillis(2900));
        assertThat(house.server.unread()).isEmpty();
        assertThat(invited().uri()).hasToString("sip:112@office.example");
    }

    @Test
    void an_intercom_call_says_so() {
        var phone = house.registered();
        phone.intercom(1, "1002");
        assertThat(invited().uri()).hasToString("sip:1002@office.example;intercom=true");
    }

    @Test
    void an_intercom_call_is_answered_in_silence_and_before_an_active_one() {
        var phone = house.registered("features.intercom.mute", "1");
        phone.say(new Sound.Tone(440));
        var call = phone.call("1002");
        house.answered(invited());
        house.invite("Alert-Info: <http://x>;info=alert-autoanswer\n" + House.sdp(4010));
        house.server.expect(180);
        house.server.reply(invited(), 200, House.sdp("192.0.2.1", 4000, "recvonly"));
        house.server.expect(200, Method.INVITE);
        assertThat(call.state()).isEqualTo(Call.State.HOLDING);
        assertThat(house.sounds.devices.getLast().sound).isInstanceOf(Sound.Silence.class);
    }

    @Test
    void an_intercom_call_waits_if_it_must_not_barge_in() {
        var phone = house.registered("features.intercom.barge", "0");
        phone.call("1002");
        house.answered(invited());
        house.invite("Alert-Info: <http://x>;info=alert-autoanswer\n" + House.sdp(4010));
        house.server.expect(180);
        house.pass(Duration.ofSeconds(5));
        assertThat(phone.call(Call.State.RINGING).orElseThrow().facts().ring())
                .contains("alert-autoanswer");
    }

    @Test
    void the_one_who_answers_is_shown() {
        var phone = house.registered("account.1.cp_source", "0");
        var call = phone.call("1002");
        var invite = invited();
        house.server.reply(invite, 180, "P-Asserted-Identity: \"Ann\" <sip:1007@office.example>\n");
        house.soon();
        assertThat(call.facts().remote()).isEqualTo("sip:1007@office.example");
        assertThat(call.facts().remoteName()).isEqualTo("Ann");
    }

    /// RFC 4916 §4.
    @Test
    void the_one_who_takes_over_is_shown() {
        var phone = house.registered("account.1.cp_source", "2");
        var call = phone.call("1002");
        var leg = house.answered(invited());
        var update = house.server.again(leg.request(Method.UPDATE), "");
        var from = update.headers().require(Header.FROM);
        house.server.send(
                update.with(h ->
                        h.set(
                                Header.FROM,
                                Addressing.named(
                                                "Bo",
                                                io.switchhook.sip.uri.Uri.parse(
                                                        "sip:1008@office.example"))
                                        .withTag(from.tag()))));
        house.server.expect(200, Method.UPDATE);
        assertThat(call.facts().remoteName()).isEqualTo("Bo");
    }

    @Test
    void early_sound_gives_way_to_the_ring_tone() {
        var phone = house.registered();
        var call = phone.call("1002");
        var invite = invited();
        house.server.reply(invite, 183, House.sdp(4000));
        house.soon();
        assertThat(call.facts().earlySound()).isTrue();
        house.server.reply(invite, 180);
        house.soon();
        assertThat(call.facts().earlySound()).isFalse();
    }

    @Test
    void a_call_that_is_refused_gets_the_code_of_the_settings() {
        var phone = house.registered("features.normal_refuse_code", "404");
        house.invite(House.sdp(4000));
        house.server.expect(180);
        phone.call(Call.State.RINGING).orElseThrow().reject();
        house.server.expect(404, Method.INVITE);
    }
}
