package io.switchhook.pbx.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.ladder.Entry.Received;
import io.switchhook.ladder.Entry.Remarked;
import io.switchhook.ladder.Entry.Sent;
import io.switchhook.ladder.Recorder;
import io.switchhook.ladder.Remark;
import io.switchhook.ladder.Remark.Cause;
import io.switchhook.ladder.Remark.Credentials;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Uri;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the floors tell the recorder of what they do.
@Scenario("RFC 3261 §16")
class RecordedScenario extends OfficeScenario {
    private List<Remark> remarks(Request request) {
        long key = Recorder.key(request.headers().require(Header.CALL_ID).value());
        return office.recorder.since(new Recorder.Cursor()).stream()
                .filter(it -> it.key() == key)
                .flatMap(it ->
                        it.what() instanceof Remarked(var remark)
                                ? Stream.of(remark)
                                : Stream.empty())
                .toList();
    }

    private <T extends Remark> T only(Class<T> kind, Request request) {
        var found = remarks(request).stream().filter(kind::isInstance).map(kind::cast).toList();
        assertThat(found).as("%s in %s", kind, remarks(request)).hasSize(1);
        return found.getFirst();
    }

    @Test
    void everyMessageIsRecordedAsItWasOnTheWire() {
        office.register(desk, "bob", "");
        var invite = callBob();
        takes(desk, desk.expect(Method.INVITE));

        long key = Recorder.key(invite.headers().require(Header.CALL_ID).value());
        var entries =
                office.recorder.since(new Recorder.Cursor()).stream()
                        .filter(it -> it.key() == key)
                        .map(it ->
                                switch (it.what()) {
                                    case Received(var path, var bytes, _) ->
                                            "< "
                                                    + path.remote().getAddress().getHostAddress()
                                                    + " "
                                                    + new String(
                                                            bytes,
                                                            0,
                                                            12,
                                                            StandardCharsets.US_ASCII);
                                    case Sent(var path, var bytes, _) ->
                                            "> "
                                                    + path.remote().getAddress().getHostAddress()
                                                    + " "
                                                    + new String(
                                                            bytes,
                                                            0,
                                                            12,
                                                            StandardCharsets.US_ASCII);
                                    case Remarked(var remark) -> remark.getClass().getSimpleName();
                                })
                        .toList();
        assertThat(entries)
                .containsExactly(
                        "< 192.0.2.10 INVITE sip:b",
                        "> 192.0.2.10 SIP/2.0 100 ",
                        "Routed",
                        "Targeted",
                        "> 192.0.2.21 INVITE sip:d",
                        "< 192.0.2.21 SIP/2.0 200 ",
                        "> 192.0.2.10 SIP/2.0 200 ",
                        "< 192.0.2.10 ACK sip:desk",
                        "> 192.0.2.21 ACK sip:desk");
    }

    @Test
    void whoIsCalledAndWhoIsGivenUp() {
        office.register(desk, "bob", "");
        office.register(sofa, "bob", "");
        var invite = callBob();
        var atDesk = desk.expect(Method.INVITE);
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        takes(desk, atDesk);
        stopsRinging(sofa, atSofa);

        assertThat(only(Remark.Forked.class, invite)).isEqualTo(new Remark.Forked(2, 0));
        assertThat(only(Remark.Canceled.class, invite))
                .isEqualTo(new Remark.Canceled(1, Cause.ANSWERED_ELSEWHERE));
        assertThat(remarks(invite))
                .filteredOn(Remark.Targeted.class::isInstance)
                .extracting(it -> ((Remark.Targeted) it).path().isPresent())
                .containsExactlyInAnyOrder(false, true);
        assertThat(only(Remark.Routed.class, invite).why()).contains("2 phones of bob");
    }

    @Test
    void whichAnswerIsTheBest() {
        office.register(desk, "bob", "");
        office.register(sofa, "bob", "");
        var invite = callBob();
        desk.reply(desk.expect(Method.INVITE), 486);
        sofa.reply(sofa.expect(Method.INVITE), 480);
        alice.expect(486);

        assertThat(only(Remark.ChoseBest.class, invite))
                .isEqualTo(new Remark.ChoseBest(486, List.of(486, 480), "RFC 3261 §16.7"));
    }

    @Test
    void thatNobodyIsRegistered() {
        var invite = callBob();
        alice.expect(480);
        assertThat(only(Remark.NoBinding.class, invite)).isEqualTo(new Remark.NoBinding("bob"));
    }

