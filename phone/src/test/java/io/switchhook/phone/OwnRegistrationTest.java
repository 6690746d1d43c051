package io.switchhook.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.testkit.Leg;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3680: what a server does with the registration of a phone.
class OwnRegistrationTest {
    private static final String OURS = "sip:1001@192.0.2.10:5060";

    @RegisterExtension final House house = new House();
    private @Nullable Leg leg;

    private Phone subscribed() {
        var phone = house.registered("account.1.subscribe_register", "1");
        var subscribe = house.server.expect(Method.SUBSCRIBE);
        assertThat(subscribe.headers().require(Header.EVENT).type()).isEqualTo("reg");
        assertThat(subscribe.uri()).hasToString("sip:1001@office.example");
        var ok =
                house.server.reply(
                        subscribe, 200, "Expires: 3600\nContact: <sip:server@192.0.2.1>\n");
        leg = house.server.leg(subscribe, ok);
        return phone;
    }

    private void tell(String uri, String event) {
        house.server.send(
                house.server.again(
                        Objects.requireNonNull(leg).request(Method.NOTIFY),
                        """
                        Event: reg
                        Subscription-State: active;expires=3600
                        Content-Type: application/reginfo+xml

                        <reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='0' state='full'>
                          <registration aor='sip:1001@office.example' id='r' state='terminated'>
                            <contact id='1' state='terminated' event=%s><uri>%s</uri></contact>
                          </registration>
                        </reginfo>
                        """
                                .formatted(event, uri)));
        house.server.expect(200, Method.NOTIFY);
        house.soon();
    }

    @Test
    void one_that_was_deactivated_is_made_again() {
        var phone = subscribed();
        tell(OURS, "'deactivated'");
        house.server.reply(house.server.expect(Method.REGISTER), 200, "Expires: 3600\n");
        house.soon();
        assertThat(phone.isRegistered()).isTrue();
    }

    @Test
    void a_server_that_ends_each_one_is_not_asked_in_a_circle() {
        subscribed();
        tell(OURS, "'deactivated'");
        house.server.reply(house.server.expect(Method.REGISTER), 200, "Expires: 3600\n");
        tell(OURS, "'deactivated'");
        house.pass(Duration.ofSeconds(25));
        assertThat(house.server.unread()).isEmpty();
        house.pass(Duration.ofSeconds(10));
        house.server.expect(Method.REGISTER);
    }

    @Test
    void one_on_probation_is_made_again_when_it_may_be() {
        subscribed();
        tell(OURS, "'probation' retry-after='120'");
        house.pass(Duration.ofSeconds(110));
        assertThat(house.server.unread()).isEmpty();
        house.pass(Duration.ofSeconds(20));
        house.server.expect(Method.REGISTER);
    }

    @Test
    void one_that_was_rejected_is_told_and_left() {
        subscribed();
        tell(OURS, "'rejected'");
        house.pass(Duration.ofMinutes(5));
        assertThat(house.server.unread()).isEmpty();
        assertThat(house.events(PhoneEvent.Problem.class)).hasSize(1);
    }

    @Test
    void what_happens_to_another_contact_is_not_ours() {
        subscribed();
        tell("sip:1001@192.0.2.99", "'deactivated'");
        tell("not a URI", "'deactivated'");
        house.pass(Duration.ofMinutes(5));
        assertThat(house.server.unread()).isEmpty();
        assertThat(house.events(PhoneEvent.Problem.class)).isEmpty();
    }
}
