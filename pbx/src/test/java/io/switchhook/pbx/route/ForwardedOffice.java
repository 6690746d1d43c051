package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.pbx.directory.FeatureChange;
import io.switchhook.pbx.directory.Forward;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName.Known;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.message.Response;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Party;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// An office where carol has the sofa and dave the hall, bob what a test registers, and people want something done with their
/// calls.
abstract class ForwardedOffice extends OfficeScenario {
    /// How long nobody has to answer, where nothing else is said.
    static final Duration AFTER = Duration.ofSeconds(20);

    final Party hall = office.phone("hall", "192.0.2.30", Transport.UDP);

    @BeforeEach
    void phonesOfCarolAndDave() {
        office.register(sofa, "carol", "");
        office.register(hall, "dave", "");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (var user : List.of("bob", "carol", "dave")) unset(user);
        network.clock().advance(Duration.ofMinutes(10));
        assertThat(office.ringing.size()).isZero();
        assertThat(office.counters.waiting()).isZero();
        assertThat(office.layer.serverTransactions() + office.layer.clientTransactions()).isZero();
        assertThat(office.timers.size()).isZero();
    }

    static FeatureChange to(Forward when, String target) {
        return FeatureChange.NONE.with(when, target);
    }

    Request rings(Party phone) {
        var invite = phone.expect(Method.INVITE);
        phone.reply(invite, 180);
        alice.expect(180);
        return invite;
    }

    void isBusy(Party phone) {
        phone.reply(phone.expect(Method.INVITE), 486);
        phone.expect(Method.ACK);
    }

    void fails(int status) {
        alice.ack(alice.expect(status, Method.INVITE));
        assertThat(alice.unread())
                .as("nothing else is told")
                .noneMatch(it -> it instanceof Response r && r.status().isFinal());
    }

    static List<String> diversions(Request invite) {
        return invite.headers().all(Header.DIVERSION).stream()
                .map(it -> it.uri() + it.parameters().toString())
                .toList();
    }

    void hangsUp(Party phone, Request invite, Response answer) {
        alice.leg(answer).send(Method.BYE);
        phone.reply(phone.expect(Method.BYE), 200);
        alice.expect(200, Method.BYE);
        assertThat(invite.headers().has(Known.RECORD_ROUTE)).isTrue();
    }
}
