package io.switchhook.sip.reginfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Flow;
import io.switchhook.sip.transport.Transport;
import io.switchhook.testkit.Leg;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.SimulatedNetwork;
import io.switchhook.testkit.SipText;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 3680, as a phone sees it.
class RegistrationScenario {
    private final RegistrationOffice office = new RegistrationOffice();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice =
            network.party("1001", "192.0.2.10").outbound(Transport.UDP, office.node);
    private int registrations;

    private void register(Party phone, String callId, String contacts) {
        phone.send(
                SipText.request(
                        """
                        REGISTER sip:office.example SIP/2.0
                        Via: SIP/2.0/%1$s %2$s;branch=z9hG4bKr%3$d
                        Max-Forwards: 70
                        From: <sip:1001@office.example>;tag=r
                        To: <sip:1001@office.example>
                        Call-ID: %4$s
                        CSeq: %3$d REGISTER
                        %5$s
                        """
                                .formatted(
                                        phone.outbound().transport(),
                                        phone.outbound().sentBy(),
                                        ++registrations,
                                        callId,
                                        contacts)));
        phone.expect(200, Method.REGISTER);
    }

    private void register(String contacts) {
        register(alice, "reg", contacts);
    }

    private Leg subscribe(String lines) {
        alice.send(
                alice.again(
                        alice.request(Method.SUBSCRIBE, "sip:1001@office.example"),
                        "Event: reg\n" + lines));
        return alice.leg(alice.expect(200, Method.SUBSCRIBE));
    }

    /// Expects a NOTIFY and answers it.
    private Request told(String... summary) {
        var notify = alice.expect(Method.NOTIFY);
        alice.reply(notify, 200);
        assertThat(Schema.summary(notify.body().toString())).containsExactly(summary);
        return notify;
    }

    private void pass(int seconds) {
        network.clock().advance(Duration.ofSeconds(seconds));
    }

