package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.phone.settings.Key;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.testkit.Leg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3842, RFC 4235: voice mail, lamps, and calls that are picked up.
class WatchingTest {
    @RegisterExtension final House house = new House();

    private static final String RINGING =
            """
            <dialog id="d1" call-id="c1" local-tag="l1" remote-tag="r1" direction="recipient">
              <state>early</state>
              <remote><identity>sip:1009@office.example</identity>
                <target uri="sip:1009@192.0.2.77"/></remote>
            </dialog>
            """;

    private Request subscribed(String event) {
        var subscribe = house.server.expect(Method.SUBSCRIBE);
        assertThat(subscribe.headers().require(Header.EVENT).type()).isEqualTo(event);
        return subscribe;
    }

    private Leg accepted(Request subscribe) {
        var ok =
                house.server.reply(
                        subscribe, 200, "Expires: 1800\nContact: <sip:server@192.0.2.1>\n");
        return house.server.leg(subscribe, ok);
    }

    private void tell(Leg leg, int version, String state, String dialogs) {
        house.server.send(
                house.server.again(
                        leg.request(Method.NOTIFY),
                        "Event: dialog\nSubscription-State: active;expires=1800\n"
                                + "Content-Type: application/dialog-info+xml\n\n"
                                + "<dialog-info xmlns='urn:ietf:params:xml:ns:dialog-info' version='"
                                + version
                                + "' state='"
                                + state
                                + "' entity='sip:1002@office.example'>"
                                + dialogs
                                + "</dialog-info>"));
        house.server.expect(200, Method.NOTIFY);
    }

    private LampState lamp(Phone phone) {
        return phone.lamps().getOrDefault(key(phone), LampState.OFF);
    }

    private static Key key(Phone phone) {
        return phone.settings().keys().stream()
                .filter(key -> key.place() == Key.Place.MEMORY)
                .findFirst()
                .orElseThrow();
    }

    private Phone watching(String... more) {
        var parameters = new java.util.ArrayList<String>();
        parameters.addAll(java.util.List.of("memorykey.1.type", "16", "memorykey.1.value", "1002"));
        parameters.addAll(java.util.List.of(more));
        return house.registered(parameters.toArray(String[]::new));
    }

    @Test
    void a_lamp_shows_what_a_colleague_does() {
        var phone = watching();
        var subscribe = subscribed("dialog");
        assertThat(subscribe.uri()).hasToString("sip:1002@office.example");
        assertThat(subscribe.headers().require(Header.EXPIRES)).isEqualTo(1800);
        var leg = accepted(subscribe);
        tell(leg, 0, "full", "");
        assertThat(lamp(phone)).isEqualTo(LampState.IDLE);
        tell(leg, 1, "partial", RINGING);
        assertThat(lamp(phone)).isEqualTo(LampState.RINGING);
        tell(leg, 2, "partial", RINGING.replace("early", "confirmed"));
        assertThat(lamp(phone)).isEqualTo(LampState.BUSY);
        tell(leg, 1, "partial", RINGING);
        assertThat(lamp(phone)).as("what is old says nothing").isEqualTo(LampState.BUSY);
        tell(leg, 3, "partial", RINGING.replace("early", "terminated"));
        assertThat(lamp(phone)).isEqualTo(LampState.IDLE);
        assertThat(house.events(PhoneEvent.Lamp.class)).hasSize(4);
    }

    @Test
    void a_lamp_goes_out_when_nobody_tells_any_more() {
        var phone = watching();
        var leg = accepted(subscribed("dialog"));
        tell(leg, 0, "full", RINGING);
        house.server.send(
                house.server.again(
                        leg.request(Method.NOTIFY),
                        "Event: dialog\nSubscription-State: terminated;reason=noresource\n"));
        house.soon();
        assertThat(lamp(phone)).isEqualTo(LampState.OFF);
    }

    @Test
    void a_ringing_call_is_picked_up_with_Replaces() {
        var phone = watching("account.1.dialoginfo_callpickup", "1");
        var leg = accepted(subscribed("dialog"));
        tell(leg, 0, "full", RINGING);
        phone.press(key(phone));
        var invite = house.server.expect(Method.INVITE);
        assertThat(invite.uri()).hasToString("sip:1009@192.0.2.77");
        var replaces = invite.headers().require(Header.REPLACES);
        assertThat(replaces.callId().value()).isEqualTo("c1");
        assertThat(replaces.toTag()).as("the caller's own").isEqualTo("r1");
        assertThat(replaces.fromTag()).isEqualTo("l1");
    }

    @Test
    void a_ringing_call_is_picked_up_with_the_code() {
        var phone = watching("account.1.direct_pickup_code", "*97");
        var leg = accepted(subscribed("dialog"));
        tell(leg, 0, "full", RINGING);
        phone.press(key(phone));
        assertThat(house.server.expect(Method.INVITE).uri())
                .hasToString("sip:*971002@office.example");
    }

    @Test
    void the_key_of_a_colleague_who_does_not_ring_calls_him() {
        var phone = watching("account.1.direct_pickup_code", "*97");
        accepted(subscribed("dialog"));
        phone.press(key(phone));
        assertThat(house.server.expect(Method.INVITE).uri()).hasToString("sip:1002@office.example");
    }

    @Test
    void a_call_of_the_group_is_picked_up_with_its_code() {
        var phone = house.registered("account.1.group_pickup_code", "*8");
        phone.pickUpGroup(1);
        assertThat(house.server.expect(Method.INVITE).uri()).hasToString("sip:*8@office.example");
    }

    @Test
    void waiting_messages_are_told() {
        house.registered("account.1.subscribe_mwi", "1", "account.1.subscribe_mwi_expires", "600");
        var subscribe = subscribed("message-summary");
        assertThat(subscribe.uri()).hasToString("sip:1001@office.example");
        assertThat(subscribe.headers().require(Header.EXPIRES)).isEqualTo(600);
        var leg = accepted(subscribe);
        house.server.send(
                house.server.again(
                        leg.request(Method.NOTIFY),
                        "Event: message-summary\nSubscription-State: active\n"
                                + "Content-Type: application/simple-message-summary\n\n"
                                + "Messages-Waiting: yes\nVoice-Message: 2/8 (0/2)\n"));
        house.server.expect(200, Method.NOTIFY);
        assertThat(house.events(PhoneEvent.MessagesWaiting.class))
                .containsExactly(new PhoneEvent.MessagesWaiting(1, true, 2, 8));
    }

    @Test
    void the_voice_mail_itself_is_asked_and_called() {
        var phone =
                house.registered(
                        "account.1.subscribe_mwi", "1",
                        "account.1.subscribe_mwi_to_vm", "1",
                        "voice_mail.number.1", "*98");
        assertThat(subscribed("message-summary").uri()).hasToString("sip:*98@office.example");
        phone.callVoiceMail(1);
        var invite = house.server.expect(Method.INVITE);
        assertThat(invite.uri()).hasToString("sip:*98@office.example");
        assertThat(invite.headers().has(Known.REPLACES)).isFalse();
    }
}
