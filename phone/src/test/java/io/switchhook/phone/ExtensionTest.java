package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.SipMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What calls have beyond RFC 3261: RFC 3262, RFC 3311, RFC 4028, as the account's settings say.
class ExtensionTest {
    @RegisterExtension final House house = new House();

    @Test
    void an_account_says_what_it_has_and_nothing_else() {
        house.registered();
        house.server.send(house.server.request(Method.OPTIONS, "sip:1001@192.0.2.10"));
        var plain = house.server.expect(200, Method.OPTIONS).headers();
        assertThat(plain.all(Header.SUPPORTED)).containsExactly("replaces");
        assertThat(plain.all(Header.ALLOW)).contains(Method.UPDATE).doesNotContain(Method.PRACK);
    }

    @Test
    void an_account_with_extensions_says_so() {
        var phone =
                house.registered(
                        "account.1.100rel_enable", "1",
                        "account.1.session_timer.enable", "1",
                        "account.1.session_timer.expires", "600");
        phone.call("1002");
        var invite = house.server.expect(Method.INVITE);
        assertThat(invite.headers().all(Header.SUPPORTED))
                .containsExactly("replaces", "100rel", "timer");
        assertThat(invite.headers().all(Header.ALLOW)).contains(Method.PRACK, Method.UPDATE);
        assertThat(text(invite, Known.SESSION_EXPIRES)).isEqualTo("600;refresher=uac");
    }

    private static String text(SipMessage message, Known name) {
        return message.headers().fields().stream()
                .filter(field -> field.name() == name)
                .findFirst()
                .orElseThrow()
                .text();
    }

    /// RFC 3262 §3.
    @Test
    void ringing_is_acknowledged() {
        var phone = house.registered("account.1.100rel_enable", "1");
        house.invite("Supported: 100rel\n" + House.sdp(4000));
        var ringing = house.server.expect(180);
        assertThat(ringing.headers().has(Known.RSEQ)).isTrue();
        var prack = house.server.leg(ringing).request(Method.PRACK);
        house.server.send(
                house.server.again(prack, "RAck: " + text(ringing, Known.RSEQ) + " 2 INVITE\n"));
        house.server.expect(200, Method.PRACK);
        phone.call(Call.State.RINGING).orElseThrow().answer();
        house.server.ack(house.server.expect(200, Method.INVITE));
        house.soon();
        assertThat(phone.calls())
                .singleElement()
                .extracting(Call::state)
                .isEqualTo(Call.State.TALKING);
    }

    /// RFC 3262 §3: the phone does not ring for ever.
    @Test
    void a_caller_that_does_not_acknowledge_ringing_is_refused() {
        var phone = house.registered("account.1.100rel_enable", "1");
        house.invite("Supported: 100rel\n" + House.sdp(4000));
        house.server.expect(180);
        house.pass(Duration.ofSeconds(40));
        house.server.expect(504);
        assertThat(phone.calls()).isEmpty();
    }

    /// RFC 3262 §4, and early media: the answer in the 183 is enough.
    @Test
    void early_media_are_agreed_on_reliably() {
        var phone = house.registered("account.1.100rel_enable", "1");
        var call = phone.call("1002");
        var invite = house.server.expect(Method.INVITE);
        house.server.reply(invite, 183, "Require: 100rel\nRSeq: 17\n" + House.sdp(4000));
        var prack = house.server.expect(Method.PRACK);
        assertThat(text(prack, Known.RACK)).startsWith("17 ");
        house.server.reply(prack, 200);
        assertThat(house.sounds.devices.getLast().link).isNotNull();
        house.server.reply(invite, 200);
        house.server.expect(Method.ACK);
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
        assertThat(house.events(PhoneEvent.Problem.class)).isEmpty();
    }

    /// RFC 4028 §10: by UPDATE, for the other end allows it.
    @Test
    void a_call_is_refreshed() {
        var phone =
                house.registered(
                        "account.1.session_timer.enable", "1",
                        "account.1.session_timer.expires", "100");
        var call = phone.call("1002");
        var invite = house.server.expect(Method.INVITE);
        house.server.reply(
                invite,
                200,
                "Allow: INVITE, ACK, BYE, UPDATE\nSession-Expires: 100;refresher=uac\nRequire: timer\n"
                        + House.sdp(4000));
        house.server.expect(Method.ACK);
        house.pass(Duration.ofSeconds(51));
        var update = house.server.expect(Method.UPDATE);
        assertThat(text(update, Known.SESSION_EXPIRES)).startsWith("100");
        house.server.reply(update, 200, "Session-Expires: 100;refresher=uac\n");
        house.pass(Duration.ofSeconds(10));
        assertThat(call.state()).isEqualTo(Call.State.TALKING);
    }

    /// RFC 4028 §10: the other end has vanished.
    @Test
    void a_call_that_nobody_refreshes_ends() {
        var phone =
                house.registered(
                        "account.1.session_timer.enable", "1",
                        "account.1.session_timer.expires", "90");
        var call = phone.call("1002");
        var invite = house.server.expect(Method.INVITE);
        house.server.reply(
                invite,
                200,
                "Session-Expires: 90;refresher=uas\nRequire: timer\n" + House.sdp(4000));
        house.server.expect(Method.ACK);
        house.pass(Duration.ofSeconds(91));
        house.server.expect(Method.BYE);
        assertThat(call.state()).isEqualTo(Call.State.ENDED);
        assertThat(call.facts().end().orElseThrow().status()).isEqualTo(408);
    }

    /// RFC 3311 §5.2.
    @Test
    void an_offer_in_UPDATE_is_answered() {
        var phone = house.registered();
        var call = phone.call("1002");
        var leg = house.answered(house.server.expect(Method.INVITE));
        house.server.send(
                house.server.again(
                        leg.request(Method.UPDATE), House.sdp("192.0.2.1", 4000, "sendonly")));
        var answer = house.server.expect(200, Method.UPDATE);
        assertThat(answer.body().toString()).contains("a=recvonly");
        assertThat(call.facts().held()).isTrue();
    }

    /// RFC 3264 §2: who is asked for an offer gets the answer in the ACK, at the start and later.
    @Test
    void an_INVITE_without_a_description_is_answered_with_an_offer() {
        var phone = house.registered();
        house.invite("");
        house.server.expect(180);
        phone.call(Call.State.RINGING).orElseThrow().answer();
        var ok = house.server.expect(200, Method.INVITE);
        assertThat(ok.body().toString()).contains("m=audio ");
        var leg = house.server.leg(ok);
        house.server.send(
                house.server
                        .again(leg.ack(), House.sdp(4000))
                        .with(h -> h.set(Header.CSEQ, leg.ack().headers().require(Header.CSEQ))));
        house.soon();
        var device = house.sounds.devices.getLast();
        assertThat(device.link).isNotNull();
        assertThat(device.link.rtp().getPort()).isEqualTo(4000);
        leg.send(Method.INVITE);
        assertThat(house.server.expect(200, Method.INVITE).body().toString()).contains("m=audio ");
        house.soon();
    }
}