    @Test
    void thatAPhoneSaysNothing() {
        office.register(desk, "bob", "");
        var invite = callBob();
        desk.expect(Method.INVITE);
        network.clock().advance(Duration.ofSeconds(40));
        assertThat(only(Remark.TimedOut.class, invite).timer()).isEqualTo("B");
        assertThat(only(Remark.TimedOut.class, invite).path().remote().getAddress())
                .hasToString("/192.0.2.21");
    }

    @Test
    void thatAPhoneRingsTooLong() {
        office.register(desk, "bob", "");
        var invite = callBob();
        var atDesk = desk.expect(Method.INVITE);
        desk.reply(atDesk, 180);
        network.clock().advance(Duration.ofSeconds(181));
        desk.reply(desk.expect(Method.CANCEL), 200);
        desk.reply(atDesk, 487);
        assertThat(only(Remark.TimedOut.class, invite).timer()).isEqualTo("C");
        assertThat(only(Remark.Canceled.class, invite))
                .isEqualTo(new Remark.Canceled(1, Cause.NOBODY_ANSWERED));
    }

    @Test
    void whereAPhoneSendsTheCaller() {
        office.register(desk, "bob", "");
        var invite = alice.send(alice.request(Method.INVITE, "sip:bob@example.com"));
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:bob@192.0.2.99;transport=tcp>");
        alice.expect(302);
        assertThat(only(Remark.Redirected.class, invite))
                .isEqualTo(
                        new Remark.Redirected(List.of("sip:bob@192.0.2.99;transport=tcp"), false));
    }

    @Test
    void whatARegistrationHasDone() {
        office.registerAs("reg", desk, "bob", ";expires=600");
        office.registerAs("reg", desk, "bob", ";expires=600");
        office.registerAs("reg", desk, "bob", ";expires=0");
        long key = Recorder.key("reg");
        var kinds =
                office.recorder.since(new Recorder.Cursor()).stream()
                        .filter(it -> it.key() == key)
                        .flatMap(it ->
                                it.what() instanceof Remarked(var remark)
                                        ? Stream.of(remark)
                                        : Stream.empty())
                        .filter(it -> !(it instanceof Remark.Routed))
                        .toList();
        assertThat(kinds)
                .hasSize(3)
                .element(0)
                .isInstanceOfSatisfying(
                        Remark.Registered.class,
                        it -> {
                            assertThat(it.expires()).isEqualTo(600);
                            assertThat(it.refreshed()).isFalse();
                        });
        assertThat(kinds.get(1))
                .isInstanceOfSatisfying(
                        Remark.Registered.class, it -> assertThat(it.refreshed()).isTrue());
        assertThat(kinds.get(2)).isInstanceOf(Remark.Unregistered.class);
    }

    @Test
    void whatBecomesOfRegistrationsByThemselves() {
        var lost = registration(sofa, "bob");
        var expired = registration(desk, "carol");
        sofa.outbound().close();
        network.clock().advance(Duration.ofHours(2));
        office.locations.sweep();
        assertThat(remarks(lost))
                .last()
                .isEqualTo(
                        new Remark.Unregistered(
                                "bob", sofa.contact().toString(), "its connection was closed"));
        assertThat(remarks(expired))
                .last()
                .isEqualTo(
                        new Remark.Unregistered(
                                "carol", desk.contact().toString(), "its time ran out"));
    }

    private Request registration(Party phone, String user) {
        var addressOfRecord = "sip:" + user + "@example.com";
        var request =
                phone.request(Method.REGISTER, "sip:example.com", addressOfRecord)
                        .with(h -> h.set(Header.TO, NameAddr.of(Uri.parse(addressOfRecord))));
        phone.send(request);
        phone.expect(200);
        return request;
    }

    @Test
    void whoWasAskedForCredentials() {
        var guarded = office(2, SimulatedOffice.Terms.guarded());
        var phone = guarded.phone("phone", "192.0.2.30", Transport.UDP);
        var invite = phone.send(phone.request(Method.INVITE, "sip:bob@example.com"));
        phone.expect(407);
        long key = Recorder.key(invite.headers().require(Header.CALL_ID).value());
        assertThat(guarded.recorder.since(new Recorder.Cursor()))
                .filteredOn(it -> it.key() == key)
                .filteredOn(it -> it.what() instanceof Remarked)
                .extracting(it -> ((Remarked) it.what()).remark())
                .containsExactly(
                        new Remark.Challenged(
                                Credentials.NONE, "example.com", "MD5, SHA-512-256, SHA-256"));
        network.clock().advance(Duration.ofMinutes(10));
    }
}
