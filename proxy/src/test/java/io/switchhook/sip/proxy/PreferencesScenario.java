package io.switchhook.sip.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.switchhook.sip.grammar.Scanner;
import io.switchhook.sip.header.Header;
import io.switchhook.sip.header.HeaderName;
import io.switchhook.sip.header.Method;
import io.switchhook.sip.header.NameAddr;
import io.switchhook.sip.message.Request;
import io.switchhook.sip.transport.Transport;
import io.switchhook.sip.uri.Parameters;
import io.switchhook.testkit.Party;
import io.switchhook.testkit.Scenario;
import io.switchhook.testkit.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What callers prefer, who they are, and what they hide.
@Scenario("RFC 3841 §9.1")
class PreferencesScenario {
    private final Office office = new Office();
    @RegisterExtension final SimulatedNetwork network = office.network;
    private final Party alice = office.phone("alice", "192.0.2.10");
    private final Party desk = office.phone("desk", "192.0.2.21");
    private final Party sofa = office.phone("sofa", "192.0.2.22");
    private final Party shed = office.phone("shed", "192.0.2.23");

    private Request call(String lines) {
        return send(Method.INVITE, lines);
    }

    private Request send(Method method, String lines) {
        return alice.send(alice.again(alice.request(method, "sip:bob@example.com"), lines));
    }

    private void bobHas(Target... targets) {
        office.register("bob", targets);
    }

    private void bobHasTwoPhones() {
        bobHas(office.target(desk, 1000), office.target(sofa, 1000));
    }

    private static Target with(Party phone, int q, String features) {
        var parameters = NameAddr.parse(Scanner.of("<sip:x@y>;" + features)).parameters();
        return new Target(phone.contact(), q, Optional.empty(), List.of(), parameters, List.of());
    }

    @Test
    void noForkRingsTheBestPhoneAlone() {
        bobHas(office.target(sofa, 500), office.target(desk, 900), office.target(shed, 900));
        call("Request-Disposition: no-fork");
        desk.reply(desk.expect(Method.INVITE), 486);
        alice.ack(alice.expect(486));
        assertThat(sofa.received()).isEmpty();
        assertThat(shed.received()).isEmpty();
    }

    @Test
    void sequentialRingsOnePhoneAfterTheOther() {
        bobHasTwoPhones();
        call("Request-Disposition: proxy, sequential");
        var atDesk = desk.expect(Method.INVITE);
        sofa.expectNothingFor(Duration.ofSeconds(1));
        desk.reply(atDesk, 486);
        sofa.reply(sofa.expect(Method.INVITE), 200);
        alice.ack(alice.expect(200));
    }

    @Test
    void noCancelLetsTheOthersRingOn() {
        bobHasTwoPhones();
        call("Request-Disposition: no-cancel");
        var atDesk = desk.expect(Method.INVITE);
        var atSofa = sofa.expect(Method.INVITE);
        sofa.reply(atSofa, 180);
        desk.reply(atDesk, 200);
        alice.ack(alice.expect(200));
        sofa.expectNothingFor(Duration.ofSeconds(20));
        sofa.reply(atSofa, 200);
        alice.ack(alice.expect(200));
        sofa.expect(Method.ACK);
    }

    @Test
    void noRecurseLeavesTheRedirectionToTheCaller() {
        bobHas(office.target(desk, 1000));
        call("d: no-recurse");
        desk.reply(desk.expect(Method.INVITE), 302, "Contact: <sip:sofa@example.com>");
        alice.ack(alice.expect(302));
        assertThat(sofa.received()).isEmpty();
    }

    @Test
    void redirectTellsWherePhonesAreThatHaveAnAddress() {
        bobHas(office.target(desk, 1000), office.target(sofa, 250));
        call("Request-Disposition: redirect");
        var moved = alice.expect(302);
        assertThat(moved.headers().all(Header.CONTACT).toString())
                .contains(desk.contact().toString(), sofa.contact() + ">;q=0.250");
        assertThat(desk.received()).isEmpty();
    }