    private void sweepFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            pass(1);
            office.locations.sweep();
        }
    }

    @Test
    void tellsWhatThereIsAtOnce() {
        register("Contact: <sip:1001@192.0.2.10>\nContact: <sip:1001@192.0.2.11>;q=0.5");
        subscribe("");
        var notify =
                told(
                        "0 full active",
                        "sip:1001@192.0.2.10 active registered",
                        "sip:1001@192.0.2.11 active registered");

        assertThat(notify.headers().require(Header.CONTENT_TYPE)).isEqualTo(Reginfo.TYPE);
        assertThat(notify.headers().require(Header.SUBSCRIPTION_STATE).expires()).hasValue(3761);
        assertThat(notify.body().toString()).contains("aor=\"sip:1001@office.example\"");
    }

    @Test
    void tellsOfNothingToo() {
        subscribe("");
        told("0 full init");
        register("Contact: <sip:1001@192.0.2.10>");
        told("1 partial active", "sip:1001@192.0.2.10 active registered");
    }

    @Test
    void tellsEachChangeAndNothingElse() {
        register("Contact: <sip:1001@192.0.2.10>");
        subscribe("");
        told("0 full active", "sip:1001@192.0.2.10 active registered");
        pass(6);
        register("Contact: <sip:1001@192.0.2.11>;expires=60");
        told("1 partial active", "sip:1001@192.0.2.11 active registered");
        pass(6);
        register("Contact: <sip:1001@192.0.2.10>");
        told("2 partial active", "sip:1001@192.0.2.10 active refreshed");
        pass(6);
        register("Contact: <sip:1001@192.0.2.10>;expires=0");
        told("3 partial active", "sip:1001@192.0.2.10 terminated unregistered");
        sweepFor(60);
        told("4 partial terminated", "sip:1001@192.0.2.11 terminated expired");
        alice.expectNothingFor(Duration.ofSeconds(60));
    }

    @Test
    void tellsTogetherWhatHappenedWithinThePace() {
        subscribe("");
        told("0 full init");
        register("Contact: <sip:1001@192.0.2.10>");
        register("Contact: <sip:1001@192.0.2.11>");
        register("Contact: <sip:1001@192.0.2.10>;expires=0");
        told("1 partial active", "sip:1001@192.0.2.11 active registered");
    }

    @Test
    void aContactThatOnlyPassedThroughIsNotTold() {
        subscribe("");
        told("0 full init");
        register("Contact: <sip:1001@192.0.2.10>");
        register("Contact: *\nExpires: 0");
        alice.expectNothingFor(Duration.ofSeconds(60));
    }

    @Test
    void aConnectionThatClosesTakesItsContact() {
        subscribe("");
        told("0 full init");
        pass(6);
        var desk = network.party("desk", "192.0.2.12").outbound(Transport.TCP, office.node);
        register(desk, "desk", "Contact: <sip:1001@192.0.2.12;transport=tcp>");
        told("1 partial active", "sip:1001@192.0.2.12;transport=tcp active registered");
        pass(6);
        office.node.connections().forEach(Flow::close);
        told("2 partial terminated", "sip:1001@192.0.2.12;transport=tcp terminated deactivated");
    }

    @Test
    void aRefreshIsToldAll() {
        register("Contact: <sip:1001@192.0.2.10>");
        var leg = subscribe("");
        told("0 full active", "sip:1001@192.0.2.10 active registered");
        alice.send(
                leg.request(Method.SUBSCRIBE)
                        .with(h -> h.add(Header.EVENT, io.switchhook.sip.header.Event.of("reg"))));
        told("1 full active", "sip:1001@192.0.2.10 active registered");
    }

    @Test
    void aFetchIsToldAllAndIsWatchedNoMore() {
        register("Contact: <sip:1001@192.0.2.10>");
        subscribe("Expires: 0\n");
        told("0 full active", "sip:1001@192.0.2.10 active registered");
        pass(1);
        assertThat(office.watchers.size()).isZero();
    }

    /// What was not answered is not known to have been heard: all is told again.
    @Test
    void whatWasMissedIsToldInFull() {
        register("Contact: <sip:1001@192.0.2.10>\nContact: <sip:1001@192.0.2.11>");
        subscribe("");
        told(
                "0 full active",
                "sip:1001@192.0.2.10 active registered",
                "sip:1001@192.0.2.11 active registered");
        pass(6);
        network.lose(crossing -> crossing.is(Method.NOTIFY));
        register("Contact: <sip:1001@192.0.2.11>;expires=0");
        pass(33);
        network.lose(_ -> false);
        told("2 full active", "sip:1001@192.0.2.10 active registered");
    }

    @Test
    void everySubscriptionIsToldAndCountsForItself() {
        subscribe("");
        told("0 full init");
        pass(6);
        register("Contact: <sip:1001@192.0.2.10>");
        told("1 partial active", "sip:1001@192.0.2.10 active registered");
        subscribe("");
        told("0 full active", "sip:1001@192.0.2.10 active registered");
        pass(6);
        register("Contact: *\nExpires: 0");
        told("2 partial terminated", "sip:1001@192.0.2.10 terminated unregistered");
        told("1 partial terminated", "sip:1001@192.0.2.10 terminated unregistered");
        assertThat(office.watchers.size()).isEqualTo(1);
    }

    /// An account that goes takes its subscriptions along.
    @Test
    void aUserWhoIsGoneHasNoRegistration() {
        register("Contact: <sip:1001@192.0.2.10>");
        subscribe("");
        told("0 full active", "sip:1001@192.0.2.10 active registered");
        pass(6);
        office.locations.remove(RegistrationOffice.ALICE);
        office.watchers.gone(RegistrationOffice.ALICE);
        var last = alice.expect(Method.NOTIFY);
        alice.reply(last, 200);
        assertThat(last.headers().require(Header.SUBSCRIPTION_STATE).reason())
                .hasValue("noresource");
        pass(1);
        assertThat(office.watchers.size()).isZero();
    }
}