    @Test
    void redirectIsNoUseForPhonesBehindAConnection() {
        var wired = office.phone("wired", "192.0.2.30", Transport.TCP);
        bobHas(office.target(wired, 1000), office.target(desk, 1000));
        call("Request-Disposition: redirect");
        wired.expect(Method.INVITE);
        desk.expect(Method.INVITE);
    }

    @Test
    void queueAndUnknownDirectivesChangeNothing() {
        bobHasTwoPhones();
        call("Request-Disposition: queue, juggle, parallel, fork, cancel, recurse");
        desk.expect(Method.INVITE);
        sofa.expect(Method.INVITE);
    }

    @Scenario("RFC 3841 §7.2.4")
    @Test
    void aPhoneThatSuitsBetterRingsFirst() {
        bobHas(with(desk, 1000, "audio"), with(sofa, 1000, "audio;video"));
        call("Accept-Contact: *;audio;video");
        sofa.reply(sofa.expect(Method.INVITE), 486);
        desk.reply(desk.expect(Method.INVITE), 200);
        alice.expect(200);
    }

    @Scenario("RFC 3841 §7.2.4")
    @Test
    void thePhonesOwnPreferenceComesBeforeTheCallers() {
        bobHas(with(desk, 1000, "audio"), with(sofa, 500, "audio;video"));
        call("Accept-Contact: *;video");
        desk.reply(desk.expect(Method.INVITE), 200);
        alice.expect(200);
        assertThat(sofa.received()).isEmpty();
    }

    @Scenario("RFC 3841 §7.2.4")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "video=\"FALSE\"         | *;video;require           | 480",
                "audio                   | *;video;require           | 200",
                "audio                   | *;video;require;explicit  | 480",
                "audio;video             | *;video;require;explicit  | 200",
                "mobility=\"fixed\"      | *;mobility=\"mobile\";require | 480",
                "mobility=\"fixed\"      | *;mobility=\"mobile\"     | 200",
                "mobility=\"fixed\"      | *;mobility=\"!mobile\";require | 200",
                "methods=\"INVITE,BYE\"  | *;methods=\"MESSAGE\";require | 480",
                "methods=\"INVITE,BYE\"  | *;methods=\"BYE,INFO\";require | 200",
                "+x.size=\"#>=3\"        | *;+x.size=\"#=4\";require | 200",
                "+x.size=\"#<=3\"        | *;+x.size=\"#4:9\";require | 480",
                "+x.size=\"#=what\"      | *;+x.size=\"#4:9\";require | 480",
                "description=\"<Desk>\"  | *;description=\"<desk>\";require | 480",
                "expires=600;x=y         | *;video;require           | 200"
            })
    void requiredFeaturesKeepPhonesThatLackThemFromRinging(
            String features, String predicate, int status) {
        bobHas(with(desk, 1000, features));
        desk.onRequest(r -> {
            if (r.method() == Method.INVITE) desk.reply(r, 200);
        });
        call("Accept-Contact: " + predicate);
        alice.expect(status);
    }

    @Scenario("RFC 3841 §7.2.4")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "automata       | *;automata           | 480",
                "automata=\"FALSE\" | *;automata       | 200",
                "audio          | *;automata           | 200",
                "audio;automata | *;automata;video     | 200",
                "audio;automata | *;automata;audio     | 480",
                "expires=600    | *;automata           | 200"
            })
    void rejectedFeaturesKeepPhonesThatHaveThemFromRinging(
            String features, String predicate, int status) {
        bobHas(with(desk, 1000, features));
        desk.onRequest(r -> {
            if (r.method() == Method.INVITE) desk.reply(r, 200);
        });
        call("Reject-Contact: " + predicate);
        alice.expect(status);
    }

    @Scenario("RFC 3841 §9.2")
    @ParameterizedTest
    @ValueSource(
            strings = {"Accept-Contact: ;;", "Accept-Contact: *;a=\"", "Request-Disposition: \"x"})
    void preferencesThatCannotBeReadAreABadRequest(String line) {
        bobHasTwoPhones();
        call(line);
        alice.ack(alice.expect(400));
    }

    @Scenario("RFC 3325 §5")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-Asserted-Identity: <sip:boss@example.com>",
                "P-Asserted-Identity: \"Boss\" <sip:boss@example.com>, <tel:+1>",
                "P-Preferred-Identity: <sip:boss@example.com>",
                "Remote-Party-ID: <sip:boss@example.com>;party=calling",
                "P-Asserted-Identity: <<<"
            })
    void whatAPhoneClaimsToBeGoesNoFurther(String line) {
        for (var method : new Method[] {Method.INVITE, Method.MESSAGE}) {
            bobHas(office.target(desk, 1000));
            send(method, line);
            assertThat(desk.expect(method).toString()).doesNotContain("Identity", "Remote", "boss");
        }
    }

    @Scenario("RFC 3325 §5")
    @Test
    void whatACalleeClaimsToBeGoesNoFurtherNorInADialog() {
        bobHas(office.target(desk, 1000));
        call("X: y");
        var invite = desk.expect(Method.INVITE);
        desk.reply(invite, 180, "P-Asserted-Identity: <sip:boss@example.com>");
        var ringing = alice.expect(180);
        var ok = desk.reply(invite, 200, "Remote-Party-ID: <sip:boss@example.com>");
        var answer = alice.expect(200);
        alice.ack(answer);
        desk.send(
                desk.leg(invite, ok)
                        .request(Method.UPDATE)
                        .with(h -> h.add(Header.P_ASSERTED_IDENTITY, NameAddr.of(desk.contact()))));
        var update = alice.expect(Method.UPDATE);

        assertThat(ringing.toString() + answer + update).doesNotContain("Identity", "Remote-Party");
    }

    @Scenario("RFC 3325 §5")
    @Test
    void whatTheServerAssertsTakesThePlaceOfAClaim() {
        office.edits =
                h ->
                        h.add(
                                Header.P_ASSERTED_IDENTITY,
                                NameAddr.of(alice.contact()).with(Parameters.EMPTY));
        bobHas(office.target(desk, 1000));
        call("P-Asserted-Identity: <sip:boss@example.com>");
        assertThat(desk.expect(Method.INVITE).headers().all(Header.P_ASSERTED_IDENTITY))
                .containsExactly(NameAddr.of(alice.contact()));
    }

    @Scenario("RFC 3323 §4.2")
    @ParameterizedTest
    @CsvSource({
        "id, 0",
        "none, 0",
        "header, 0",
        "id;critical, 0",
        "header;critical, 500",
        "session;critical, 500",
        "user;critical, 500",
        "unheardof;critical, 500",
        "critical, 0",
        "user;id, 0"
    })
    void privacyThatCannotBeGivenIsRefusedWhereItIsCritical(String privacy, int status) {
        bobHas(office.target(desk, 1000));
        call("Privacy: " + privacy);
        if (status > 0) {
            alice.ack(alice.expect(status));
            assertThat(office.counters.refused(Refusal.PRIVACY).sum()).isEqualTo(1);
        } else {
            assertThat(desk.expect(Method.INVITE).toString()).contains("Privacy: " + privacy);
        }
    }

    @Scenario("RFC 3326 §2")
    @Test
    void timerCSaysWhyItCancels() {
        bobHas(office.target(desk, 1000));
        call("X: y");
        desk.reply(desk.expect(Method.INVITE), 180);
        network.clock().advance(Duration.ofMinutes(4));
        assertThat(desk.expect(Method.CANCEL).toString()).contains("Reason: SIP;cause=408");
        assertThat(desk.received().getFirst().headers().has(HeaderName.of("Reason"))).isFalse();
    }
}
